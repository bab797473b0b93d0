internal import Declarations
internal import Runtime

/// `help [TOPIC]`.
enum HelpVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "help", summary: "Show the commands, or the help on one word (also ?WORD).",
    parameters: [
      .optionalPositional(
        "topic", .text,
        "a command, statement, function, kind of model, layer, step, option, value of an option, field of a "
          + "result, or one of: expressions keys exit-codes")
    ],
    examples: ["help", "help train", "help let", "help conv", "help rate", "help resnet18"],
    effect: .asks)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let topic = command.arguments.optionalText("topic"), HelpText.about(topic, columns: 80) == nil
    else { return }
    throw CommandFailure(
      "there is no help on '\(topic)'.", hint: HelpText.suggestion(topic), argument: "topic")
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    guard let topic = command.arguments.optionalText("topic") else {
      return ResultRecord(display: Help(columns: shell.configuration.columns).overview(Verbs.table))
    }
    return ResultRecord(
      display:
        HelpText.about(topic, columns: shell.configuration.columns, keys: shell.configuration.keys) ?? "")
  }
}
