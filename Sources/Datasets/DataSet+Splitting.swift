internal import Tensors

/// How images are assigned to parts.
public enum SplitRule: String, Sendable, CaseIterable {
  /// Each class in proportion: in every part a class has its share, less than one image more or less. Images
  /// with label sets are divided by iterative stratification (doi:10.1007/978-3-642-23808-6_10).
  case `class`
  /// Without looking at classes.
  case none
}

extension SplitRule {
  /// Checks the shares of a split.
  ///
  /// - Parameters:
  ///   - validation: The share of the validation part; nil for none.
  ///   - test: The share of the test part; nil for none.
  ///   - loaded: The number of images of each part as loaded; loaded parts can't be replaced.
  /// - Returns: The sum of both shares.
  /// - Throws: `.shareOutOfRange`, `.loadedPart`, `.nothingToSplit`, `.sharesTooLarge`.
  @discardableResult
  public static func check(
    validation: Double?, test: Double?, loaded: [PartName: Int]
  ) throws(DataError) -> Double {
    var held = 0.0
    for case (let name, let share?) in [(PartName.validation, validation), (.test, test)] {
      guard share > 0, share < 1 else { throw .shareOutOfRange(part: name, share: share) }
      if let count = loaded[name] { throw .loadedPart(name, count: count) }
      held += share
    }
    guard held > 0 else { throw .nothingToSplit }
    guard held < 1 else { throw .sharesTooLarge(held) }
    return held
  }

  /// The number of images in each part after a split; the parameters are those of `check`.
  public static func counts(
    validation: Double?, test: Double?, loaded: [PartName: Int]
  ) -> [PartName: Int] {
    var counts = loaded
    let total = Double(loaded[.train] ?? 0)
    let held = Int(saturating: (((validation ?? 0) + (test ?? 0)) * total).rounded())
    let forValidation = validation.map { Int(saturating: ($0 * total).rounded()) }
    if let forValidation { counts[.validation] = forValidation }
    if test != nil { counts[.test] = held - (forValidation ?? 0) }
    counts[.train] = Int(saturating: total) - held
    return counts
  }
}

extension DataSet {
  /// A data set whose validation and test parts are drawn from the training images as loaded: a split
  /// replaces an earlier one. The order within each part is kept.
  ///
  /// - Parameters:
  ///   - validation: The share of training images, above 0 and below 1; nil for no validation part.
  ///   - test: The share for the test part; nil keeps the loaded part.
  ///   - rule: How images are assigned.
  ///   - seed: The seed of the random split, which otherwise depends on the labels only.
  /// - Throws: `.shareOutOfRange`, `.nothingToSplit`, `.sharesTooLarge`, `.emptySplit`, `.loadedPart`.
  public func splitting(
    validation: Double?, test: Double? = nil, by rule: SplitRule = .class, seed: UInt64
  ) throws(DataError) -> DataSet {
    let whole = loaded.train
    let held = try SplitRule.check(validation: validation, test: test, loaded: outline.parts ?? [:])
    let shares = (validation: validation ?? 0, test: test ?? 0)
    let taken =
      if rule == .class, let sets = whole.labelSets {
        Self.stratified(sets, shares, seed: seed)
      } else {
        Self.drawn(
          rule == .class ? Self.positions(of: whole, classes: classes.count) : [Array(0..<whole.count)],
          shares, total: whole.count, seed: seed)
      }
    if let validation, taken.validation.isEmpty {
      throw .emptySplit(part: .validation, share: validation, count: whole.count)
    }
    if let test, taken.test.isEmpty { throw .emptySplit(part: .test, share: test, count: whole.count) }
    guard !taken.train.isEmpty else { throw .sharesTooLarge(held) }
    var result = self
    result.train = whole.selecting(taken.train.sorted())
    result.validation = validation == nil ? loaded.validation : whole.selecting(taken.validation.sorted())
    result.test = test == nil ? loaded.test : whole.selecting(taken.test.sorted())
    let before = whole.counts(classes: classes.count)
    result.warnings = loaded.warnings
    let drawn = result.parts.filter { name, _ in
      name == .train || (name == .validation ? validation : test) != nil
    }
    for (name, part) in drawn {
      let empty = part.emptyClasses(of: classes.count).filter { before[$0] > 0 }
      guard let text = EmptyClasses.text(empty, of: classes, part: name) else { continue }
      result.warnings.append("after the split \(text)")
    }
    return result
  }

  private typealias Divided = (train: [Int], validation: [Int], test: [Int])

  /// Draws the share of each group.
  private static func drawn(
    _ groups: [[Int]], _ shares: (validation: Double, test: Double), total: Int, seed: UInt64
  ) -> Divided {
    let (forValidation, forTest) = counts(
      groups.map(\.count), validation: shares.validation, test: shares.test, total: total)
    let stream = RandomStream(seed: seed, stream: .split)
    var taken: Divided = ([], [], [])
    for (group, positions) in groups.enumerated() {
      // The class stands in the place of the epoch: each class has a shuffle of its own.
      let drawn = stream.permutation(of: positions.count, epoch: group).map { positions[$0] }
      let first = forValidation[group]
      let second = first + forTest[group]
      taken.validation += drawn[..<first]
      taken.test += drawn[first..<second]
      taken.train += drawn[second...]
    }
    return taken
  }

  /// Divides images with label sets, so that each class has its share in every part as far as that goes.
  private static func stratified(
    _ sets: LabelSets, _ shares: (validation: Double, test: Double), seed: UInt64
  ) -> Divided {
    let counts = SplitRule.counts(
      validation: shares.validation, test: shares.test, loaded: [.train: sets.count])
    let subsets = IterativeStratification.assign(
      sets, shares: [1 - shares.validation - shares.test, shares.validation, shares.test],
      sizes: PartName.allCases.map { counts[$0] ?? 0 }, shuffle: seed)
    return (
      subsets.indices.filter { subsets[$0] == 0 }, subsets.indices.filter { subsets[$0] == 1 },
      subsets.indices.filter { subsets[$0] == 2 }
    )
  }

  /// The warnings from the last split.
  public var splitWarnings: [String] { Array(warnings.dropFirst(loaded.warnings.count)) }

  /// The positions of each class, in order.
  private static func positions(of part: Part, classes: Int) -> [[Int]] {
    var positions = [[Int]](repeating: [], count: classes)
    for (position, label) in part.labels.enumerated() { positions[label].append(position) }
    return positions
  }

  /// How many of each group go into validation and test.
  ///
  /// First what both take together is shared out, then that between the two, so that every group is within
  /// one of its share in each of the three parts.
  static func counts(
    _ groups: [Int], validation: Double, test: Double, total: Int
  ) -> (validation: [Int], test: [Int]) {
    let held = validation + test
    let together = quotas(groups, share: held, total: Int(saturating: (held * Double(total)).rounded()))
    var lower: [Int] = []
    var room: [Int] = []
    var weights: [Double] = []
    for (size, both) in zip(groups, together) {
      let quota = Double(size) * validation
      let rest = Double(size) * test
      let least = min(
        max(Int(saturating: quota.rounded(.down)), both - Int(saturating: rest.rounded(.up)), 0), both)
      lower.append(least)
      room.append(
        min(Int(saturating: quota.rounded(.up)), both - Int(saturating: rest.rounded(.down))) - least)
      weights.append(quota - Double(least))
    }
    let chosen = Apportionment.fill(
      floors: lower, room: room, weights: weights,
      total: Int(saturating: (validation * Double(total)).rounded()))
    return (chosen, zip(together, chosen).map { $0 - $1 })
  }

  private static func quotas(_ groups: [Int], share: Double, total: Int) -> [Int] {
    let quotas = groups.map { Double($0) * share }
    let floors = quotas.map { Int(saturating: $0.rounded(.down)) }
    return Apportionment.fill(
      floors: floors, room: zip(groups, floors).map { $0 - $1 },
      weights: zip(quotas, floors).map { $0 - Double($1) },
      total: total)
  }
}
