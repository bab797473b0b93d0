internal import Datasets
internal import Models
internal import Networks
internal import Runtime

extension NetworkFamily {
  static let summaryFields: [CommandDeclaration.ResultField] = [
    .init("parameters", "trained numbers"), .init("macs", "multiply-accumulates for one image, forward"),
    .init("layers", "how many layers"),
  ]

  static func summary(
    _ entry: ModelEntry, _ name: String, on data: DataSet?, _ command: BoundCommand, in shell: Shell
  ) throws -> ResultRecord {
    let network: Network
    if let data {
      network = try shell.network(for: entry, on: data, command)
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
