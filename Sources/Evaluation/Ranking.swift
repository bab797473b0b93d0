internal import Models

/// Ranking of samples by a score, one class against the rest: the basis of ROC and precision-recall curves.
///
/// Samples of equal score share a threshold, so the order of ties has no effect. The definitions are those of
/// scikit-learn (`roc_curve`, `precision_recall_curve`, `average_precision_score`).
///
/// ```swift
/// let ranking = Ranking(scores: [0.1, 0.4, 0.35, 0.8], isPositive: [false, false, true, true])!
/// ranking.area               // 0.75
/// ranking.averagePrecision   // 0.8333…
/// ```
public struct Ranking: Sendable, Hashable {
  /// The counts at a threshold.
  public struct Step: Sendable, Hashable {
    /// Samples with at least this score are predicted positive.
    public let threshold: Float
    /// Positive samples at or above the threshold.
    public let truePositives: Int
    /// Negative samples at or above the threshold.
    public let falsePositives: Int
  }

  /// One step per distinct score, from highest to lowest.
  public let steps: [Step]
  /// The number of positive samples.
  public let positives: Int
  /// The number of negative samples.
  public let negatives: Int

  /// Ranks samples by score; nil when one class has no sample, a score is NaN, or there aren't as many scores
  /// as classes.
  ///
  /// - Complexity: O(n log n).
  public init?(scores: [Float], isPositive: [Bool]) {
    guard scores.count == isPositive.count else { return nil }
    let positives = isPositive.count { $0 }
    guard positives > 0, positives < isPositive.count, scores.allSatisfy({ !$0.isNaN }) else { return nil }
    self.positives = positives
    negatives = isPositive.count - positives
    steps = Self.steps(scores: scores, isPositive: isPositive)
  }

  /// One step per distinct score, from highest to lowest, also where one class has no sample.
  ///
  /// - Precondition: As many scores as classes, and none is NaN.
  /// - Complexity: O(n log n).
  static func steps(scores: [Float], isPositive: [Bool]) -> [Step] {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var steps: [Step] = []
    var (right, wrong) = (0, 0)
    for (place, index) in order.enumerated() {
      if isPositive[index] { right += 1 } else { wrong += 1 }
      if place + 1 == order.count || scores[order[place + 1]] != scores[index] {
        steps.append(Step(threshold: scores[index], truePositives: right, falsePositives: wrong))
      }
    }
    return steps
  }

  /// The area under the ROC curve (AUC) by the trapezoidal rule: the probability that a positive sample ranks
  /// above a negative one, ties counted half.
  public var area: Double {
    // Twice the number of pairs in order, in whole numbers.
    var pairs = 0.0
    var last = (right: 0, wrong: 0)
    for step in steps {
      pairs += Double(step.falsePositives - last.wrong) * Double(step.truePositives + last.right)
      last = (step.truePositives, step.falsePositives)
    }
    return pairs / (2 * Double(positives) * Double(negatives))
  }

  /// Average precision, Σ (Rₙ − Rₙ₋₁) Pₙ, without interpolation.
  public var averagePrecision: Double {
    var precision = AveragePrecision(positives: positives)
    for step in steps {
      precision.add(truePositives: step.truePositives, falsePositives: step.falsePositives)
    }
    return precision.value
  }

  /// False and true positive rates, from (0, 0) to (1, 1).
  public var rocCurve: [(falsePositiveRate: Double, truePositiveRate: Double)] {
    [(0, 0)]
      + steps.map {
        (Double($0.falsePositives) / Double(negatives), Double($0.truePositives) / Double(positives))
      }
  }

  /// Recall and precision, from recall 0 with precision 1 to recall 1.
  public var precisionRecallCurve: [(recall: Double, precision: Double)] {
    [(0, 1)] + steps.map { (Double($0.truePositives) / Double(positives), Self.precision($0)) }
  }

  private static func precision(_ step: Step) -> Double {
    Double(step.truePositives) / Double(step.truePositives + step.falsePositives)
  }
}
