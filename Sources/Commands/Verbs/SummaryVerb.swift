internal import Datasets
internal import Declarations
internal import Runtime

/// `summary MODEL [on DATA]`.
enum SummaryVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "summary", summary: "show what a model is made of",
    parameters: [
      .positional("model", .name(.model), "the model"),
      Parameter(
        "data", .name(.data), .preposition("on"), summary: "the data that gives the shapes; default that of the training"),
    ],
    resultFields: Families.fields { $0.summaryFields },
    examples: ["summary small on fashion", "summary small"])

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("model")
    let entry = try shell.model(name)
    let data = try command.arguments.optionalText("data").map(shell.data)
    return try entry.family.summary(entry, name, on: data, command, in: shell)
  }
}
