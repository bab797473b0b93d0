internal import Datasets
internal import Declarations
internal import Networks
internal import Runtime

/// `summary MODEL [on DATA]`.
enum SummaryVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "summary", summary: "show a model's layers, shapes, parameters and multiply-accumulates",
    parameters: [
      .positional("model", .name(.model), "the model"),
      Parameter(
        "data", .name(.data), .preposition("on"), summary: "the data that gives the shapes; default that of the training"),
    ],
    resultFields: [
      .init("parameters", "trained numbers"), .init("macs", "multiply-accumulates for one image, forward"),
      .init("layers", "how many layers"),
    ],
    examples: ["summary small on fashion", "summary small"])

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("model")
    let entry = try shell.model(name)
    let network: Network
    if let data = command.arguments.optionalText("data") {
      network = try shell.network(for: entry, on: try shell.data(data), command)
    } else if let trained = entry.network {
      network = trained
    } else {
      throw CommandFailure(
        "the shapes of '\(name)' follow the data, and it wasn't trained yet.", hint: "Name the data: summary \(name) on DATA")
    }
    let summary = network.summary
    var rows = [["", "layer", "output", "parameters", "MACs"]]
    for (index, layer) in summary.layers.enumerated() {
      rows.append([
        String(index + 1), layer.text, "\(layer.output)", Spelling.count(layer.parameters), Spelling.count(layer.macs),
      ])
    }
    rows.append(["", "total", "", Spelling.count(summary.parameters), Spelling.count(summary.macs)])
    return ResultRecord(
      [
        .init("parameters", .integer(summary.parameters)), .init("macs", .integer(summary.macs)),
        .init("layers", .integer(summary.layers.count)),
      ], display: "\(name) for images \(network.input)\n" + Table.text(rows, rightAligned: [0, 3, 4]))
  }
}
