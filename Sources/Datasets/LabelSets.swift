/// The set of classes that each sample shows, for multi-label classification: none, one, or several of
/// `classes`.
///
/// A set is a row of bits, so that a sample of 80 classes takes 16 bytes, and sets are compared 64 classes at
/// a time.
///
/// ```swift
/// let sets = try LabelSets(checking: [[0, 2], [], [1]], classes: 3)
/// sets[0]                     // [0, 2]
/// sets.contains(1, at: 2)     // true
/// sets.counts                 // [1, 1, 1]
/// ```
public struct LabelSets: Sendable, Hashable {
  /// The number of classes.
  public let classes: Int
  /// The number of samples.
  public private(set) var count: Int
  /// Row-major; class `label` is bit `label % 64` of word `label / 64` of a row. Bits beyond the last class
  /// are 0: comparisons and counts rely on it.
  private var words: [UInt64]

  /// No samples.
  ///
  /// - Precondition: `classes` isn't negative.
  package init(classes: Int) {
    precondition(classes >= 0)
    self.classes = classes
    count = 0
    words = []
  }

  /// Sets of classes, by sample; a class that is named twice counts once.
  ///
  /// - Parameters:
  ///   - sets: The classes of each sample, in any order, each from 0 to below `classes`.
  ///   - classes: The number of classes.
  /// - Throws: `.inconsistent` for a class outside 0..<classes, or fewer than 0 classes.
  /// - Complexity: O(samples · classes / 64 + classes shown).
  public init(checking sets: [[Int]], classes: Int) throws(DataError) {
    guard classes >= 0 else { throw .inconsistent("\(classes) classes") }
    for (position, set) in sets.enumerated() {
      for label in set where label < 0 || label >= classes {
        throw .inconsistent("class \(label) of sample \(position), of \(classes) classes")
      }
    }
    self.init(sets, classes: classes)
  }

  /// Sets of classes, by sample.
  ///
  /// - Precondition: All classes are from 0 to below `classes`.
  package init(_ sets: [[Int]], classes: Int) {
    self.init(classes: classes)
    count = sets.count
    words = [UInt64](repeating: 0, count: sets.count * stride)
    for (position, set) in sets.enumerated() {
      for label in set {
        precondition(label >= 0 && label < classes)
        words[position * stride + label / 64] |= 1 << UInt64(label % 64)
      }
    }
  }

  /// The sets of what a table says.
  ///
  /// - Parameter isMember: Whether a class belongs to a sample, row-major: samples x classes.
  /// - Precondition: As many values as samples times classes.
  package init(count: Int, classes: Int, isMember: [Bool]) {
    precondition(count >= 0 && isMember.count == count * classes)
    self.init(classes: classes)
    self.count = count
    words = [UInt64](repeating: 0, count: count * stride)
    for position in 0..<count {
      for label in 0..<classes where isMember[position * classes + label] {
        words[position * stride + label / 64] |= 1 << UInt64(label % 64)
      }
    }
  }

  /// The number of words of a row.
  private var stride: Int { (classes + 63) / 64 }

  /// Whether a sample shows a class.
  ///
  /// - Precondition: `label` is from 0 to below `classes`, and there is a sample at `position`.
  /// - Complexity: O(1).
  public func contains(_ label: Int, at position: Int) -> Bool {
    precondition(label >= 0 && label < classes && position >= 0 && position < count)
    return words[position * stride + label / 64] >> UInt64(label % 64) & 1 == 1
  }

  /// The classes of a sample, ascending.
  ///
  /// - Precondition: There is a sample at `position`.
  /// - Complexity: O(classes / 64 + classes shown).
  public subscript(position: Int) -> [Int] {
    var labels: [Int] = []
    for (place, word) in row(position).enumerated() {
      var rest = word
      while rest != 0 {
        labels.append(place * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return labels
  }

  /// The number of classes that a sample shows.
  ///
  /// - Precondition: There is a sample at `position`.
  /// - Complexity: O(classes / 64).
  public func cardinality(at position: Int) -> Int {
    row(position).reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// The number of classes that both these and other sets have at a position.
  ///
  /// - Precondition: Both have as many classes and a sample at `position`.
  /// - Complexity: O(classes / 64).
  package func shared(with other: LabelSets, at position: Int) -> Int {
    precondition(classes == other.classes)
    return zip(row(position), other.row(position)).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
  }

  /// Whether these and other sets are the same at a position.
  ///
  /// - Precondition: Both have as many classes and a sample at `position`.
  /// - Complexity: O(classes / 64).
  package func isSame(as other: LabelSets, at position: Int) -> Bool {
    precondition(classes == other.classes)
    return row(position) == other.row(position)
  }

  /// The samples at these positions, in this order; a position may occur more than once.
  ///
  /// - Precondition: There is a sample at each position.
  /// - Complexity: O(positions · classes / 64).
  public func selecting(_ positions: [Int]) -> LabelSets {
    var result = LabelSets(classes: classes)
    result.count = positions.count
    result.words.reserveCapacity(positions.count * stride)
    for position in positions { result.words += row(position) }
    return result
  }

  /// The number of samples of each class.
  ///
  /// - Complexity: O(samples · classes / 64 + classes shown).
  public var counts: [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for position in 0..<count {
      for label in self[position] { counts[label] += 1 }
    }
    return counts
  }

  /// These samples, then those of `other`.
  ///
  /// - Throws: `.inconsistent` when the numbers of classes differ.
  /// - Complexity: O(samples of both · classes / 64).
  public func appending(_ other: LabelSets) throws(DataError) -> LabelSets {
    guard classes == other.classes else {
      throw .inconsistent("label sets of \(classes) and of \(other.classes) classes")
    }
    var result = self
    result.count += other.count
    result.words += other.words
    return result
  }

  private func row(_ position: Int) -> ArraySlice<UInt64> {
    precondition(position >= 0 && position < count)
    return words[position * stride..<(position + 1) * stride]
  }
}
