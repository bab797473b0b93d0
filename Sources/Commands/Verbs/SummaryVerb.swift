internal import Datasets
internal import Declarations
internal import Runtime

/// `summary MODEL [on DATA]`.
enum SummaryVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "summary", summary: "Show the layers, shapes, parameters and cost of a model.",
    parameters: [
      .positional("model", .name(.model), "the model"),
      Parameter(
        "data", .name(.data), .preposition("on"),
        summary: "the data that gives the shapes; default that of the training"),
    ],
    resultFields: Families.fields { $0.summaryFields },
    examples: ["summary small on fashion", "summary small"],
    notes: [
      "On data, a network's memory and the time of an epoch are those of 'train' with its defaults and the "
        + "threads that are set: the memory is added up from the work as it is laid out, the time is told by "
        + "a few steps, which are taken back."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let (name, model) = known.model(command), let entry = model.entry else { return }
    if let (_, data) = known.data(command) {
      // What was fitted as a whole is as large as it is, whatever the data.
      guard entry.family.hasEpochs || model.isUntrained else { return }
      try entry.family.checkShapes(entry, on: data, command)
    } else if !command.arguments.given.contains("data"), model.isUntrained {
      try entry.family.checkSummary(entry, name)
    }
  }

  static func resultFields(of command: BoundCommand, in known: KnownWorkspace) -> [CommandDeclaration
    .ResultField]
  {
    known.model(command)?.model.family?.summaryFields ?? declaration.resultFields
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("model")
    let entry = try shell.model(name)
    let data = try command.arguments.optionalText("data").map(shell.data)
    return try entry.family.summary(entry, name, on: data, command, in: shell)
  }
}
