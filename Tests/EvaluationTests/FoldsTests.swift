import Datasets
import Testing

@testable import Evaluation

@Suite("Folds")
struct FoldsTests {
  private struct Case: Decodable {
    let labels: String
    let folds: Int
    let none: String?
    let `class`: String?
  }

  @Test func roundsAreThoseOfScikitLearn() throws {
    let cases = try Fixtures.read("folds.json", as: Case.self)
    #expect(cases.count == 120)
    for expected in cases {
      for (rule, rounds) in [(Folds.Rule.none, expected.none), (.class, expected.class)] {
        let found = try? Folds(count: expected.folds, labels: labels(expected.labels), classes: 6, by: rule)
        #expect(found?.rounds == rounds.map(labels), "\(expected.folds) folds of \(expected.labels)")
      }
    }
  }

  @Test(arguments: Folds.Rule.allCases) func everySampleIsHeldOutOnce(rule: Folds.Rule) throws {
    let labels = (0..<103).map { $0 * $0 % 5 }
    let folds = try Folds(count: 4, labels: labels, classes: 5, by: rule, shuffle: 3)
    #expect((0..<4).flatMap(folds.heldOut).sorted() == Array(0..<103))
    for round in 0..<4 { #expect((folds.heldOut(round) + folds.learned(round)).sorted() == Array(0..<103)) }
    #expect(try Folds(count: 4, labels: labels, classes: 5, by: rule, shuffle: 3) == folds)
    #expect(try Folds(count: 4, labels: labels, classes: 5, by: rule, shuffle: 4) != folds)
    let sizes = (0..<4).map { folds.heldOut($0).count }
    #expect(sizes.allSatisfy { $0 == 25 || $0 == 26 })
  }

  @Test func whatCannotBeDividedIsRefused() {
    #expect(throws: FoldError.tooFew(1)) { try Folds(count: 1, labels: [0, 1], classes: 2, by: .none) }
    #expect(throws: FoldError.moreThanSamples(folds: 3, samples: 2)) {
      try Folds(count: 3, labels: [0, 1], classes: 2, by: .none)
    }
    #expect(throws: FoldError.moreThanLargestClass(folds: 3, largest: 2)) {
      try Folds(count: 3, labels: [0, 1, 1], classes: 2, by: .class)
    }
    #expect(
      FoldError.moreThanLargestClass(folds: 3, largest: 2).message
        == "3 folds by class need a class of as many images, and the largest has 2.")
    #expect(FoldError.moreThanLargestClass(folds: 3, largest: 2).hint == "Take at most folds=2, or by=none.")
  }

  @Test(arguments: Folds.Rule.allCases) func everySampleOfSeveralClassesIsHeldOutOnce(rule: Folds.Rule) throws
  {
    let sets = try LabelSets(
      checking: (0..<103).map { sample in (0..<6).filter { sample * sample % ($0 + 2) == 1 } }, classes: 6)
    let folds = try Folds(count: 4, labelSets: sets, by: rule, shuffle: 3)
    #expect((0..<4).flatMap(folds.heldOut).sorted() == Array(0..<103))
    for round in 0..<4 { #expect((folds.heldOut(round) + folds.learned(round)).sorted() == Array(0..<103)) }
    #expect(try Folds(count: 4, labelSets: sets, by: rule, shuffle: 3) == folds)
    #expect(try Folds(count: 4, labelSets: sets, by: rule, shuffle: 4) != folds)
    for round in 0..<4 {
      let held = sets.selecting(folds.heldOut(round))
      #expect(held.count == 25 || held.count == 26)
      guard rule == .class else { continue }
      for (own, whole) in zip(held.counts, sets.counts) {
        #expect(abs(Double(own) - Double(whole) / 4) < 2)
      }
    }
  }

  @Test func foldsWithoutRegardToClassesAreTheSameForSets() throws {
    let labels = (0..<23).map { $0 % 3 }
    let sets = try LabelSets(checking: labels.map { [$0] }, classes: 3)
    for shuffle in [nil, 8] as [UInt64?] {
      #expect(
        try Folds(count: 5, labelSets: sets, by: .none, shuffle: shuffle)
          == Folds(count: 5, labels: labels, classes: 3, by: .none, shuffle: shuffle))
    }
  }

  @Test func setsThatCannotBeDividedAreRefused() throws {
    let sets = try LabelSets(checking: [[0], [], [1]], classes: 2)
    #expect(throws: FoldError.tooFew(1)) { try Folds(count: 1, labelSets: sets, by: .class) }
    #expect(throws: FoldError.moreThanSamples(folds: 4, samples: 3)) {
      try Folds(count: 4, labelSets: sets, by: .class)
    }
    // A class of one sample is missing in two folds, but nobody is turned away for it.
    #expect(try Folds(count: 3, labelSets: sets, by: .class).rounds.sorted() == [0, 1, 2])
  }
}
