internal import Declarations
internal import Evaluation
internal import Models
internal import Plotting
internal import Runtime

/// What `plot` draws of results. A new kind is a case here and a function in the extension for it.
enum ResultPlot: String, CaseIterable {
  case confusion
  case roc
  case pr
  case calibration

  func check(_ names: [String], in known: KnownWorkspace) throws {
    guard !names.isEmpty else {
      throw CommandFailure(
        "'plot \(rawValue)' needs a result.",
        hint: "Keep one: let r = evaluate MODEL on DATA.test; plot \(rawValue) of r")
    }
    for name in names where known.models[name] != nil {
      throw CommandFailure(
        "'\(name)' is a model, and '\(rawValue)' belongs to a result.",
        hint: "Keep one: let r = evaluate \(name); plot \(rawValue) of r", argument: "what")
    }
    if self == .confusion, names.count > 1 {
      throw CommandFailure(
        "a confusion matrix shows one result, and \(names.count) are given.",
        hint: "Draw them one by one: plot confusion of \(names[0])", argument: "of")
    }
    let failure = self == .confusion ? CommandFailure.noConfusion : CommandFailure.noPredictions
    for name in names { try known.requirePredictions(of: name, failure, "of") }
  }

  func draw(_ names: [String], _ command: BoundCommand, _ shell: Shell) throws -> ResultRecord {
    switch self {
    case .confusion: return try Self.confusion(names, command, shell)
    case .roc, .pr: return try curves(names, command, shell)
    case .calibration: return try Self.calibration(names, command, shell)
    }
  }

  // MARK: Confusion

  private static func confusion(_ names: [String], _ command: BoundCommand, _ shell: Shell) throws
    -> ResultRecord
  {
    let named = try shell.confusion(of: names[0], argument: "of")
    let normalization = Confusion.Normalization(rawValue: command.arguments.text("normalize")) ?? .none
    var title = "Confusion of \(names[0])"
    if case .text(let model)? = try shell.result(names[0], argument: "of")["model"]?.value {
      title = "Confusion of \(model)"
    }
    if let evaluation = EvaluationDetails(of: try shell.result(names[0], argument: "of")) {
      title = "Confusion of \(evaluation.model) on \(evaluation.place)"
    }
    let plot = ConfusionMatrix(
      title: title, classes: named.classes, counts: named.confusion.counts, cells: .init(normalization))
    return try shell.drawn(plot, command, fields: [.init("points", .integer(named.confusion.total))])
  }

  // MARK: ROC and precision-recall

  /// The ranking of one class against all others, or of all samples and classes at once.
  private struct Ranked {
    let label: Int
    let ranking: Ranking
  }

  /// One class against all others, for each class that has samples and lacks others.
  private static func rankings(_ evaluation: EvaluationDetails) -> [Ranked] {
    let predictions = evaluation.predictions
    return evaluation.classes.indices.compactMap { label in
      let scores = (0..<predictions.count).map { predictions.probabilities[$0 * predictions.classes + label] }
      return Ranking(scores: scores, isPositive: predictions.labels.map { $0 == label }).map {
        Ranked(label: label, ranking: $0)
      }
    }
  }

  /// All pairs of a sample and a class at once: does the sample's own class stand before others?
  private static func pooled(_ evaluation: EvaluationDetails) -> Ranking? {
    let predictions = evaluation.predictions
    var isPositive = [Bool](repeating: false, count: predictions.probabilities.count)
    for (sample, label) in predictions.labels.enumerated() {
      isPositive[sample * predictions.classes + label] = true
    }
    return Ranking(scores: predictions.probabilities, isPositive: isPositive)
  }

  private func figure(_ ranking: Ranking) -> Double { self == .roc ? ranking.area : ranking.averagePrecision }

  private func figureName(_ value: Double) -> String {
    "\(self == .roc ? "AUC" : "AP") \(Spelling.rounded(value, digits: 3))"
  }

  private func points(_ ranking: Ranking) -> [Series.Point] {
    self == .roc
      ? ranking.rocCurve.map { Series.Point($0.falsePositiveRate, $0.truePositiveRate) }
      : ranking.precisionRecallCurve.map { Series.Point($0.recall, $0.precision) }
  }

  /// Of one result a curve a class, those that do worst; of several one curve each, over all classes.
  private func curves(_ names: [String], _ command: BoundCommand, _ shell: Shell) throws -> ResultRecord {
    var means: [Double] = []
    var pooledFigures: [Double] = []
    var ofClasses: [Double?] = []
    var series: [Series] = []
    var left = 0
    var unranked: [String] = []
    for name in names {
      let evaluation = try shell.evaluation(of: name, argument: "of")
      let rankings = Self.rankings(evaluation)
      guard !rankings.isEmpty, let pooled = Self.pooled(evaluation) else {
        // No reason to end a script: an entry without a number keeps the places of the others.
        means.append(.nan)
        if names.count > 1 {
          pooledFigures.append(.nan)
        } else {
          ofClasses = evaluation.classes.map { _ in nil }
        }
        unranked.append("'\(name)' has images of one class only: there is nothing to rank.")
        continue
      }
      let figures = rankings.map { figure($0.ranking) }
      means.append(figures.reduce(0, +) / Double(figures.count))
      if names.count == 1 {
        // An entry for each class, so that places are those of the classes: those without images have none.
        ofClasses = evaluation.classes.map { _ in nil }
        for (ranked, figure) in zip(rankings, figures) { ofClasses[ranked.label] = figure }
        let names = EvaluationText.short(evaluation.classes, 20)
        let weakest = figures.indices.sorted { (figures[$0], $0) < (figures[$1], $1) }.prefix(Self.mostCurves)
        left = figures.count - weakest.count
        for (hue, index) in weakest.enumerated() {
          let label = "\(names[rankings[index].label]), \(figureName(figures[index]))"
          series.append(Series(label, points: points(rankings[index].ranking), hue: hue))
        }
      } else {
        pooledFigures.append(figure(pooled))
        let label = "\(name): \(evaluation.model), pooled \(figureName(figure(pooled)))"
        series.append(Series(label, points: points(pooled), hue: series.count))
      }
    }
    guard unranked.count < names.count else {
      let picture = command.arguments.optionalText("file").map { "\n'\($0)' isn't drawn" } ?? ""
      return ResultRecord(
        fields(points: 0, means, ofClasses: ofClasses, pooled: pooledFigures),
        display: unranked.joined(separator: "\n") + picture)
    }
    if self == .roc {
      series.append(Series("chance", points: [.init(0, 0), .init(1, 1)], hue: 6, isDashed: true))
    }
    let title = self == .roc ? "ROC" : "Precision and recall"
    let plot = Figure(
      title: "\(title) of \(names.joined(separator: ", ")), "
        + (names.count > 1
          ? "all classes at once"
          : left == 0
            ? "each class against all others"
            : "the \(Self.mostCurves) weakest of \(left + Self.mostCurves) classes, each against all others"),
      xLabel: self == .roc ? "false positive rate" : "recall",
      yLabel: self == .roc ? "true positive rate" : "precision",
      isXWhole: false, series: series)
    let fields = fields(
      points: series.reduce(0) { $0 + $1.points.count }, means, ofClasses: ofClasses, pooled: pooledFigures)
    var result = try shell.drawn(plot, command, fields: fields, rows: 24)
    let mean = self == .roc ? "area under the curve" : "average precision"
    for (index, value) in means.enumerated() where !value.isNaN {
      result.display? += "\n\(names[index]): \(mean), mean over classes: \(Spelling.rounded(value))"
      if names.count > 1 {
        result.display? += "; pooled, as drawn: \(Spelling.rounded(pooledFigures[index]))"
      }
    }
    if !unranked.isEmpty { result.display? += "\n" + unranked.joined(separator: "\n") }
    if left > 0 {
      result.display? += "\n\(left) better \(left == 1 ? "class isn't" : "classes aren't") drawn"
    }
    return result
  }

  /// - Parameters:
  ///   - means: One a result; no number for one of whose images all are of one class.
  ///   - ofClasses: Of a single result.
  ///   - pooled: Of several.
  private func fields(points: Int, _ means: [Double], ofClasses: [Double?], pooled: [Double])
    -> [ResultRecord.Field]
  {
    [
      .init("points", .integer(points)),
      .init(self == .roc ? "area" : "average_precision", .list(means.map { .number($0) })),
      means.count == 1
        ? .init("of_classes", .list(ofClasses.map { .number($0 ?? .nan) }))
        : .init("pooled", .list(pooled.map { .number($0) })),
    ]
  }

  private static let mostCurves = 6

  // MARK: Calibration

  private static func calibration(_ names: [String], _ command: BoundCommand, _ shell: Shell) throws
    -> ResultRecord
  {
    var series: [Series] = []
    var errors: [Double] = []
    var lines: [String] = []
    for name in names {
      let evaluation = try shell.evaluation(of: name, argument: "of")
      let calibration = Calibration(evaluation.predictions)
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

extension ConfusionMatrix.Cells {
  fileprivate init(_ normalization: Confusion.Normalization) {
    self =
      switch normalization {
      case .none: .counts
      case .truth: .sharesOfTruth
      case .prediction: .sharesOfPrediction
      case .all: .sharesOfAll
      }
  }
}
