internal import Datasets
internal import Declarations
internal import Evaluation
internal import Models
internal import Plotting
internal import Runtime

/// `plot roc of r`: the true positive rate against the false positive rate.
enum ROCChart: RankingChart {
  static let words = ["roc"]
  static let fields: [CommandDeclaration.ResultField] =
    [.init(field, "under the roc curve, one a result", .list)] + sharedFields
  static let examples = ["plot roc of r"]
  static let note =
    "roc and pr rank each class against all others, and the areas are means over the classes that have "
    + "images."

  static let title = "ROC"
  static let axes = (x: "false positive rate", y: "true positive rate")
  static let chance: [Series.Point]? = [.init(0, 0), .init(1, 1)]
  static let field = "area"
  static let figureTitle = "area under the curve"
  static let abbreviation = "AUC"

  static func figure(_ ranking: Ranking) -> Double { ranking.area }

  static func points(_ ranking: Ranking) -> [Series.Point] {
    ranking.rocCurve.map { Series.Point($0.falsePositiveRate, $0.truePositiveRate) }
  }
}

/// `plot pr of r`: precision against recall.
enum PrecisionRecallChart: RankingChart {
  static let words = ["pr"]
  static let fields: [CommandDeclaration.ResultField] =
    [.init(field, "of the pr curve, one a result", .list)] + sharedFields
  static let examples = ["plot pr of r s"]

  static let title = "Precision and recall"
  static let axes = (x: "recall", y: "precision")
  static let chance: [Series.Point]? = nil
  static let field = "average_precision"
  static let figureTitle = "average precision"
  static let abbreviation = "AP"

  static func figure(_ ranking: Ranking) -> Double { ranking.averagePrecision }

  static func points(_ ranking: Ranking) -> [Series.Point] {
    ranking.precisionRecallCurve.map { Series.Point($0.recall, $0.precision) }
  }
}

/// A chart of how the probability of a class ranks its images before others.
protocol RankingChart: Chart {
  static var title: String { get }
  static var axes: (x: String, y: String) { get }
  /// The curve of a ranking by chance; nil for none.
  static var chance: [Series.Point]? { get }
  /// The field of the figure, its name and its abbreviation.
  static var field: String { get }
  static var figureTitle: String { get }
  static var abbreviation: String { get }
  static func figure(_ ranking: Ranking) -> Double
  static func points(_ ranking: Ranking) -> [Series.Point]
}

/// The ranking of one class against all others, or of all samples and classes at once.
private struct Ranked {
  let label: Int
  let ranking: Ranking
}

extension RankingChart {
  static var subject: String { "results" }

  static var sharedFields: [CommandDeclaration.ResultField] {
    [
      .init(
        "of_classes", "the same for each class, of one result; no number for a class without images", .list),
      .init(
        "pooled",
        "of several results: the area, or the average precision, of all images and classes at once", .list),
    ]
  }

  static func check(
    _ words: [String], of names: [String], _ command: BoundCommand, in known: KnownWorkspace
  ) throws {
    try requireResults(names, CommandFailure.noPredictions, in: known)
  }

  /// One class against all others, for each class that has samples and lacks others.
  private static func rankings(_ evaluation: EvaluationDetails) -> [Ranked] {
    let predictions = evaluation.predictions
    return evaluation.classes.indices.compactMap { label in
      let scores = (0..<predictions.count).map { predictions.probability(of: label, for: $0) }
      let isPositive = (0..<predictions.count).map { predictions.truth.target($0).contains(label) }
      return Ranking(scores: scores, isPositive: isPositive).map { Ranked(label: label, ranking: $0) }
    }
  }

  /// All pairs of a sample and a class at once: does the sample's own class stand before others?
  private static func pooled(_ evaluation: EvaluationDetails) -> Ranking? {
    let predictions = evaluation.predictions
    var isPositive = [Bool](repeating: false, count: predictions.probabilities.count)
    for sample in 0..<predictions.count {
      for label in predictions.truth.target(sample).labels {
        isPositive[sample * predictions.classes + label] = true
      }
    }
    return Ranking(scores: predictions.probabilities, isPositive: isPositive)
  }

  private static func figureName(_ value: Double) -> String {
    "\(abbreviation) \(Spelling.rounded(value, digits: 3))"
  }

  /// Of one result a curve a class, those that do worst; of several one curve each, over all classes.
  static func draw(
    _ words: [String], of names: [String], _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
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
    if let chance { series.append(Series("chance", points: chance, hue: 6, isDashed: true)) }
    let plot = Figure(
      title: "\(title) of \(names.joined(separator: ", ")), "
        + (names.count > 1
          ? "all classes at once"
          : left == 0
            ? "each class against all others"
            : "the \(Self.mostCurves) weakest of \(left + Self.mostCurves) classes, each against all others"),
      xLabel: axes.x, yLabel: axes.y,
      isXWhole: false, series: series)
    let fields = fields(
      points: series.reduce(0) { $0 + $1.points.count }, means, ofClasses: ofClasses, pooled: pooledFigures)
    var result = try shell.drawn(plot, command, fields: fields, rows: 24)
    for (index, value) in means.enumerated() where !value.isNaN {
      result.display? += "\n\(names[index]): \(figureTitle), mean over classes: \(Spelling.rounded(value))"
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
  private static func fields(points: Int, _ means: [Double], ofClasses: [Double?], pooled: [Double])
    -> [ResultRecord.Field]
  {
    [
      .init("points", .integer(points)),
      .init(field, .list(means.map { .number($0) })),
      means.count == 1
        ? .init("of_classes", .list(ofClasses.map { .number($0 ?? .nan) }))
        : .init("pooled", .list(pooled.map { .number($0) })),
    ]
  }

  private static var mostCurves: Int { 6 }
}
