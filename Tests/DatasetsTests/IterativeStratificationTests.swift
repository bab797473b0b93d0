import Foundation
import Tensors
import Testing

@testable import Datasets

@Suite("Iterative stratification")
struct IterativeStratificationTests {
  /// Sets as bits of numbers, with what scikit-multilearn's divisions of them measure, see
  /// Fixtures/make_stratification.py.
  private struct Case: Decodable {
    let classes: Int
    let sets: [Int]
    let shares: [Double]
    let distributions: [Double]
    let sizes: [Double]

    var labelSets: LabelSets {
      LabelSets(sets.map { mask in (0..<classes).filter { mask >> $0 & 1 == 1 } }, classes: classes)
    }
  }

  private static func cases() throws -> [Case] {
    let file = URL(fileURLWithPath: Fixtures.path("stratification.json"))
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
  }

  /// The samples of each class in each subset, and their number.
  private static func counts(_ sets: LabelSets, _ assigned: [Int], _ subset: Int) -> (of: [Int], all: Int) {
    let own = sets.selecting(assigned.indices.filter { assigned[$0] == subset })
    return (own.counts, own.count)
  }

  /// LD of the paper: how far the ratios of samples with and without a class differ between a subset and the
  /// whole, in the mean of subsets and of the classes that occur.
  private static func labelDistribution(_ sets: LabelSets, _ assigned: [Int], _ subsets: Int) -> Double {
    let whole = sets.counts
    var sum = 0.0
    for subset in 0..<subsets {
      let part = counts(sets, assigned, subset)
      for (own, all) in zip(part.of, whole) where all > 0 {
        sum += abs(
          Double(own) / Double(part.all - own) - Double(all) / Double(sets.count - all))
      }
    }
    return sum / Double(subsets * whole.count { $0 > 0 })
  }

  /// ED of the paper: how far sizes are from their shares, in the mean of subsets.
  private static func exampleDistribution(_ assigned: [Int], _ shares: [Double]) -> Double {
    let sum = shares.reduce(0, +)
    return shares.enumerated().reduce(0) { result, share in
      let own = assigned.count { $0 == share.offset }
      return result + abs(Double(own) - share.element / sum * Double(assigned.count)) / Double(shares.count)
    }
  }

  /// The largest distance of a class from its share in a subset, in samples, and how many are less than 1.
  private static func distances(
    _ sets: LabelSets, _ assigned: [Int], _ shares: [Double]
  ) -> (worst: Double, near: Int) {
    let (whole, sum) = (sets.counts, shares.reduce(0, +))
    let all = shares.enumerated().flatMap { subset, share in
      zip(counts(sets, assigned, subset).of, whole).map { abs(Double($0) - Double($1) * share / sum) }
    }
    return (all.max() ?? 0, all.count { $0 < 1 })
  }

  @Test func dividesBetterThanScikitMultilearn() throws {
    let cases = try Self.cases()
    #expect(cases.count == 120)
    var (better, best) = (0, 0)
    for expected in cases {
      let sets = expected.labelSets
      let assigned = IterativeStratification.assign(sets, shares: expected.shares)
      let theirs = expected.distributions.reduce(0, +) / Double(expected.distributions.count)
      let ours = Self.labelDistribution(sets, assigned, expected.shares.count)
      better += ours <= theirs + 1e-12 ? 1 : 0
      best += ours <= (expected.distributions.min() ?? 0) + 1e-12 ? 1 : 0
      // Where LD is larger, only the rounding to whole samples is left: subsets of other sizes, which theirs
      // may have, can be rounded closer to the ratio.
      #expect(
        ours <= theirs + 1e-12 || Self.distances(sets, assigned, expected.shares).worst < 1.1,
        "\(sets.count) samples, \(sets.classes) classes")
      // No division into whole samples is closer to its sizes.
      let sizes = Self.exampleDistribution(assigned, expected.shares)
      #expect(sizes <= (expected.sizes.min() ?? 0) + 1e-9)
    }
    // Than the mean of five runs, and than the best of them.
    #expect(better >= 108 && best >= 96)
  }

  @Test func classesHaveTheirShares() throws {
    var (near, all) = (0, 0)
    for expected in try Self.cases() {
      let sets = expected.labelSets
      for shuffle in [nil, 1] as [UInt64?] {
        let assigned = IterativeStratification.assign(sets, shares: expected.shares, shuffle: shuffle)
        let found = Self.distances(sets, assigned, expected.shares)
        #expect(found.worst < 3, "\(sets.count) samples, \(sets.classes) classes")
        near += found.near
        all += sets.classes * expected.shares.count
      }
    }
    #expect(Double(near) > 0.97 * Double(all))
  }

  @Test func sizesAreThoseAskedFor() throws {
    for expected in try Self.cases().prefix(40) {
      let (sets, subsets) = (expected.labelSets, expected.shares.count)
      let sizes = IterativeStratification.sizes(expected.shares, total: sets.count)
      #expect(sizes.reduce(0, +) == sets.count)
      for (size, share) in zip(sizes, expected.shares) {
        #expect(abs(Double(size) - share / expected.shares.reduce(0, +) * Double(sets.count)) < 1)
      }
      var others = [Int](repeating: 0, count: subsets)
      others[subsets - 1] = sets.count
      for wanted in [nil, others] {
        let assigned = IterativeStratification.assign(
          sets, shares: expected.shares, sizes: wanted, shuffle: 5)
        #expect((0..<subsets).map { subset in assigned.count { $0 == subset } } == wanted ?? sizes)
      }
    }
  }

  @Test func theOrderOfSamplesIsAllThatAShuffleChanges() throws {
    let sets = try #require(try Self.cases().first).labelSets
    let shares = [8.0, 1, 1]
    let assigned = IterativeStratification.assign(sets, shares: shares, shuffle: 3)
    #expect(IterativeStratification.assign(sets, shares: shares, shuffle: 3) == assigned)
    #expect(IterativeStratification.assign(sets, shares: shares, shuffle: 4) != assigned)
    let order = RandomStream(seed: 3, stream: .split).permutation(of: sets.count, epoch: 0)
    let permuted = IterativeStratification.assign(sets.selecting(order), shares: shares)
    #expect(order.map { assigned[$0] } == permuted)
  }

  @Test func theRarestClassIsDealtOutFirst() {
    // Class 1 is rarer: samples 1 and 3 are parted, and class 0 makes up for it.
    let sets = LabelSets([[0], [0, 1], [0], [0, 1]], classes: 2)
    #expect(IterativeStratification.assign(sets, shares: [1, 1]) == [0, 0, 1, 1])
  }

  @Test func aSingleSampleGoesWhereMostIsWanted() {
    let sets = LabelSets([[0], [1], [1], [1], [], [], [], [], [], []], classes: 2)
    let assigned = IterativeStratification.assign(sets, shares: [1, 9])
    #expect(assigned[0] == 1)
    #expect(assigned.count { $0 == 0 } == 1)
  }

  @Test func rareClassesSpreadOverSubsets() {
    // 12 classes of one sample each: every subset gets its part of them.
    let sets = LabelSets((0..<12).map { [$0] } + [[Int]](repeating: [], count: 31), classes: 12)
    let assigned = IterativeStratification.assign(sets, shares: [1, 1, 1, 1])
    #expect((0..<4).map { subset in assigned[..<12].count { $0 == subset } } == [3, 3, 3, 3])
    #expect((0..<4).map { subset in assigned.count { $0 == subset } } == [11, 11, 11, 10])
  }

  @Test func extremesAreDivided() {
    let nothing = LabelSets([[Int]](repeating: [], count: 7), classes: 3)
    #expect(IterativeStratification.assign(nothing, shares: [1, 1]).count { $0 == 0 } == 4)
    let everything = LabelSets([[Int]](repeating: [0, 1, 2], count: 7), classes: 3)
    #expect(IterativeStratification.assign(everything, shares: [1, 1]) == [0, 1, 0, 1, 0, 1, 0])
    #expect(IterativeStratification.assign(LabelSets(classes: 3), shares: [1, 1]) == [])
    #expect(IterativeStratification.assign(LabelSets([[], []], classes: 0), shares: [1, 1]) == [0, 1])
    #expect(IterativeStratification.assign(everything, shares: [1]) == [0, 0, 0, 0, 0, 0, 0])
    // A share of nothing gets nothing.
    #expect(IterativeStratification.assign(everything, shares: [0, 1]) == [1, 1, 1, 1, 1, 1, 1])
    // More subsets than samples: some stay empty.
    let assigned = IterativeStratification.assign(everything, shares: [Double](repeating: 1, count: 20))
    #expect(Set(assigned).count == 7)
  }
}
