public import Datasets

extension LabelSets {
  /// The classes whose score is at least the threshold.
  ///
  /// - Parameters:
  ///   - scores: The scores of samples x classes in row-major order.
  ///   - classes: The number of classes.
  ///   - threshold: In the unit of the scores; infinity predicts no class.
  /// - Throws: `.noClasses`; `.scoreCount` for scores that aren't whole rows; `.notFinite`, `.noThreshold`.
  /// - Complexity: O(scores).
  public static func predicted(
    scores: [Float], classes: Int, threshold: Float
  ) throws(EvaluationError) -> LabelSets {
    guard classes > 0 else { throw .noClasses }
    return try predicted(scores: scores, thresholds: [Float](repeating: threshold, count: classes))
  }

  /// The classes whose score is at least their threshold.
  ///
  /// - Parameters:
  ///   - scores: The scores of samples x classes in row-major order.
  ///   - thresholds: By label, in the unit of the scores; infinity never predicts the class.
  /// - Throws: `.noClasses`; `.scoreCount` for scores that aren't whole rows; `.notFinite`, `.noThreshold`.
  /// - Complexity: O(scores).
  public static func predicted(
    scores: [Float], thresholds: [Float]
  ) throws(EvaluationError) -> LabelSets {
    let classes = thresholds.count
    guard classes > 0 else { throw .noClasses }
    if let wrong = thresholds.firstIndex(where: \.isNaN) { throw .noThreshold(label: wrong) }
    let samples = scores.count / classes
    try MultilabelRanking.check(scores, samples: samples, classes: classes)
    var isMember = [Bool](repeating: false, count: scores.count)
    for (index, score) in scores.enumerated() { isMember[index] = score >= thresholds[index % classes] }
    return LabelSets(count: samples, classes: classes, isMember: isMember)
  }
}

extension MultilabelRanking {
  /// What a threshold for all classes maximizes.
  public enum Average: String, Sendable, CaseIterable {
    /// The mean of the F1 of all classes.
    case macro
    /// The F1 of all pairs of a sample and a class.
    case micro
  }

  /// For each class the threshold with the best F1 on these samples, by label ("SCut" of Yang, "A study of
  /// thresholding strategies for text categorization", doi:10.1145/383952.383975).
  ///
  /// A threshold is one of the scores of the class, the highest of those with the best F1, or infinity for a
  /// class without samples: it is best never predicted. Choose thresholds on validation samples: on those
  /// that a model learned from, and on those that it is tested on, they are too good.
  ///
  /// - Complexity: O(samples · log samples) for each class.
  public var bestThresholds: [Float] {
    (0..<truth.classes).map { label in
      let (own, isPositive) = Self.column(label, truth: truth, scores: scores)
      let positives = isPositive.count { $0 }
      var best: (threshold: Float, f1: Double) = (.infinity, 0)
      for step in Ranking.steps(scores: own, isPositive: isPositive) {
        let f1 = Self.f1(
          correct: step.truePositives, predicted: step.truePositives + step.falsePositives,
          support: positives)
        // From the highest on: of equals the first stays.
        if f1 > best.f1 { best = (step.threshold, f1) }
      }
      return best.threshold
    }
  }

  /// The one threshold for all classes with the best average F1 on these samples: one of the scores, the
  /// highest of those with the best average, or infinity when no class has samples.
  ///
  /// - Complexity: O(n log n) for samples times classes n.
  public func bestThreshold(_ average: Average) -> Float {
    let (isMember, classes, supports) = (isMember, truth.classes, truth.counts)
    let support = supports.reduce(0, +)
    var correct = [Int](repeating: 0, count: classes)
    var predicted = [Int](repeating: 0, count: classes)
    var right = 0
    var sum = SumTree(count: average == .macro ? classes : 0)
    var best: (threshold: Float, f1: Double) = (.infinity, 0)
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var place = 0
    while place < order.count {
      let threshold = scores[order[place]]
      let first = place
      while place < order.count, scores[order[place]] == threshold {
        let label = order[place] % classes
        predicted[label] += 1
        if isMember[order[place]] { (correct[label], right) = (correct[label] + 1, right + 1) }
        place += 1
      }
      if average == .macro {
        for index in order[first..<place] {
          let label = index % classes
          sum[label] = Self.f1(
            correct: correct[label], predicted: predicted[label], support: supports[label])
        }
      }
      let f1 = average == .macro ? sum.all : Self.f1(correct: right, predicted: place, support: support)
      if f1 > best.f1 { best = (threshold, f1) }
    }
    return best.threshold
  }

  private static func f1(correct: Int, predicted: Int, support: Int) -> Double {
    Classification.score(correct: correct, predicted: predicted, support: support).f1
  }
}

/// Numbers and their sum. The sum depends on the numbers alone: one that is kept up by adding differences
/// would depend on the way there, and equal averages would no longer be equal.
private struct SumTree {
  /// The sum of the numbers below nodes 2i and 2i + 1 at i; the numbers are in the last half.
  private var nodes: [Double]
  private let leaves: Int

  /// That many zeros.
  init(count: Int) {
    leaves = max(1, count)
    nodes = [Double](repeating: 0, count: 2 * leaves)
  }

  var all: Double { nodes[1] }

  subscript(index: Int) -> Double {
    get { nodes[leaves + index] }
    set {
      var node = leaves + index
      nodes[node] = newValue
      while node > 1 {
        node /= 2
        nodes[node] = nodes[2 * node] + nodes[2 * node + 1]
      }
    }
  }
}
