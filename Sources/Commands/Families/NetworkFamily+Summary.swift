internal import Datasets
internal import Declarations
internal import Models
internal import Networks
internal import Runtime

extension NetworkFamily {
  static let summaryFields: [CommandDeclaration.ResultField] = [
    .init("parameters", "trained numbers", .number),
    .init("macs", "multiply-accumulates for one image, forward", .number),
    .init("layers", "how many layers", .number),
    .init("memory", "bytes that a training takes beside the data; only on data", .number, measured: true),
    .init("epoch_seconds", "how long an epoch will take; only on data", .number, measured: true),
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
      throw CommandFailure.untrained(name)
    }
    var rows = [["", "layer", "output", "parameters", "MACs"]]
    for (index, layer) in summary.layers.enumerated() {
      rows.append([
        String(index + 1), layer.text, "\(layer.output)", Spelling.count(layer.parameters),
        Spelling.count(layer.macs),
      ])
    }
    rows.append(["", "total", "", Spelling.count(summary.parameters), Spelling.count(summary.macs)])
    var result = ResultRecord([
      .init("parameters", .integer(summary.parameters)), .init("macs", .integer(summary.macs)),
      .init("layers", .integer(summary.layers.count)),
    ])
    var lines = ["\(name) for images \(summary.input)", Table.text(rows, rightAligned: [0, 3, 4])]
    if let place = data.map({ (command.arguments.text("data"), $0) }) ?? shell.trainingData(of: entry) {
      let forecast = try forecast(entry, on: place.1, command, in: shell)
      result.fields.append(.init("memory", .integer(forecast.memory), measured: true))
      let memory = "\(ByteText.text(forecast.memory)) of memory beside the data"
      let how =
        "training on \(place.0), "
        + "batch=\(batch(place.1)), \(Spelling.counted(shell.workspace.settings.threads, "thread"))"
      if let seconds = forecast.secondsPerEpoch {
        result.fields.append(.init("epoch_seconds", .number(seconds), measured: true))
        lines.append(
          "\(how):\n  an epoch takes \(seconds < 0.01 ? "" : "about ")\(TimeText.seconds(seconds)) and "
            + memory
        )
      } else {
        lines.append("\(how):\n  it would take \(memory), more than this machine has left")
      }
    }
    result.display = lines.joined(separator: "\n")
    return result
  }

  /// The default batch: small data are one by themselves.
  private static func batch(_ data: DataSet) -> Int { min(128, data.train.count) }

  /// What a training with the defaults takes; measured on a few steps that are taken back.
  private static func forecast(
    _ entry: ModelEntry, on data: DataSet, _ command: BoundCommand, in shell: Shell
  ) throws -> TrainingForecast {
    let network =
      try entry.network.flatMap { try $0.input == data.fittedPreparation().shape ? $0 : nil }
      ?? shell.network(for: entry, on: data, command)
    let seed = shell.workspace.settings.seed
    var options = TrainingOptions(
      epochs: 1, batch: batch(data), optimizer: OptimizerSettings(kind: .sgd), rate: 0.05, seed: seed)
    options.precision = shell.workspace.settings.precision
    let samples = try data.source(.train, training: true, seed: seed)
    let validation = data.validation == nil ? nil : try data.source(.validation, training: false, seed: seed)
    let forecast: TrainingForecast?
    do throws(NetworkError) {
      forecast = try network.forecast(
        on: samples, validation: validation, options: options, threads: shell.workspace.settings.threads,
        shouldStop: shell.interruption)
    } catch {
      throw CommandFailure(error.message, hint: error.hint)
    }
    guard let forecast else { throw CommandFailure("stopped by Ctrl-C while a few steps were timed.") }
    return forecast
  }
}
