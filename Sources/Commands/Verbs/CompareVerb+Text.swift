internal import Declarations
internal import Evaluation
internal import Models
internal import Runtime

/// What `compare` shows.
extension CompareVerb {
  static func figures(_ models: [ComparedModel]) -> String {
    var rows = [["model", "accuracy", "95% interval", "macro F1", "loss"]]
    for model in models {
      rows.append([
        EvaluationText.short(model.name, 30), EvaluationText.percent(model.classification.accuracy),
        "\(EvaluationText.percent(model.interval.lower)) to "
          + "\(EvaluationText.percent(model.interval.upper))",
        EvaluationText.percent(model.classification.macro.f1), EvaluationText.loss(model.contender.loss),
      ])
    }
    return Table.text(rows, rightAligned: [1, 2, 3, 4])
  }

  static func costs(_ contenders: [Contender]) -> String {
    var rows = [["model", "size", "training", "images/s"]]
    for contender in contenders {
      rows.append([
        EvaluationText.short(contender.name, 30), sizeText(contender.size),
        contender.trainingSeconds.map(TimeText.seconds) ?? "not here",
        Spelling.count(Double(contender.count) / max(contender.evaluation.seconds, 1e-9)),
      ])
    }
    return Table.text(rows, rightAligned: [1, 2, 3])
  }

  static func sizeText(_ size: ResultRecord.Field?) -> String {
    guard case .integer(let count)? = size?.value else { return "" }
    return "\(Spelling.count(count)) \(size?.name == "support_vectors" ? "support vectors" : "parameters")"
  }

  static func table(_ pairs: [Pair]) -> String {
    let isAdjusted = pairs.count > 1
    // The adjusted p-value takes the place of the one by chi-square, which the fields keep.
    var rows = [["McNemar", "1st only", "2nd only", "p exact", "chi²", isAdjusted ? "p Holm" : "p chi²"]]
    for pair in pairs {
      rows.append([
        title(pair), Spelling.count(pair.test.onlyFirst), Spelling.count(pair.test.onlySecond),
        probability(pair.test.exact),
        Spelling.rounded(pair.test.statistic, digits: 2),
        probability(isAdjusted ? pair.adjusted : pair.test.corrected),
      ])
    }
    return Table.text(rows, rightAligned: [1, 2, 3, 4, 5])
  }

  /// A p-value for reading. Below what a sum of doubles tells from 0 only that is said: no such value is 0,
  /// though its number may underflow. The fields keep all digits.
  static func probability(_ value: Double) -> String {
    value < leastProbability ? "< 1e-16" : Spelling.rounded(value)
  }

  private static let leastProbability = 1e-16

  static func title(_ pair: Pair) -> String {
    EvaluationText.short("\(pair.first) and \(pair.second)", 31)
  }

  /// - Parameter what: Where the models differ or don't, such as ` in macro AP`.
  static func verdict(_ pair: Pair, in what: String = "") -> String {
    verdict(pair, firstIsBetter: pair.test.onlyFirst >= pair.test.onlySecond, p: pair.adjusted, in: what)
  }

  static func verdict(_ pair: Pair, firstIsBetter: Bool, p: Double, in what: String) -> String {
    let (better, worse) = firstIsBetter ? (pair.first, pair.second) : (pair.second, pair.first)
    let shown = probability(p)
    let value = shown.hasPrefix("<") ? "p \(shown)" : "p = \(shown)"
    return p < 0.05
      ? "  \(better) is better than \(worse)\(what), by more than chance may do (\(value), below 0.05)"
      : "  \(pair.first) and \(pair.second) don't differ\(what) by more than chance may do (\(value))"
  }
}
