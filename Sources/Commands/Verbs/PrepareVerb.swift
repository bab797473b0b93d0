internal import Datasets
internal import Declarations
internal import Runtime

/// `prepare NAME { resize 32x32; normalize }`.
enum PrepareVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "prepare", summary: "say what is done to every image before a model sees it",
    parameters: [
      .positional("data", .name(.data), "the data set"),
      .optionalPositional("more", .choice(["more"]), "append to the steps instead of replacing them"),
    ],
    block: .init(itemName: "step", items: Preparation.declarations, required: true),
    resultFields: [
      .init("steps", "all steps, in order"), .init("width", "after the steps"), .init("height", "after the steps"),
      .init("channels", "after the steps"),
    ],
    examples: ["prepare fashion { normalize }", "prepare flowers { resize 64x64; grayscale; normalize }"],
    notes: ["What a step learns, it learns from the training part alone. Without 'normalize' a pixel counts 0 to 1."])

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("data")
    var data = try shell.data(name)
    let steps: [any PreparationStep] = try (command.items ?? []).compactMap { item in
      guard let declaration = Preparation.declarations.first(where: { $0.name == item.name }) else { return nil }
      return try located(item) { try declaration.make(item.arguments) }
    }
    data.preparation =
      command.arguments.given.contains("more") ? try data.preparation.appending(steps) : try Preparation(steps)
    let fitted = try data.fittedPreparation()
    shell.workspace.data[name] = data
    return ResultRecord(
      [
        .init("steps", .text(data.preparation.steps.map(\.text).joined(separator: "; "))),
        .init("width", .integer(fitted.shape.width)), .init("height", .integer(fitted.shape.height)),
        .init("channels", .integer(fitted.shape.channels)),
      ], display: "\(name): \(data.preparation.steps.map(\.text).joined(separator: "; ")) → \(fitted.shape)")
  }
}
