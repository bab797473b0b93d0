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
}
