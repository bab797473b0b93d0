/// How often each class was taken for each: rows are the truth, columns what was predicted.
///
/// Cells hold counts or shares. Shades of counts are shares of a row, so that classes of any size compare.
public struct ConfusionMatrix: Plot, Hashable {
  public var title: String
  public var classes: [String]
  /// `counts[truth][predicted]`.
  public var counts: [[Int]]
  public var cells: Cells

  /// What stands in the cells.
  public enum Cells: Sendable, Hashable {
    case counts
    /// Of the samples that truly are of the class: each row sums to 100%.
    case sharesOfTruth
    /// Of the samples that were called so: each column sums to 100%.
    case sharesOfPrediction
    /// Of all samples.
    case sharesOfAll
  }

  public init(title: String, classes: [String], counts: [[Int]], cells: Cells = .counts) {
    self.title = title
    self.classes = classes
    self.counts = counts
    self.cells = cells
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
        throw .malformedMatrix(
          reason: "the row of '\(name)' has \(row.count) numbers for \(classes.count) classes")
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

  /// What every cell is a share of, for its shade and, where cells aren't counts, for its text.
  func shares() -> [[Double]] {
    let rows = counts.map { $0.reduce(0.0) { $0 + Double($1) } }
    let columns = classes.indices.map { column in counts.reduce(0.0) { $0 + Double($1[column]) } }
    let all = rows.reduce(0, +)
    return classes.indices.map { truth in
      classes.indices.map { predicted in
        let whole =
          switch cells {
          case .counts, .sharesOfTruth: rows[truth]
          case .sharesOfPrediction: columns[predicted]
          case .sharesOfAll: all
          }
        return whole > 0 ? Double(counts[truth][predicted]) / whole : 0
      }
    }
  }

  /// The share that gets the darkest shade. Shares of all samples are small, and would all be pale.
  func darkest(_ shares: [[Double]]) -> Double {
    let largest = shares.joined().max() ?? 0
    return cells == .sharesOfAll && largest > 0 ? largest : 1
  }

  /// What stands in a cell: a count, or a percentage with a digit after the point where there is room for it.
  func text(_ truth: Int, _ predicted: Int, _ share: Double, isRoomy: Bool) -> String {
    if cells == .counts { return String(counts[truth][predicted]) }
    // Neither is little rounded to nothing, nor almost all to all.
    if isRoomy {
      let tenths = share >= 1 ? 1000 : min(Int(saturating: (share * 1000).rounded()), 999)
      return tenths == 0 ? "<0.1" : "\(tenths / 10).\(tenths % 10)"
    }
    let percent = share >= 1 ? 100 : min(Int(saturating: (share * 100).rounded()), 99)
    return percent == 0 ? "<1" : String(percent)
  }

  /// What the numbers are, where they are no counts.
  var unit: String? {
    switch cells {
    case .counts: nil
    case .sharesOfTruth: "% of the truth"
    case .sharesOfPrediction: "% of the prediction"
    case .sharesOfAll: "% of all"
    }
  }

  /// The share of all samples that lie on the diagonal; `nil` without samples.
  var accuracy: Double? {
    let total = counts.reduce(0.0) { $0 + $1.reduce(0.0) { $0 + Double($1) } }
    let right = classes.indices.reduce(0.0) { $0 + Double(counts[$1][$1]) }
    return total > 0 ? right / total : nil
  }
}
