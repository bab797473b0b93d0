internal import Declarations
internal import Runtime

/// `model NAME KIND`.
enum ModelVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "model", summary: "Define a model.",
    parameters: [
      .positional("name", .name(.new), "the name that it gets; a model of that name is replaced"),
      .positional(
        "kind", .choice(Families.all.flatMap { $0.kinds }),
        "cnn for layers of your own in a block, a network that is known by name, or svm for a support vector "
          + "machine"
      ),
    ] + Families.parameters { $0.definitionOptions },
    block: NetworkFamily.block,
    defines: .model,
    resultFields: Families.fields { $0.definitionFields },
    examples: [
      "model small cnn { conv 32 3x3; relu; pool max 2x2; dense 128; relu; dense classes }",
      "model tiny cnn { dense classes }", "model big resnet18 input=224x224x3 classes=1000",
      "model shape svm kernel=rbf C=10 gamma=0.02", "model edges svm C=10 on=hog",
    ],
    notes: [
      "Shapes, channels and the number of classes follow the data that it is trained on; 'summary NAME on "
        + "DATA' shows them.",
      "A support vector machine is fitted whole: kernel, C and gamma are those of LIBSVM and scikit-learn. "
        + "kernel=linear is one against the rest by dual coordinate descent, as LIBLINEAR; with "
        + "multiclass=ovo one against one, as LIBSVM. Without probabilities=yes what it says of an image is "
        + "its share of the votes, and there is no loss.",
    ], effect: .quick)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let family = command.arguments.optionalText("kind").flatMap(Families.family) else { return }
    try Families.refuseForeign(command, for: family) { $0.definitionOptions }
    try family.checkDefinition(command)
    if isKnown(command) { _ = try family.define(command) }
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    guard let name = command.arguments.optionalText("name") else { return known.loseTrack() }
    var model = KnownModel()
    model.family = command.arguments.optionalText("kind").flatMap(Families.family)
    if let family = model.family, isKnown(command), let entry = try? family.define(command) {
      model = KnownModel(entry)
    }
    known.models[name] = model
  }

  static func resultFields(of command: BoundCommand, in known: KnownWorkspace) -> [CommandDeclaration
    .ResultField]
  {
    command.arguments.optionalText("kind").flatMap(Families.family).map { $0.definitionFields }
      ?? declaration.resultFields
  }

  /// Whether all that the definition needs is known.
  static func isKnown(_ command: BoundCommand) -> Bool {
    command.arguments.isComplete
      && (command.items ?? []).flatMap(\.flattened).allSatisfy(\.arguments.isComplete)
      && (command.items != nil || command.arguments.optionalText("kind") != block.condition?.value)
  }

  private static let block = NetworkFamily.block

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    .perhaps
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("name")
    var entry = try entry(command)
    let recorded = shell.recorded(command)
    entry.lineage.definition = recorded?.textOnOneLine ?? ""
    if !entry.family.hasEpochs { entry.lineage.options = recorded?.options ?? [:] }
    shell.workspace.models[name] = entry
    return entry.family.definitionResult(entry, name)
  }

  /// The model that the command describes.
  static func entry(_ command: BoundCommand) throws -> ModelEntry {
    let kind = command.arguments.text("kind")
    guard let family = Families.family(of: kind) else {
      preconditionFailure("the declaration lists the kinds of the families")
    }
    return try family.define(command)
  }
}
