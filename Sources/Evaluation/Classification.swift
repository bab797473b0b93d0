public import Models

/// How well predictions meet the true classes. The definitions are scikit-learn's
/// (`precision_recall_fscore_support` with `zero_division=0`): where a ratio has nothing below its line it
/// counts 0, and `neverPredicted` and `absent` name the classes that this touched.
///
/// ```swift
/// let report = Classification(truth: [0, 0, 1], called: [0, 1, 1], classes: 2)
/// report.accuracy          // 0.666…
/// report.scores[1].recall  // 1.0
/// report.macro.f1          // 0.666…
/// ```
public struct Classification: Sendable, Hashable {
  /// The figures of one class, or a mean over classes.
  public struct Score: Sendable, Hashable {
    /// Of those called so, the share that is.
    public let precision: Double
    /// Of those that are, the share that was called so.
    public let recall: Double
    /// Harmonic mean of precision and recall; of a mean over classes, the mean of theirs.
    public let f1: Double
    /// How many samples truly are of the class, or of all classes.
    public let support: Int
  }

  public let confusion: Confusion
  public let scores: [Score]

  /// - Precondition: At least one sample, every class known.
  public init(truth: [Int], predicted: [Int], classes: Int) {
    self.init(Confusion(truth: truth, predicted: predicted, classes: classes))
  }

  /// - Precondition: At least one sample, every class known.
  public init(_ predictions: Predictions) {
    self.init(truth: predictions.labels, predicted: predictions.predictedLabels, classes: predictions.classes)
  }

  /// - Precondition: At least one sample.
  public init(_ confusion: Confusion) {
    precondition(confusion.total > 0)
    self.confusion = confusion
    let (supports, predictedCounts) = (confusion.supports, confusion.predictedCounts)
    scores = (0..<confusion.classes).map { index in
      Self.score(
        correct: confusion.counts[index][index], predicted: predictedCounts[index], support: supports[index])
    }
  }

  private static func score(correct: Int, predicted: Int, support: Int) -> Score {
    Score(
      precision: predicted == 0 ? 0 : Double(correct) / Double(predicted),
      recall: support == 0 ? 0 : Double(correct) / Double(support),
      f1: predicted + support == 0 ? 0 : Double(2 * correct) / Double(predicted + support), support: support)
  }

  public var count: Int { confusion.total }
  public var accuracy: Double { Double(confusion.correct) / Double(count) }

  // MARK: What has nothing below its line

  /// Classes that have samples and that no sample was called: their precision counts 0.
  public var neverPredicted: [Int] {
    let (supports, predictedCounts) = (confusion.supports, confusion.predictedCounts)
    return supports.indices.filter { supports[$0] > 0 && predictedCounts[$0] == 0 }
  }

  /// Classes without a sample that some samples were called: their recall counts 0.
  public var absent: [Int] {
    let (supports, predictedCounts) = (confusion.supports, confusion.predictedCounts)
    return supports.indices.filter { supports[$0] == 0 && predictedCounts[$0] > 0 }
  }

  /// Classes that occur neither as truth nor as prediction: no mean is taken over them.
  public var unseen: [Int] {
    let (supports, predictedCounts) = (confusion.supports, confusion.predictedCounts)
    return supports.indices.filter { supports[$0] == 0 && predictedCounts[$0] == 0 }
  }

  // MARK: Means

  /// The mean over the classes that occur, as truth or as prediction.
  public var macro: Score { mean { _ in 1 } }

  /// The mean over classes by their number of samples.
  public var weighted: Score { mean { Double($0.support) } }

  /// Over all samples at once. Each has one class and one prediction, so precision, recall and F1 all equal
  /// the accuracy.
  public var micro: Score { Self.score(correct: confusion.correct, predicted: count, support: count) }

  private func mean(_ weight: (Score) -> Double) -> Score {
    let predictedCounts = confusion.predictedCounts
    let occurring = scores.indices.filter { scores[$0].support > 0 || predictedCounts[$0] > 0 }.map {
      scores[$0]
    }
    let whole = occurring.reduce(0) { $0 + weight($1) }
    func mean(_ value: KeyPath<Score, Double>) -> Double {
      occurring.reduce(0) { $0 + $1[keyPath: value] * weight($1) } / whole
    }
    return Score(precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1), support: count)
  }

  // MARK: Agreement beyond chance

  /// The mean recall of the classes that have samples.
  public var balancedAccuracy: Double {
    let present = scores.filter { $0.support > 0 }
    return present.reduce(0) { $0 + $1.recall } / Double(present.count)
  }

  /// Cohen's kappa (doi:10.1177/001316446002000104): 1 agrees always, 0 as often as chance. Not a number
  /// where chance alone agrees always.
  public var kappa: Double {
    let total = Double(count)
    let chance =
      zip(confusion.supports, confusion.predictedCounts).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      / (total * total)
    return (accuracy - chance) / (1 - chance)
  }

  /// Matthews' correlation of truth and prediction for any number of classes (Gorodkin,
  /// doi:10.1016/j.compbiolchem.2004.09.006); 0 where truth or predictions are all of one class.
  public var matthews: Double {
    let total = Double(count)
    let correct = Double(confusion.correct)
    var both = 0.0
    var truths = 0.0
    var predictions = 0.0
    for (support, predictedCounts) in zip(confusion.supports, confusion.predictedCounts) {
      both += Double(support) * Double(predictedCounts)
      truths += Double(support) * Double(support)
      predictions += Double(predictedCounts) * Double(predictedCounts)
    }
    let spread = (total * total - truths) * (total * total - predictions)
    return spread == 0 ? 0 : (correct * total - both) / spread.squareRoot()
  }
}

extension Predictions {
  /// The share whose true class is among the `k` most probable ones. Of equally probable classes the lower
  /// comes first, as everywhere here, so that `k` 1 is the accuracy; `top_k_accuracy_score` of scikit-learn
  /// takes the higher.
  ///
  /// - Complexity: O(count · classes).
  public func topAccuracy(_ k: Int) -> Double {
    let k = min(k, classes)
    var hits = 0
    for (sample, label) in labels.enumerated() where isAmong(k, label, sample) { hits += 1 }
    return Double(hits) / Double(count)
  }

  /// Whether fewer than `k` classes come before this one.
  private func isAmong(_ k: Int, _ label: Int, _ sample: Int) -> Bool {
    let row = probabilities[sample * classes..<(sample + 1) * classes]
    let own = row[row.startIndex + label]
    var before = 0
    for (index, value) in row.enumerated() where value > own || value == own && index < label { before += 1 }
    return before < k
  }
}
