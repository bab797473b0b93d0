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
    let summary: NetworkSummary
    if let data {
      let shape = try data.fittedPreparation().shape
      summary = try NetworkFailure.located(command, entry.items) { () throws(NetworkError) in
        try entry.layers.summary(input: shape, classes: data.classes.count)
      }
    } else if let trained = entry.network {
      summary = trained.summary
    } else if let input = entry.layers.input, let classes = entry.layers.classes {
      summary = try NetworkFailure.located(command, entry.items) { () throws(NetworkError) in
        try entry.layers.summary(input: input, classes: classes)
      }
    } else {
      throw CommandFailure(
        "the shapes of '\(name)' follow the data, and it wasn't trained yet.", hint: "Name the data: summary \(name) on DATA")
    }
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
      ], display: "\(name) for images \(summary.input)\n" + Table.text(rows, rightAligned: [0, 3, 4]))
  }
}
