internal import Datasets

/// Average precision without interpolation, Σ (Rₙ − Rₙ₋₁) Pₙ, from one threshold to the next.
package struct AveragePrecision {
  private let positives: Int
  private var last = 0
  /// The sum so far.
  package private(set) var value = 0.0

  /// - Precondition: There are positive samples.
  package init(positives: Int) { self.positives = positives }

  /// The next lower threshold: how many positive and negative samples are at or above it.
  package mutating func add(truePositives: Int, falsePositives: Int) {
    let precision = Double(truePositives) / Double(truePositives + falsePositives)
    value += Double(truePositives - last) / Double(positives) * precision
    last = truePositives
  }
}

extension Predictions {
  /// The unweighted mean of the average precision of the classes that have samples, which is what tells best
  /// how good label sets are predicted; nil where samples have one class each, or none has any.
  ///
  /// - Precondition: No probability is NaN.
  /// - Complexity: O(n log n) for samples times classes n.
  public var macroAveragePrecision: Double? {
    guard let sets = labelSets else { return nil }
    let found = (0..<classes).compactMap { averagePrecision(of: $0, sets) }
    return found.isEmpty ? nil : found.reduce(0, +) / Double(found.count)
  }

  private func averagePrecision(of label: Int, _ sets: LabelSets) -> Double? {
    let truth = (0..<count).map { sets.contains(label, at: $0) }
    let positives = truth.count { $0 }
    guard positives > 0 else { return nil }
    // Where every sample is positive, so is every sample above any threshold.
    guard positives < count else { return 1 }
    let scores = (0..<count).map { probability(of: label, for: $0) }
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var precision = AveragePrecision(positives: positives)
    var (right, wrong) = (0, 0)
    for (place, index) in order.enumerated() {
      if truth[index] { right += 1 } else { wrong += 1 }
      // Samples of equal score share a threshold.
      guard place + 1 == order.count || scores[order[place + 1]] != scores[index] else { continue }
      precision.add(truePositives: right, falsePositives: wrong)
    }
    return precision.value
  }
}
