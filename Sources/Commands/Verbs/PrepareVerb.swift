internal import Datasets
internal import Declarations
internal import Runtime

/// `prepare NAME { resize 32x32; normalize }`.
enum PrepareVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "prepare", summary: "Define the preprocessing of all images.",
    parameters: [
      .positional("data", .name(.data), "the data set"),
      .optionalPositional("more", .choice(["more"]), "append to the steps instead of replacing them"),
    ],
    block: .init(itemName: "step", items: Preparation.declarations, required: true),
    resultFields: [
      .init("steps", "all steps, in order"), .init("width", "after the steps"),
      .init("height", "after the steps"),
      .init("channels", "after the steps"),
    ],
    examples: ["prepare fashion { normalize }", "prepare flowers { resize 64x64; grayscale; normalize }"],
    notes: [
      "What a step learns, it learns from the training part alone. Without 'normalize' a pixel counts 0 to 1."
    ], effect: .quick)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    _ = try preparation(command, over: known.data(command)?.data.preparation)
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    guard let (name, data) = known.data(command) else { return known.loseTrack() }
    known.data[name]?.preparation = (try? preparation(command, over: data.preparation)) ?? nil
  }

  /// What the data is prepared by afterwards; nil where only running tells.
  ///
  /// - Parameter before: What it is prepared by now.
  private static func preparation(_ command: BoundCommand, over before: Preparation?) throws -> Preparation? {
    guard let items = command.items, items.allSatisfy(\.arguments.isComplete) else { return nil }
    let steps: [any PreparationStep] = try items.compactMap { item in
      guard let declaration = Preparation.declarations.first(where: { $0.name == item.name }) else {
        return nil
      }
      return try located(item) { try declaration.make(item.arguments) }
    }
    return command.arguments.given.contains("more") ? try before?.appending(steps) : try Preparation(steps)
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    .perhaps
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("data")
    var data = try shell.data(name)
    data.preparation = try preparation(command, over: data.preparation) ?? Preparation()
    let fitted = try data.fittedPreparation()
    shell.workspace.data[name] = data
    return ResultRecord(
      [
        .init("steps", .text(data.preparation.steps.map(\.text).joined(separator: "; "))),
        .init("width", .integer(fitted.shape.width)), .init("height", .integer(fitted.shape.height)),
        .init("channels", .integer(fitted.shape.channels)),
      ],
      display: "\(name): \(data.preparation.steps.map(\.text).joined(separator: "; ")) → "
        + "\(fitted.shape)")
  }
}
