internal import Datasets
internal import Models
internal import Plotting
internal import Runtime

/// `plot loss accuracy of m`: how a training went, epoch by epoch.
enum TrainingCurves: Chart {
  static let words = ["loss", "accuracy"]
  static let subject = "models"
  static let examples = [
    "plot loss accuracy of small", "plot accuracy of small large to \"curve.png\"", "plot small loss",
  ]

  static func check(
    _ words: [String], of names: [String], _ command: BoundCommand, in known: KnownWorkspace
  ) throws {
    guard !names.isEmpty else {
      throw CommandFailure(
        "'plot' needs a model.", hint: "For example: plot \(words.joined(separator: " ")) of MODEL")
    }
    for name in names {
      guard let model = known.models[name] else {
        throw CommandFailure(
          "'\(name)' is a result; "
            + "\(words.joined(separator: " and ")) \(words.count == 1 ? "belongs" : "belong") to models.",
          hint: known.otherChart(ofResult: name), argument: "what")
      }
      if let family = model.family, !family.hasEpochs, model.hasCurve != true {
        throw CommandFailure(
          "'\(name)' has no curve: it is fitted as a whole, without epochs.",
          hint: "Look at its answers: \(known.answerChart(of: name))", argument: "what")
      }
      if model.hasCurve == false {
        throw CommandFailure(
          "'\(name)' has no curve: it wasn't trained here.", hint: "Train it: train \(name) on DATA")
      }
    }
  }

  static func draw(
    _ words: [String], of names: [String], _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
    let entries = try names.map { (name: $0, history: try shell.model($0).history) }
    let areLabelSets = names.allSatisfy { shell.workspace.models[$0]?.model?.task == .multilabel }
    let panels = words.map { word in
      panel(
        word, entries,
        label: word == "accuracy" ? EvaluationText.accuracyName(isOfLabelSets: areLabelSets) : word)
    }
    let chart = Figure(
      title: "Training of \(entries.map(\.name).joined(separator: ", "))", xLabel: "epoch", panels: panels)
    let points = panels.flatMap(\.series).reduce(0) { $0 + $1.points.count }
    let rows = shell.configuration.rows - 2
    return try shell.drawn(
      chart, command, fields: [.init("points", .integer(points))],
      rows: panels.count > 1 ? max(24, min(rows, 40)) : max(14, min(rows, 24)))
  }

  private static func panel(
    _ what: String, _ entries: [(name: String, history: [EpochRecord])], label: String
  ) -> Figure.Panel {
    var series: [Figure.Series] = []
    for (hue, entry) in entries.enumerated() {
      let training = entry.history.map {
        Figure.Series.Point(Double($0.epoch), what == "loss" ? $0.loss : $0.accuracy)
      }
      series.append(
        .init(
          "\(entry.name) training", points: training,
          hue: Series.hue(of: hue, isHeldOut: false, among: entries.count)))
      let validation = entry.history.compactMap { epoch in
        (what == "loss" ? epoch.validationLoss : epoch.validationAccuracy).map {
          Figure.Series.Point(Double(epoch.epoch), $0)
        }
      }
      if !validation.isEmpty {
        series.append(
          .init(
            "\(entry.name) validation", points: validation,
            hue: Series.hue(of: hue, isHeldOut: true, among: entries.count),
            isDashed: true))
      }
    }
    return Figure.Panel(yLabel: label, isPercent: what == "accuracy", series: series)
  }
}
