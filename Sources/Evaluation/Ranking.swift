/// How well a score puts the samples of one class before all others: what ROC and precision-recall curves are
/// drawn from.
///
/// Samples of equal score stand together: a threshold takes all of them or none, so ties give no advantage to
/// any order. The definitions are those of scikit-learn (`roc_curve`, `precision_recall_curve`,
/// `average_precision_score`).
///
/// ```swift
/// let ranking = Ranking(scores: [0.1, 0.4, 0.35, 0.8], isPositive: [false, false, true, true])!
/// ranking.area               // 0.75
/// ranking.averagePrecision   // 0.8333…
/// ```
public struct Ranking: Sendable, Hashable {
  /// What stands at or above a threshold.
  public struct Step: Sendable, Hashable {
    public let threshold: Float
    /// Samples of the class, and others.
    public let truePositives: Int
    public let falsePositives: Int
  }

  /// From the highest score to the lowest, one for each different score.
  public let steps: [Step]
  public let positives: Int
  public let negatives: Int

  /// Nil where one side has no sample, or a score is no number: there is nothing to rank then.
  ///
  /// - Complexity: O(n log n).
  public init?(scores: [Float], isPositive: [Bool]) {
    precondition(scores.count == isPositive.count)
    let positives = isPositive.count { $0 }
    guard positives > 0, positives < isPositive.count, scores.allSatisfy({ !$0.isNaN }) else { return nil }
    self.positives = positives
    negatives = isPositive.count - positives
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var steps: [Step] = []
    var (right, wrong) = (0, 0)
    for (place, index) in order.enumerated() {
      if isPositive[index] { right += 1 } else { wrong += 1 }
      if place + 1 == order.count || scores[order[place + 1]] != scores[index] {
        steps.append(Step(threshold: scores[index], truePositives: right, falsePositives: wrong))
      }
    }
    self.steps = steps
  }

  /// The area under the ROC curve, by trapezoids: how often a sample of the class stands before another, ties
  /// counted half.
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

  /// The mean precision over the steps of recall, Σ (Rₙ − Rₙ₋₁) Pₙ, without interpolation.
  public var averagePrecision: Double {
    var sum = 0.0
    var last = 0
    for step in steps {
      sum += Double(step.truePositives - last) / Double(positives) * Self.precision(step)
      last = step.truePositives
    }
    return sum
  }

  /// False and true positive rates, from (0, 0) to (1, 1).
  public var rocCurve: [(falsePositiveRate: Double, truePositiveRate: Double)] {
    [(0, 0)]
      + steps.map {
        (Double($0.falsePositives) / Double(negatives), Double($0.truePositives) / Double(positives))
      }
  }

  /// Recall and precision, from no recall, where precision counts 1, to all.
  public var precisionRecallCurve: [(recall: Double, precision: Double)] {
    [(0, 1)] + steps.map { (Double($0.truePositives) / Double(positives), Self.precision($0)) }
  }

  private static func precision(_ step: Step) -> Double {
    Double(step.truePositives) / Double(step.truePositives + step.falsePositives)
  }
}
