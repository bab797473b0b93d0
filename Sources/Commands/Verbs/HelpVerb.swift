internal import Declarations
internal import Runtime

/// `help [TOPIC]`.
enum HelpVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "help", summary: "Show the commands, or the help on one word (also ?WORD).",
    parameters: [
      Parameter(
        "topic", .text, .variadic, required: false,
        summary:
          "a command, statement, function, kind of model, layer, step, option, value of an option, field of "
          + "a result, figure of a table, or one of: aliases expressions keys exit-codes")
    ],
    examples: ["help", "help train", "help let", "help conv", "help rate", "help resnet18", "help macro AP"],
    effect: .asks)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let topic = topic(of: command), HelpText.about(topic, columns: 80) == nil else { return }
    throw CommandFailure(
      "there is no help on '\(topic)'.", hint: HelpText.suggestion(topic), argument: "topic")
  }

  /// The words of the topic as one; nil without any.
  private static func topic(of command: BoundCommand) -> String? {
    guard command.arguments.isKnown("topic") else { return nil }
    let words = command.arguments.texts("topic")
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    guard let topic = topic(of: command) else {
      return ResultRecord(display: Help(columns: shell.configuration.columns).overview(Verbs.table))
    }
    return ResultRecord(
      display:
        HelpText.about(topic, columns: shell.configuration.columns, keys: shell.configuration.keys) ?? "")
  }
}
