internal import Datasets
internal import Declarations
internal import Runtime

/// `augment NAME { flip horizontal; rotate 10deg }`.
enum AugmentVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "augment", summary: "Define the augmentation of training images.",
    parameters: [
      .positional("data", .name(.data), "the data set"),
      .optionalPositional("more", .choice(["more"]), "append to the steps instead of replacing them"),
    ],
    block: .init(itemName: "step", items: Augmentation.declarations, required: true),
    resultFields: [.init("steps", "all steps, in order")],
    examples: [
      "augment fashion { flip horizontal; shift 10% }", "augment digits8 { rotate 10deg; zoom 0.9..1.1 }",
    ],
    notes: [
      "Only training sees it: validation and test images stay as they are. What is drawn follows from the "
        + "seed."
    ], effect: .quick)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws { _ = try steps(command) }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    guard let (name, data) = known.data(command) else { return known.loseTrack() }
    let isKnown = command.items?.allSatisfy(\.arguments.isComplete) == true
    let steps = isKnown ? try? steps(command) : nil
    known.data[name]?.augmentation = steps.flatMap { steps in
      command.arguments.given.contains("more")
        ? data.augmentation?.appending(steps) : Augmentation(steps)
    }
  }

  private static func steps(_ command: BoundCommand) throws -> [any AugmentationStep] {
    try (command.items ?? []).compactMap { item in
      guard let declaration = Augmentation.declarations.first(where: { $0.name == item.name }),
        item.arguments.isComplete
      else {
        return nil
      }
      return try located(item) { try declaration.make(item.arguments) }
    }
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    .perhaps
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("data")
    var data = try shell.data(name)
    let steps = try steps(command)
    data.augmentation =
      command.arguments.given.contains("more") ? data.augmentation.appending(steps) : Augmentation(steps)
    shell.workspace.data[name] = data
    let text = data.augmentation.lines.joined(separator: "; ")
    return ResultRecord([.init("steps", .text(text))], display: "\(name): \(text), on training images only")
  }
}
