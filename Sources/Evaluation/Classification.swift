public import Models

/// A classification report: precision, recall, F1 and other metrics.
///
/// The definitions are scikit-learn's (`precision_recall_fscore_support` with `zero_division=0`): a ratio
/// with a zero denominator is 0; `neverPredicted` and `absent` list the classes concerned.
///
/// ```swift
/// let report = Classification(truth: [0, 0, 1], predicted: [0, 1, 1], classes: 2)
/// report.accuracy          // 0.666…
/// report.scores[1].recall  // 1.0
/// report.macro.f1          // 0.666…
/// ```
public struct Classification: Sendable, Hashable {
  /// The metrics of one class, or an average over classes.
  public struct Score: Sendable, Hashable {
    /// Correct predictions of the class divided by all predictions of the class.
    public let precision: Double
    /// Correct predictions of the class divided by all samples of the class.
    public let recall: Double
    /// Harmonic mean of precision and recall; in an average over classes, the average of their F1.
    public let f1: Double
    /// The number of samples of the class; in an average, of all classes.
    public let support: Int
  }

  /// The confusion matrix, from which all metrics follow.
  public let confusion: Confusion
  /// The metrics of each class, by label.
  public let scores: [Score]

  /// The report of true and predicted classes, by sample.
  ///
  /// - Throws: `.noSamples`, `.unequalCounts`, `.unknownClass`.
  public init(truth: [Int], predicted: [Int], classes: Int) throws(EvaluationError) {
    try self.init(Confusion(truth: truth, predicted: predicted, classes: classes))
  }

  /// The report of the most probable classes.
  ///
  /// - Throws: `.noSamples`; `.unknownClass` for a sample of unknown class.
  public init(_ predictions: Predictions) throws(EvaluationError) {
    try self.init(
      truth: predictions.labels, predicted: predictions.predictedLabels, classes: predictions.classes)
  }

  /// The report of a confusion matrix.
  ///
  /// - Throws: `.noSamples`.
  public init(_ confusion: Confusion) throws(EvaluationError) {
    guard confusion.total > 0 else { throw .noSamples }
    self.confusion = confusion
    let (supports, predictedCounts) = (confusion.supports, confusion.predictedCounts)
    scores = (0..<confusion.classes).map { index in
      Self.score(
        correct: confusion.counts[index][index], predicted: predictedCounts[index], support: supports[index])
    }
  }

  /// The 95% confidence interval of the accuracy.
  public var accuracyInterval: WilsonInterval {
    WilsonInterval(of: confusion.correct, among: confusion.total)
  }

  /// The metrics of counts; 0 where a denominator is.
  static func score(correct: Int, predicted: Int, support: Int) -> Score {
    Score(
      precision: predicted == 0 ? 0 : Double(correct) / Double(predicted),
      recall: support == 0 ? 0 : Double(correct) / Double(support),
      f1: predicted + support == 0 ? 0 : Double(2 * correct) / Double(predicted + support), support: support)
  }

  /// The number of samples.
  public var count: Int { confusion.total }
  /// The fraction of correct predictions.
  public var accuracy: Double { Double(confusion.correct) / Double(count) }

  // MARK: Zero denominators

  /// Classes that have samples but are never predicted: their precision is set to 0.
  public var neverPredicted: [Int] {
    let (supports, predictedCounts) = (confusion.supports, confusion.predictedCounts)
    return supports.indices.filter { supports[$0] > 0 && predictedCounts[$0] == 0 }
  }

  /// Classes that are predicted but have no samples: their recall is set to 0.
  public var absent: [Int] {
    let (supports, predictedCounts) = (confusion.supports, confusion.predictedCounts)
    return supports.indices.filter { supports[$0] == 0 && predictedCounts[$0] > 0 }
  }

  /// Classes that neither have samples nor are predicted: averages exclude them.
  public var unseen: [Int] {
    let (supports, predictedCounts) = (confusion.supports, confusion.predictedCounts)
    return supports.indices.filter { supports[$0] == 0 && predictedCounts[$0] == 0 }
  }

  // MARK: Averages

  /// Macro average: the unweighted mean over classes that have samples or are predicted.
  public var macro: Score { mean { _ in 1 } }

  /// The mean over classes weighted by support.
  public var weighted: Score { mean { Double($0.support) } }

  /// Micro average, over all samples. With one class per sample, precision, recall and F1 all equal the
  /// accuracy.
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

  /// Cohen's kappa (doi:10.1177/001316446002000104): 1 for perfect agreement, 0 for agreement by chance; NaN
  /// when chance agreement is 1.
  public var kappa: Double {
    let total = Double(count)
    let chance =
      zip(confusion.supports, confusion.predictedCounts).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      / (total * total)
    return (accuracy - chance) / (1 - chance)
  }

  /// Matthews correlation coefficient for any number of classes (Gorodkin,
  /// doi:10.1016/j.compbiolchem.2004.09.006); 0 when truth or predictions are all of one class.
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
  /// Top-k accuracy: the fraction of samples whose true class is among the `k` most probable. Ties go to the
  /// lower class, so that `k` = 1 is the accuracy; scikit-learn's `top_k_accuracy_score` prefers the higher.
  ///
  /// - Complexity: O(count · classes).
  public func topAccuracy(_ k: Int) -> Double {
    let k = min(k, classes)
    var hits = 0
    for (sample, label) in labels.enumerated() where isAmong(k, label, sample) { hits += 1 }
    return Double(hits) / Double(count)
  }

  /// Whether fewer than `k` classes rank before this one.
  private func isAmong(_ k: Int, _ label: Int, _ sample: Int) -> Bool {
    let row = probabilities[sample * classes..<(sample + 1) * classes]
    let own = row[row.startIndex + label]
    var before = 0
    for (index, value) in row.enumerated() where value > own || value == own && index < label { before += 1 }
    return before < k
  }
}
