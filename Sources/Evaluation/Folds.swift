public import Datasets
public import Declarations
internal import Tensors

/// The assignment of samples to folds: each sample is held out in exactly one round.
///
/// ```swift
/// let folds = try Folds(count: 3, labels: [0, 0, 0, 1, 1, 1], classes: 2, by: .class)
/// folds.heldOut(0)   // [0, 3]
/// folds.learned(0)   // [1, 2, 4, 5]
/// ```
public struct Folds: Sendable, Hashable {
  /// How samples are assigned to folds.
  public enum Rule: String, Sendable, CaseIterable {
    /// Stratified by class: as scikit-learn's `StratifiedKFold`, or by iterative stratification where samples
    /// have several classes.
    case `class`
    /// Consecutive samples regardless of class, as scikit-learn's `KFold`.
    case none
  }

  /// The number of folds.
  public let count: Int
  /// The round in which each sample is held out, by position.
  public let rounds: [Int]

  /// Assigns samples to folds as scikit-learn does for samples in this order (`shuffle=False`).
  ///
  /// - Parameters:
  ///   - count: The number of folds, at least 2.
  ///   - labels: The class of each sample, from 0 to below `classes`.
  ///   - classes: The number of classes.
  ///   - rule: How samples are assigned.
  ///   - shuffle: The seed of a random order to assign in; nil keeps the order.
  /// - Throws: `FoldError`, when there are too few or too many folds.
  public init(
    count: Int, labels: [Int], classes: Int, by rule: Rule, shuffle: UInt64? = nil
  ) throws(FoldError) {
    let order = try Self.order(samples: labels.count, folds: count, shuffle: shuffle)
    let found =
      rule == .none
      ? Self.inOrder(count, samples: labels.count)
      : try Self.stratified(count, labels: order.map { labels[$0] }, classes: classes)
    self.init(count: count, found: found, order: order)
  }

  /// Assigns samples of several classes to folds. By class, every fold has its share of each class as closely
  /// as iterative stratification gets (Sechidis, Tsoumakas and Vlahavas,
  /// doi:10.1007/978-3-642-23808-6_10). Sizes of folds differ by at most 1.
  ///
  /// A class with fewer samples than there are folds is missing in some of them.
  ///
  /// - Parameters:
  ///   - count: The number of folds, at least 2.
  ///   - labelSets: The classes of each sample.
  ///   - rule: How samples are assigned.
  ///   - shuffle: The seed of a random order to assign in; nil keeps the order.
  /// - Throws: `.tooFew`, `.moreThanSamples`.
  /// - Complexity: O((samples + classes shown) · folds) for each of up to some 100 rounds, and O(classes²).
  public init(
    count: Int, labelSets: LabelSets, by rule: Rule, shuffle: UInt64? = nil
  ) throws(FoldError) {
    let order = try Self.order(samples: labelSets.count, folds: count, shuffle: shuffle)
    let found =
      rule == .none
      ? Self.inOrder(count, samples: labelSets.count)
      : IterativeStratification.assign(
        labelSets.selecting(order), shares: [Double](repeating: 1, count: count))
    self.init(count: count, found: found, order: order)
  }

  /// - Parameters:
  ///   - found: The round of the samples in this order.
  ///   - order: Their positions.
  private init(count: Int, found: [Int], order: [Int]) {
    var rounds = [Int](repeating: 0, count: order.count)
    for (place, round) in found.enumerated() { rounds[order[place]] = round }
    self.count = count
    self.rounds = rounds
  }

  /// The order to assign samples in.
  private static func order(samples: Int, folds: Int, shuffle: UInt64?) throws(FoldError) -> [Int] {
    guard folds >= 2 else { throw .tooFew(folds) }
    guard samples >= folds else { throw .moreThanSamples(folds: folds, samples: samples) }
    guard let shuffle else { return Array(0..<samples) }
    return RandomStream(seed: shuffle, stream: .folds).permutation(of: samples, epoch: 0)
  }

  /// The positions of the samples held out in a round, ascending.
  public func heldOut(_ round: Int) -> [Int] { rounds.indices.filter { rounds[$0] == round } }

  /// The positions of the training samples of a round, ascending.
  public func learned(_ round: Int) -> [Int] { rounds.indices.filter { rounds[$0] != round } }

  /// Consecutive ranges; the first ones are longer by one if the samples don't divide evenly.
  private static func inOrder(_ folds: Int, samples: Int) -> [Int] {
    let (size, rest) = samples.quotientAndRemainder(dividingBy: folds)
    return (0..<folds).flatMap { Array(repeating: $0, count: size + ($0 < rest ? 1 : 0)) }
  }

  private static func stratified(_ folds: Int, labels: [Int], classes: Int) throws(FoldError) -> [Int] {
    // Classes in the order in which they appear.
    var places = [Int?](repeating: nil, count: classes)
    var sizes: [Int] = []
    var encoded: [Int] = []
    for label in labels {
      let place = places[label] ?? sizes.count
      if places[label] == nil {
        places[label] = place
        sizes.append(0)
      }
      sizes[place] += 1
      encoded.append(place)
    }
    let largest = sizes.max() ?? 0
    guard folds <= largest else { throw .moreThanLargestClass(folds: folds, largest: largest) }
    // Every folds-th of the sorted labels: what a fold has of each class.
    var shares = [[Int]](repeating: [Int](repeating: 0, count: folds), count: sizes.count)
    var position = 0
    for (place, size) in sizes.enumerated() {
      for _ in 0..<size {
        shares[place][position % folds] += 1
        position += 1
      }
    }
    var current = [Int](repeating: 0, count: sizes.count)
    return encoded.map { place in
      while shares[place][current[place]] == 0 { current[place] += 1 }
      shares[place][current[place]] -= 1
      return current[place]
    }
  }
}

/// Why samples can't be divided into that many folds.
@nonexhaustive
public enum FoldError: Error, Sendable, Hashable {
  /// Fewer than 2 folds.
  case tooFew(Int)
  /// More folds than samples.
  case moreThanSamples(folds: Int, samples: Int)
  /// More stratified folds than the largest class has samples.
  case moreThanLargestClass(folds: Int, largest: Int)
}

extension FoldError: ExplainedError {
  /// What is wrong, in one sentence.
  public var message: String {
    switch self {
    case .tooFew(let folds): "\(folds) folds are no cross-validation: it takes at least 2."
    case .moreThanSamples(let folds, let samples):
      "\(folds) folds need as many images, and there are \(samples)."
    case .moreThanLargestClass(let folds, let largest):
      "\(folds) folds by class need a class of as many images, and the largest has \(largest)."
    }
  }

  /// What to type instead; nil when there is no advice.
  public var hint: String? {
    switch self {
    case .tooFew: "For example: folds=5"
    case .moreThanSamples(_, let samples): samples >= 2 ? "Take at most folds=\(samples)." : nil
    case .moreThanLargestClass(_, let largest):
      largest >= 2 ? "Take at most folds=\(largest), or by=none." : "Take by=none."
    }
  }
}
