internal import Declarations
internal import Models
internal import Plotting
internal import Runtime

/// `plot loss accuracy of small [to FILE]`.
enum PlotVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "plot", summary: "draw training curves, in the terminal or into a file",
    parameters: [
      Parameter(
        "what", .either([.choice(["loss", "accuracy"]), .name(.model)]), .variadic, required: true,
        summary: "loss, accuracy or both; a model may stand here too"),
      Parameter("models", .name(.model), .variadicPreposition("of"), summary: "the models"),
      Parameter("file", .path, .preposition("to"), summary: "a .png, .svg or .pdf file instead of the terminal"),
    ],
    resultFields: [.init("points", "points drawn"), .init("file", "where the picture is, if it went to a file")],
    examples: ["plot loss accuracy of small", "plot accuracy of small large to \"curve.png\"", "plot small loss"])

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let words = command.arguments.texts("what")
    var curves = words.filter { $0 == "loss" || $0 == "accuracy" }
    let models = words.filter { $0 != "loss" && $0 != "accuracy" } + command.arguments.texts("models")
    guard !models.isEmpty else {
      throw CommandFailure("'plot' needs a model.", hint: "For example: plot \(curves.joined(separator: " ")) of MODEL")
    }
    if curves.isEmpty { curves = ["loss", "accuracy"] }
    var entries: [(name: String, history: [EpochRecord])] = []
    for name in models where !entries.contains(where: { $0.name == name }) {
      let history = try shell.model(name).history
      guard !history.isEmpty else {
        throw CommandFailure("'\(name)' has no curve: it wasn't trained here.", hint: "Train it: train \(name) on DATA")
      }
      entries.append((name, history))
    }
    let panels = curves.map { panel($0, entries) }
    let chart = Chart(title: "Training of \(entries.map(\.name).joined(separator: ", "))", xLabel: "epoch", panels: panels)
    let points = panels.flatMap(\.series).reduce(0) { $0 + $1.points.count }
    do throws(PlotError) {
      if let path = command.arguments.optionalText("file") {
        try chart.draw(to: path)
        return ResultRecord(
          [.init("points", .integer(points)), .init("file", .text(path))], display: "drawn to \(path)")
      }
      return ResultRecord([.init("points", .integer(points))], display: try picture(chart, shell))
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: "file")
    }
  }

  private static func picture(_ chart: Chart, _ shell: Shell) throws(PlotError) -> String {
    let configuration = shell.configuration
    let style: TerminalStyle =
      switch shell.workspace.settings.plot {
      case .automatic: configuration.usesUnicode ? .blocks : .ascii
      case .block: .blocks
      case .ascii: .ascii
      }
    let rows = chart.panels.count > 1 ? max(24, min(configuration.rows - 2, 40)) : max(14, min(configuration.rows - 2, 24))
    return try chart.terminalPicture(
      columns: min(configuration.columns, 120), rows: rows, style: style, colour: configuration.usesColour)
  }

  private static func panel(_ what: String, _ entries: [(name: String, history: [EpochRecord])]) -> Chart.Panel {
    var series: [Chart.Series] = []
    for (hue, entry) in entries.enumerated() {
      let training = entry.history.map { Chart.Series.Point(Double($0.epoch), what == "loss" ? $0.loss : $0.accuracy) }
      series.append(.init("\(entry.name) training", points: training, hue: hue))
      let validation = entry.history.compactMap { epoch in
        (what == "loss" ? epoch.validationLoss : epoch.validationAccuracy).map { Chart.Series.Point(Double(epoch.epoch), $0) }
      }
      if !validation.isEmpty {
        series.append(.init("\(entry.name) validation", points: validation, hue: hue, isDashed: true))
      }
    }
    return Chart.Panel(yLabel: what, isPercent: what == "accuracy", series: series)
  }
}
