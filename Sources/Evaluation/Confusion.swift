/// A confusion matrix: rows are true classes, columns are predicted classes.
///
/// ```swift
/// let confusion = Confusion(truth: [0, 0, 1], predicted: [0, 1, 1], classes: 2)
/// confusion.counts                          // [[1, 1], [0, 1]]
/// confusion.shares(.truth)                  // [[0.5, 0.5], [0, 1]]
/// confusion.mostConfused(limit: 1)[0].count // 1
/// ```
public struct Confusion: Sendable, Hashable {
  /// The number of samples: `counts[truth][predicted]`.
  public let counts: [[Int]]

  /// What counts are divided by.
  public enum Normalization: String, Sendable, CaseIterable {
    /// By 1.
    case none
    /// By the samples of the true class: the diagonal is the recall.
    case truth
    /// By the samples of the predicted class: the diagonal is the precision.
    case prediction
    /// By all samples: the diagonal sums to the accuracy.
    case all
  }

  /// A true class and a wrong prediction.
  public struct Pair: Sendable, Hashable {
    /// The true class.
    public let truth: Int
    /// The predicted class.
    public let predicted: Int
    /// The number of samples.
    public let count: Int
    /// The fraction of the samples of the true class.
    public let share: Double
  }

  /// The matrix of true and predicted classes, by sample.
  ///
  /// - Throws: `.unequalCounts`; `.unknownClass` for what isn't from 0 to below `classes`.
  public init(truth: [Int], predicted: [Int], classes: Int) throws(EvaluationError) {
    guard truth.count == predicted.count else { throw .unequalCounts(truth.count, predicted.count) }
    for label in [truth, predicted].joined() where label < 0 || label >= classes {
      throw .unknownClass(label, classes: classes)
    }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (label, prediction) in zip(truth, predicted) { counts[label][prediction] += 1 }
    self.counts = counts
  }

  /// A matrix of these counts.
  ///
  /// - Throws: `.invalidCounts` for what isn't a square matrix of nonnegative numbers.
  public init(counts: [[Int]]) throws(EvaluationError) {
    guard counts.allSatisfy({ $0.count == counts.count && $0.allSatisfy { $0 >= 0 } }) else {
      throw .invalidCounts
    }
    self.counts = counts
  }

  /// The number of classes.
  public var classes: Int { counts.count }
  /// The number of samples.
  public var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  /// The number of correct predictions.
  public var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// The number of samples per true class.
  public var supports: [Int] { counts.map { $0.reduce(0, +) } }
  /// The number of samples per predicted class.
  public var predictedCounts: [Int] { counts.indices.map { column in counts.reduce(0) { $0 + $1[column] } } }

  /// The matrix normalized as scikit-learn's `confusion_matrix(normalize=)` does; empty rows, columns or
  /// matrices are 0.
  public func shares(_ normalization: Normalization) -> [[Double]] {
    let (supports, predictedCounts, total) = (supports, predictedCounts, total)
    return counts.indices.map { truth in
      counts.indices.map { predicted in
        let whole =
          switch normalization {
          case .none: 1
          case .truth: supports[truth]
          case .prediction: predictedCounts[predicted]
          case .all: total
          }
        return whole == 0 ? 0 : Double(counts[truth][predicted]) / Double(whole)
      }
    }
  }

  /// The most frequent errors in descending order; ties in the order of classes.
  public func mostConfused(limit: Int) -> [Pair] {
    let supports = supports
    var pairs: [Pair] = []
    for truth in counts.indices {
      for predicted in counts.indices where truth != predicted && counts[truth][predicted] > 0 {
        let count = counts[truth][predicted]
        pairs.append(
          Pair(
            truth: truth, predicted: predicted, count: count, share: Double(count) / Double(supports[truth])))
      }
    }
    pairs.sort { one, other in
      one.count != other.count
        ? one.count > other.count : (one.truth, one.predicted) < (other.truth, other.predicted)
    }
    return Array(pairs.prefix(limit))
  }
}
