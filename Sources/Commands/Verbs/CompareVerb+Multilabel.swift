internal import Datasets
internal import Declarations
internal import Evaluation
internal import Models
internal import Runtime

/// Models of label sets: McNemar's test of the images with all labels right, and the difference in macro AP.
extension CompareVerb {
  /// The fields of two models of label sets that those of one class don't have.
  static let pairFields: Set<String> = ["difference", "interval", "p_difference"]

  /// A model of label sets and how it did.
  private struct ComparedSets {
    let contender: Contender
    let figures: MultilabelFigures

    init(_ contender: Contender) throws {
      self.contender = contender
      figures = try MultilabelFigures(contender.evaluation)
    }

    /// Of the images with all labels right.
    var interval: WilsonInterval {
      WilsonInterval(of: figures.report.exactMatches, among: figures.report.count)
    }
  }

  /// Two models and how their macro AP differs.
  private struct SetPair {
    let pair: Pair
    let difference: MacroPrecisionBootstrap.Difference
    /// The p-value of the difference, adjusted for the number of pairs.
    let adjusted: Double
  }

  static func multilabel(
    _ contenders: [Contender], _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
    let (dataName, part) = Shell.parts(of: contenders[0].evaluation.place, default: .test)
    let models = try contenders.map { contender in
      var contender = contender
      contender.evaluation.thresholds = try Thresholds.values(
        command, of: contender.name, classes: contender.evaluation.classes.count, on: dataName, in: shell)
      return try ComparedSets(contender)
    }
    let truth = models[0].figures.ranking.truth
    let pairs = try pairs(models, name: \.contender.name) {
      try McNemar(truth: truth, first: $0.figures.predicted, second: $1.figures.predicted)
    }
    let bootstrap = try MacroPrecisionBootstrap(
      models.map(\.figures.ranking), seed: shell.workspace.settings.seed, shouldStop: shell.interruption)
    guard let bootstrap else {
      throw CommandFailure("stopped by Ctrl-C before the models were compared.")
    }
    var result = result(models, pairs, differences(pairs, models.count, bootstrap))
    result.tell([
      Thresholds.undecided(command, on: dataName, in: shell), Thresholds.chosenOnTheSame(command, part),
    ])
    return result
  }

  /// Empty where no image shows any class: then there is no macro AP.
  private static func differences(
    _ pairs: [Pair], _ count: Int, _ bootstrap: MacroPrecisionBootstrap
  ) -> [SetPair] {
    let found = (0..<count).flatMap { first in
      (first + 1..<count).compactMap { bootstrap.difference(of: first, and: $0) }
    }
    guard found.count == pairs.count else { return [] }
    return zip(zip(pairs, found), Holm.adjusted(found.map(\.p))).map {
      SetPair(pair: $0.0, difference: $0.1, adjusted: $1)
    }
  }

  // MARK: Result

  private static func result(
    _ models: [ComparedSets], _ pairs: [Pair], _ differences: [SetPair]
  ) -> ResultRecord {
    var best = models[0]
    for other in models {
      guard let own = other.figures.ranking.macroAveragePrecision,
        let highest = best.figures.ranking.macroAveragePrecision, own > highest
      else { continue }
      best = other
    }
    var fields: [ResultRecord.Field] = [
      .init("count", .integer(best.contender.count)), .init("best", .text(best.contender.name)),
    ]
    if let value = best.figures.ranking.macroAveragePrecision {
      fields.append(.init("macro_ap", .number(value)))
    }
    if pairs.count == 1 {
      fields.append(.init("p", .number(pairs[0].test.exact)))
      if let difference = differences.first?.difference {
        fields += [
          .init("difference", .number(difference.value)),
          .init("interval", .list([.number(difference.lower), .number(difference.upper)])),
          .init("p_difference", .number(difference.p)),
        ]
      }
    }
    let isAdjusted = pairs.count > 1
    let rows = pairs.enumerated().map { index, pair in
      row(pair, isAdjusted: isAdjusted)
        + (differences.isEmpty ? [] : row(differences[index], isAdjusted: isAdjusted))
    }
    fields += [.init("models", .rows(models.map(row))), .init("pairs", .rows(rows))]
    let tests = [table(pairs)] + (differences.isEmpty ? [] : [table(differences)])
    let verdicts = pairs.map { verdict($0, in: " in images with all labels right") }
    return result(
      models.map(\.contender), fields, figures: figures(models), tests + verdicts + differences.map(verdict))
  }

  private static func row(_ model: ComparedSets) -> [ResultRecord.Field] {
    let (report, ranking) = (model.figures.report, model.figures.ranking)
    let precision: [ResultRecord.Field] =
      ranking.macroAveragePrecision.map { [.init("macro_ap", .number($0))] } ?? []
    return [
      .init("model", .text(model.contender.name)), .init("subset_accuracy", .number(report.subsetAccuracy)),
      .init("lower", .number(model.interval.lower)), .init("upper", .number(model.interval.upper)),
    ] + precision + [
      .init("micro_f1", .number(report.micro.f1)), .init("hamming", .number(report.hammingLoss)),
    ] + row(model.contender)
  }

  private static func row(_ pair: SetPair, isAdjusted: Bool) -> [ResultRecord.Field] {
    [
      .init("difference", .number(pair.difference.value)), .init("lower", .number(pair.difference.lower)),
      .init("upper", .number(pair.difference.upper)), .init("p_difference", .number(pair.difference.p)),
    ] + (isAdjusted ? [.init("p_difference_adjusted", .number(pair.adjusted))] : [])
  }

  // MARK: Text

  private static func figures(_ models: [ComparedSets]) -> String {
    let names = EvaluationText.short(models.map(\.contender.name), 24)
    var rows = [
      [
        "model", EvaluationText.accuracyName(isOfLabelSets: true), "macro AP", "micro F1", "Hamming loss",
        "loss",
      ]
    ]
    for (name, model) in zip(names, models) {
      let report = model.figures.report
      rows.append([
        name, EvaluationText.percent(report.subsetAccuracy),
        MultilabelFigures.percent(model.figures.ranking.macroAveragePrecision),
        EvaluationText.percent(report.micro.f1), EvaluationText.percent(report.hammingLoss),
        EvaluationText.loss(model.contender.loss),
      ])
    }
    return Table.text(rows, rightAligned: [1, 2, 3, 4, 5])
  }

  private static func table(_ pairs: [SetPair]) -> String {
    var rows = [["macro AP", "difference", "95% interval", pairs.count > 1 ? "p Holm" : "p"]]
    for pair in pairs {
      rows.append([
        title(pair.pair), signed(pair.difference.value),
        "\(signed(pair.difference.lower)) to \(signed(pair.difference.upper))",
        Spelling.rounded(pair.adjusted),
      ])
    }
    return Table.text(rows, rightAligned: [1, 2, 3])
  }

  /// `+3.21%`; without a sign where nothing is left of it.
  private static func signed(_ share: Double) -> String {
    let text = EvaluationText.percent(abs(share))
    return text == "0.00%" ? text : (share < 0 ? "-" : "+") + text
  }

  private static func verdict(_ pair: SetPair) -> String {
    verdict(pair.pair, firstIsBetter: pair.difference.value >= 0, p: pair.adjusted, in: " in macro AP")
  }
}
