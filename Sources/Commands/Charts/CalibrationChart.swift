internal import Evaluation
internal import Plotting
internal import Runtime

/// `plot calibration of r`: the probability of the answers against how often they are right.
enum CalibrationChart: Chart {
  static let words = ["calibration"]
  static let subject = "results"
  static let fields: [CommandDeclaration.ResultField] = [
    .init("calibration_error", "expected calibration error, one a result", .list)
  ]
  static let examples = ["plot calibration of r"]
  static let note =
    "calibration plots the probability of the answer against the fraction of correct answers, in 15 bins."

  static func check(
    _ words: [String], of names: [String], _ command: BoundCommand, in known: KnownWorkspace
  ) throws {
    try requireResults(
      names, CommandFailure.noPredictions, oneClassFor: "a calibration", in: known)
  }

  static func draw(
    _ words: [String], of names: [String], _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
    var series: [Series] = []
    var errors: [Double] = []
    var lines: [String] = []
    for name in names {
      let evaluation = try shell.evaluation(of: name, argument: "of")
      let calibration = try Calibration(evaluation.predictions)
      let points = calibration.bins.filter { $0.count > 0 }.map { Series.Point($0.confidence, $0.accuracy) }
      errors.append(calibration.expectedError)
      series.append(
        Series("\(name): \(evaluation.model)", points: points, hue: series.count, showsPoints: true))
      lines.append(
        "\(name): expected calibration error \(Spelling.percent(calibration.expectedError)), largest "
          + "\(Spelling.percent(calibration.largestError)), Brier score "
          + "\(Spelling.rounded(calibration.brier))"
      )
    }
    series.append(Series("as it should be", points: [.init(0, 0), .init(1, 1)], hue: 6, isDashed: true))
    let plot = Figure(
      title: "Calibration of \(names.joined(separator: ", "))", xLabel: "probability of the answer",
      yLabel: "share that is right", isXWhole: false, isPercent: true, series: series)
    var result = try shell.drawn(
      plot, command,
      fields: [
        .init("points", .integer(series.reduce(0) { $0 + $1.points.count })),
        .init("calibration_error", .list(errors.map { .number($0) })),
      ], rows: 24)
    result.display? += "\n" + lines.joined(separator: "\n")
    return result
  }
}
