import ArgumentParser
import Commands
import Terminal

/// `fovea help VERB`.
enum HelpCommand {
  /// How wide the parser of the command line may write: it can't write for less, and what is narrower gets
  /// its lines broken again.
  static var parserColumns: Int { max(40, Capabilities.current().columns) }

  /// Shows the help and returns the exit code.
  static func show(_ topic: String) -> Int32 {
    let columns = Capabilities.current().columns
    let tool = Fovea.configuration.subcommands.first { $0._commandName == topic }.map {
      Fovea.helpMessage(for: $0, columns: parserColumns)
    }
    guard let text = HelpText.about(topic, columns: columns, keys: PromptKeys.all) else {
      if let tool {
        Output.words(tool)
        return 0
      }
      Output.failure("there is no help on '\(topic)'.", hint: HelpText.suggestion(topic))
      return 2
    }
    Output.words(tool.map { "\($0)\n\nAt the prompt and in scripts:\n\n\(text)" } ?? text)
    return 0
  }
}
