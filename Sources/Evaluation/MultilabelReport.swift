public import Datasets

/// A report on the predictions of several classes a sample: precision, recall, F1 and measures of whole sets.
///
/// The definitions are scikit-learn's for indicator matrices (`precision_recall_fscore_support`,
/// `jaccard_score`, `hamming_loss` and `accuracy_score` with `zero_division=0`): a ratio with a zero
/// denominator is 0, and averages over classes take all classes, also those that never occur.
/// `neverPredicted`, `absent` and `unseen` list the classes concerned.
///
/// ```swift
/// let truth = try LabelSets(checking: [[0], [0, 1], []], classes: 2)
/// let predicted = try LabelSets(checking: [[0], [1], [1]], classes: 2)
/// let report = try MultilabelReport(truth: truth, predicted: predicted)
/// report.scores[0].recall   // 0.5
/// report.micro.f1           // 0.666…
/// report.subsetAccuracy     // 0.333…
/// ```
public struct MultilabelReport: Sendable, Hashable {
  /// The predictions of one class.
  private struct Counts: Hashable {
    /// Samples of the class that it was predicted for.
    var correct = 0
    /// Samples that it was predicted for.
    var predicted = 0
    /// Samples of the class.
    var support = 0

    /// Samples of the class, or that it was predicted for.
    var either: Int { predicted + support - correct }
  }

  /// The number of samples.
  public let count: Int
  /// The number of classes.
  public let classes: Int
  /// The metrics of each class, by label.
  public let scores: [Classification.Score]
  /// The mean over samples of the precision, recall and F1 of their sets; a sample where the denominator is 0
  /// counts 0.
  public let samples: Classification.Score
  /// The mean over samples of the classes in both sets divided by the classes in either; 0 where both are
  /// empty.
  public let samplesJaccard: Double
  /// The fraction of samples whose sets are predicted exactly; also called exact match ratio.
  public let subsetAccuracy: Double
  /// The number of samples whose sets are predicted exactly.
  public let exactMatches: Int
  private let counts: [Counts]
  private let whole: Counts

  /// The report of true and predicted sets, by sample.
  ///
  /// - Throws: `.unequalCounts`, `.unequalClasses`, `.noSamples`, `.noClasses`.
  /// - Complexity: O(samples · classes / 64 + classes in all sets).
  public init(truth: LabelSets, predicted: LabelSets) throws(EvaluationError) {
    guard truth.count == predicted.count else { throw .unequalCounts(truth.count, predicted.count) }
    guard truth.classes == predicted.classes else {
      throw .unequalClasses(truth.classes, predicted.classes)
    }
    guard truth.count > 0 else { throw .noSamples }
    guard truth.classes > 0 else { throw .noClasses }
    count = truth.count
    classes = truth.classes
    var counts = [Counts](repeating: Counts(), count: classes)
    var (precision, recall, f1, jaccard) = (0.0, 0.0, 0.0, 0.0)
    var exact = 0
    for position in 0..<count {
      for label in truth[position] { counts[label].support += 1 }
      for label in predicted[position] {
        counts[label].predicted += 1
        if truth.contains(label, at: position) { counts[label].correct += 1 }
      }
      let row = Counts(
        correct: truth.shared(with: predicted, at: position), predicted: predicted.cardinality(at: position),
        support: truth.cardinality(at: position))
      let score = Self.score(row)
      precision += score.precision
      recall += score.recall
      f1 += score.f1
      jaccard += Self.jaccard(row)
      if row.either == row.correct { exact += 1 }
    }
    let whole = counts.reduce(into: Counts()) { sum, own in
      sum.correct += own.correct
      sum.predicted += own.predicted
      sum.support += own.support
    }
    self.counts = counts
    self.whole = whole
    scores = counts.map(Self.score)
    let all = Double(count)
    samples = Classification.Score(
      precision: precision / all, recall: recall / all, f1: f1 / all, support: whole.support)
    samplesJaccard = jaccard / all
    subsetAccuracy = Double(exact) / all
    exactMatches = exact
  }

  private static func score(_ counts: Counts) -> Classification.Score {
    Classification.score(correct: counts.correct, predicted: counts.predicted, support: counts.support)
  }

  private static func jaccard(_ counts: Counts) -> Double {
    counts.either == 0 ? 0 : Double(counts.correct) / Double(counts.either)
  }

  // MARK: Zero denominators

  /// Classes that have samples but are never predicted: their precision is set to 0.
  public var neverPredicted: [Int] {
    counts.indices.filter { counts[$0].support > 0 && counts[$0].predicted == 0 }
  }

  /// Classes that are predicted but have no samples: their recall is set to 0.
  public var absent: [Int] {
    counts.indices.filter { counts[$0].support == 0 && counts[$0].predicted > 0 }
  }

  /// Classes that neither have samples nor are predicted: they count 0 in macro averages.
  public var unseen: [Int] { counts.indices.filter { counts[$0].either == 0 } }

  // MARK: Averages over classes

  /// Macro average: the unweighted mean over all classes. The `support` of averages is the number of classes
  /// in all true sets.
  public var macro: Classification.Score { mean { _ in 1 } }

  /// The mean over classes weighted by support; 0 when no sample has a class.
  public var weighted: Classification.Score { mean { Double($0.support) } }

  /// Micro average: over all pairs of a sample and a class.
  public var micro: Classification.Score { Self.score(whole) }

  private func mean(_ weight: (Classification.Score) -> Double) -> Classification.Score {
    let sum = scores.reduce(0) { $0 + weight($1) }
    func mean(_ value: KeyPath<Classification.Score, Double>) -> Double {
      sum == 0 ? 0 : scores.reduce(0) { $0 + $1[keyPath: value] * weight($1) } / sum
    }
    return Classification.Score(
      precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1), support: whole.support)
  }

  // MARK: Sets

  /// Jaccard's index (intersection over union) of each class, by label: samples of the class that it was
  /// predicted for divided by samples of the class or that it was predicted for.
  public var jaccards: [Double] { counts.map(Self.jaccard) }

  /// The unweighted mean of `jaccards` over all classes.
  public var macroJaccard: Double { jaccards.reduce(0, +) / Double(classes) }

  /// Jaccard's index over all pairs of a sample and a class.
  public var microJaccard: Double { Self.jaccard(whole) }

  /// The fraction of pairs of a sample and a class that are predicted wrongly.
  public var hammingLoss: Double {
    Double(whole.either - whole.correct) / (Double(count) * Double(classes))
  }

  /// Label cardinality: the mean number of classes in a true set.
  public var cardinality: Double { Double(whole.support) / Double(count) }

  /// The mean number of classes in a predicted set.
  public var predictedCardinality: Double { Double(whole.predicted) / Double(count) }

  /// Label density: the cardinality as a fraction of the classes.
  public var density: Double { cardinality / Double(classes) }
}
