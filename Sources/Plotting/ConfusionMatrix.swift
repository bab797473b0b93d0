/// How often each class was taken for each: rows are the truth, columns what was predicted.
///
/// Shades are shares of a row, so that classes of any size compare; numbers are counts.
public struct ConfusionMatrix: Plot, Hashable {
  public var title: String
  public var classes: [String]
  /// `counts[truth][predicted]`.
  public var counts: [[Int]]

  public init(title: String, classes: [String], counts: [[Int]]) {
    self.title = title
    self.classes = classes
    self.counts = counts
  }
}

extension ConfusionMatrix {
  func check() throws(PlotError) {
    guard !classes.isEmpty else { throw .empty(title: title) }
    guard counts.count == classes.count else {
      throw .malformedMatrix(reason: "it has \(counts.count) rows for \(classes.count) classes")
    }
    for (row, name) in zip(counts, classes) {
      guard row.count == classes.count else {
        throw .malformedMatrix(reason: "the row of '\(name)' has \(row.count) numbers for \(classes.count) classes")
      }
      if let negative = row.first(where: { $0 < 0 }) {
        throw .malformedMatrix(reason: "the row of '\(name)' has a negative count, \(negative)")
      }
    }
  }

  /// A count as a share of its row; 0 in a row without samples.
  func share(_ truth: Int, _ predicted: Int) -> Double {
    // Summed as doubles: counts of any size fit.
    let total = counts[truth].reduce(0.0) { $0 + Double($1) }
    return total > 0 ? Double(counts[truth][predicted]) / total : 0
  }

  /// The share of all samples that lie on the diagonal; `nil` without samples.
  var accuracy: Double? {
    let total = counts.reduce(0.0) { $0 + $1.reduce(0.0) { $0 + Double($1) } }
    let right = classes.indices.reduce(0.0) { $0 + Double(counts[$1][$1]) }
    return total > 0 ? right / total : nil
  }
}
