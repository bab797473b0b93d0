internal import Declarations
internal import Networks
internal import Runtime

/// `model NAME cnn { … }`.
enum ModelVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "model", summary: "define a model, layer by layer",
    parameters: [
      .positional("name", .name(.new), "the name that it gets; a model of that name is replaced"),
      .positional("kind", .choice(["cnn"]), "a network of layers"),
    ],
    block: .init(itemName: "layer", items: Layers.all, required: true, when: ("kind", "cnn")),
    defines: .model,
    resultFields: [.init("layers", "how many layers it has")],
    examples: [
      "model small cnn { conv 32 3x3; relu; pool max 2x2; dense 128; relu; dense classes }",
      "model tiny cnn { dense classes }",
    ],
    notes: [
      "Shapes, channels and the number of classes follow the data that it is trained on; 'summary NAME on DATA' shows them."
    ])

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("name")
    let items = command.items ?? []
    shell.workspace.models[name] = ModelEntry(definition: try definition(of: items, command), items: items)
    return ResultRecord(
      [.init("layers", .integer(items.count))],
      display: "\(name): \(items.count) layers; shapes follow the data ('summary \(name) on DATA')")
  }

  /// The network that the lines of a block describe.
  static func definition(of items: [BoundItem], _ command: BoundCommand) throws -> NetworkDefinition {
    let lines = items.enumerated().map { index, item in
      LayerLine(name: item.name, arguments: item.arguments, text: item.text, line: index + 1)
    }
    return try NetworkFailure.located(command, items) { () throws(NetworkError) in try NetworkDefinition(lines: lines) }
  }
}
