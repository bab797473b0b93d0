internal import Declarations
internal import Evaluation
internal import Models
internal import Plotting
internal import Runtime

/// `plot loss accuracy of small [to FILE]`, `plot confusion of r [to FILE]`.
enum PlotVerb: Verb {
  /// What can be drawn of a model's training.
  private static let curves = ["loss", "accuracy"]
  /// What can be drawn of a support vector machine.
  private static let margins = "margins"

  static let declaration = CommandDeclaration(
    verb: "plot",
    summary: "Plot training curves of models, or results, in the terminal or to a file.",
    parameters: [
      Parameter(
        "what",
        .either([
          .choice(curves + [margins] + ResultPlot.allCases.map(\.rawValue)), .name(.model), .name(.result),
        ]),
        .variadic,
        required: true,
        summary:
          "loss, accuracy or both of models; confusion, roc, pr or calibration of a result; margins of an svm"
      ),
      Parameter(
        "of", .either([.name(.model), .name(.result)]), .variadicPreposition("of"),
        summary: "the models, or the results"),
      Parameter(
        "data", .name(.dataPart), .preposition("on"),
        summary: "of margins: the images; default the training part"),
      .option(
        "normalize", .choice(Confusion.Normalization.allCases.map(\.rawValue)), default: .text("none"),
        "confusion in counts, or as shares of the truth, the prediction or all"),
      Parameter(
        "file", .path, .preposition("to"), files: PictureFormat.files,
        summary: "a .png, .svg or .pdf file instead of the terminal"),
      Overwriting.parameter,
    ],
    resultFields: [
      .init("points", "points drawn", .number), .init("area", "under the roc curve, one a result", .list),
      .init("average_precision", "of the pr curve, one a result", .list),
      .init(
        "of_classes", "the same for each class, of one result; no number for a class without images", .list),
      .init(
        "pooled",
        "of several results: the area, or the average precision, of all images and classes at "
          + "once", .list),
      .init("wrong", "of margins: images on the wrong side of some machine"),
      .init("inside", "of margins: images on the right side, but within the margin of some machine"),
      .init("beyond", "of margins: images on or beyond all margins"),
      .init("calibration_error", "expected calibration error, one a result", .list),
      .init("file", "where the picture is, if it went to a file", .text),
    ],
    examples: [
      "plot loss accuracy of small", "plot accuracy of small large to \"curve.png\"", "plot small loss",
      "plot confusion of r to \"confusion.svg\"", "plot confusion of r normalize=truth", "plot roc of r",
      "plot margins of shape on fashion.test",
    ],
    notes: [
      "A result is what 'let r = evaluate …' or 'let r = crossvalidate …' kept. roc and pr hold each class "
        + "against all others, and the areas are means over the classes that have images; calibration holds "
        + "the probability of the answer against how often it is right, in 15 bins. margins is a histogram "
        + "of support vector machines: of each image the least value of its own class against the others (or "
        + "against the rest); from 1 on it is beyond the margin, below 0 on the wrong side."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    let arguments = command.arguments
    try known.requirePicture(command)
    guard arguments.isKnown("what"), arguments.isKnown("of") else { return }
    let (wanted, names) = (wanted(arguments), names(arguments))
    let ofResults = wanted.compactMap(ResultPlot.init)
    if arguments.given.contains("data"), !wanted.contains(margins) {
      throw CommandFailure(
        "'on' belongs to 'plot margins'; results have their images.",
        hint: "For example: plot margins of MODEL on DATA.test",
        argument: "data")
    }
    if wanted == [margins] { return try SupportVectorPictures.checkMargins(names, command, known) }
    if arguments.given.contains("normalize"), !ofResults.contains(.confusion) {
      throw CommandFailure("'normalize' belongs to 'plot confusion'.", argument: "normalize")
    }
    guard ofResults.isEmpty, !wanted.contains(margins) else {
      guard ofResults.count == wanted.count, ofResults.count == 1 else {
        throw CommandFailure(
          "'\(wanted.joined(separator: " "))' don't go into one picture.",
          hint: "Draw them one by one: plot \(wanted[0]) of \(names.first ?? "r")", argument: "what")
      }
      return try ofResults[0].check(names, in: known)
    }
    try checkCurves(wanted.isEmpty ? curves : wanted, of: names, in: known)
  }

  private static func checkCurves(_ curves: [String], of names: [String], in known: KnownWorkspace) throws {
    guard !names.isEmpty else {
      throw CommandFailure(
        "'plot' needs a model.", hint: "For example: plot \(curves.joined(separator: " ")) of MODEL")
    }
    for name in names {
      guard let model = known.models[name] else {
        throw CommandFailure(
          "'\(name)' is a result; "
            + "\(curves.joined(separator: " and ")) \(curves.count == 1 ? "belongs" : "belong") to models.",
          hint: "For example: plot confusion of \(name)", argument: "what")
      }
      if let family = model.family, !family.hasEpochs, model.hasCurve != true {
        throw CommandFailure(
          "'\(name)' has no curve: it is fitted as a whole, without epochs.",
          hint: "Look at its answers: let r = evaluate \(name); plot confusion of r", argument: "what")
      }
      if model.hasCurve == false {
        throw CommandFailure(
          "'\(name)' has no curve: it wasn't trained here.", hint: "Train it: train \(name) on DATA")
      }
    }
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) { known.noteFile(of: command) }

  private static let charts = curves + [margins] + ResultPlot.allCases.map(\.rawValue)

  /// What is to be drawn, each once.
  private static func wanted(_ arguments: Arguments) -> [String] {
    var wanted: [String] = []
    for word in arguments.texts("what") where charts.contains(word) && !wanted.contains(word) {
      wanted.append(word)
    }
    return wanted
  }

  /// Of what it is drawn.
  private static func names(_ arguments: Arguments) -> [String] {
    var names: [String] = []
    for name in arguments.texts("what").filter({ !charts.contains($0) }) + arguments.texts("of")
    where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let (wanted, names) = (wanted(command.arguments), names(command.arguments))
    if wanted == [margins] { return try SupportVectorPictures.margins(of: names[0], command, shell) }
    if let plot = wanted.compactMap(ResultPlot.init).first { return try plot.draw(names, command, shell) }
    return try drawCurves(wanted.isEmpty ? curves : wanted, of: names, command, shell)
  }

  private static func drawCurves(
    _ curves: [String], of names: [String], _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
    let entries = try names.map { (name: $0, history: try shell.model($0).history) }
    let panels = curves.map { panel($0, entries) }
    let chart = Figure(
      title: "Training of \(entries.map(\.name).joined(separator: ", "))", xLabel: "epoch", panels: panels)
    let points = panels.flatMap(\.series).reduce(0) { $0 + $1.points.count }
    let rows = shell.configuration.rows - 2
    return try shell.drawn(
      chart, command, fields: [.init("points", .integer(points))],
      rows: panels.count > 1 ? max(24, min(rows, 40)) : max(14, min(rows, 24)))
  }

  private static func panel(_ what: String, _ entries: [(name: String, history: [EpochRecord])])
    -> Figure.Panel
  {
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
    return Figure.Panel(yLabel: what, isPercent: what == "accuracy", series: series)
  }
}
