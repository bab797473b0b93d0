/// How often samples of each true class (a row) were called each class (a column).
///
/// ```swift
/// let confusion = Confusion(truth: [0, 0, 1], called: [0, 1, 1], classes: 2)
/// confusion.counts                         // [[1, 1], [0, 1]]
/// confusion.shares(.truth)                 // [[0.5, 0.5], [0, 1]]
/// confusion.mostConfused(limit: 1)[0].count // 1
/// ```
public struct Confusion: Sendable, Hashable {
  /// `counts[truth][predicted]`.
  public let counts: [[Int]]

  /// What a count is divided by to become a share.
  public enum Normalization: String, Sendable, CaseIterable {
    /// Counts as they are.
    case none
    /// The samples that truly are of the class: the diagonal is the recall.
    case truth
    /// The samples that were called so: the diagonal is the precision.
    case prediction
    /// All samples: the diagonal sums to the accuracy.
    case all
  }

  /// Two classes, of which one was taken for the other.
  public struct Pair: Sendable, Hashable {
    public let truth: Int
    public let predicted: Int
    public let count: Int
    /// Of the samples that truly are of the class.
    public let share: Double
  }

  /// - Precondition: As many calls as truths, all of them classes.
  public init(truth: [Int], predicted: [Int], classes: Int) {
    precondition(truth.count == predicted.count)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (label, prediction) in zip(truth, predicted) { counts[label][prediction] += 1 }
    self.counts = counts
  }

  /// - Precondition: A square of numbers of at least 0.
  public init(counts: [[Int]]) {
    precondition(counts.allSatisfy { $0.count == counts.count && $0.allSatisfy { $0 >= 0 } })
    self.counts = counts
  }

  public var classes: Int { counts.count }
  public var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  public var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// How many samples each class truly has.
  public var supports: [Int] { counts.map { $0.reduce(0, +) } }
  /// How many samples were called each class.
  public var predictedCounts: [Int] { counts.indices.map { column in counts.reduce(0) { $0 + $1[column] } } }

  /// The counts as shares, those of an empty row, column or matrix 0 (`confusion_matrix(normalize=)` of
  /// scikit-learn).
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

  /// The mistakes that were made most often, the most frequent first; ties in the order of the classes.
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
