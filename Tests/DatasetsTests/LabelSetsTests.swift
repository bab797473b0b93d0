import Testing

@testable import Datasets

@Suite("Label sets")
struct LabelSetsTests {
  /// Sets of up to 5 classes, drawn by a linear congruence.
  private func drawn(_ count: Int, classes: Int) -> [[Int]] {
    var state: UInt64 = 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    return (0..<count).map { _ in (0..<next(6)).map { _ in next(classes) } }
  }

  @Test(arguments: [1, 2, 63, 64, 65, 128, 200]) func setsComeBackAscending(classes: Int) throws {
    let rows = drawn(300, classes: classes)
    let sets = try LabelSets(checking: rows, classes: classes)
    #expect(sets.count == 300 && sets.classes == classes)
    for (position, row) in rows.enumerated() {
      #expect(sets[position] == Set(row).sorted())
      #expect(sets.cardinality(at: position) == Set(row).count)
      for label in 0..<classes { #expect(sets.contains(label, at: position) == row.contains(label)) }
    }
    #expect(sets.counts == (0..<classes).map { label in rows.count { $0.contains(label) } })
  }

  @Test func tablesAreTheSameSets() {
    let rows = drawn(50, classes: 70)
    let table = rows.flatMap { row in (0..<70).map(row.contains) }
    #expect(LabelSets(count: 50, classes: 70, isMember: table) == LabelSets(rows, classes: 70))
  }

  @Test func sharedClassesAreCounted() {
    let (one, other) = (drawn(90, classes: 66), Array(drawn(180, classes: 66)[90...]))
    let (sets, others) = (LabelSets(one, classes: 66), LabelSets(other, classes: 66))
    for position in 0..<90 {
      let both = Set(one[position]).intersection(other[position]).count
      #expect(sets.shared(with: others, at: position) == both)
    }
  }

  @Test func selectionsKeepTheirOrder() {
    let sets = LabelSets([[0], [1, 69], [], [2]], classes: 70)
    #expect(sets.selecting([3, 1, 1]) == LabelSets([[2], [1, 69], [1, 69]], classes: 70))
    #expect(sets.selecting([]) == LabelSets(classes: 70))
    #expect(sets.selecting(Array(0..<4)) == sets)
  }

  @Test func setsAreAppended() throws {
    let (one, other) = (LabelSets([[0], []], classes: 3), LabelSets([[2, 1]], classes: 3))
    #expect(try one.appending(other) == LabelSets([[0], [], [1, 2]], classes: 3))
    #expect(try one.appending(LabelSets(classes: 3)) == one)
    #expect(throws: DataError.inconsistent("label sets of 3 and of 4 classes")) {
      try one.appending(LabelSets(classes: 4))
    }
  }

  @Test func equalSetsAreEqualHoweverTheyWereNamed() {
    let sets = LabelSets([[2, 0, 2]], classes: 3)
    #expect(sets == LabelSets([[0, 2]], classes: 3))
    #expect(Set([sets, LabelSets([[0, 2]], classes: 3)]).count == 1)
    #expect(sets != LabelSets([[0, 2]], classes: 4))
    #expect(sets != LabelSets([[0, 1]], classes: 3))
  }

  @Test func samplesWithoutClassesAreSamples() throws {
    let sets = try LabelSets(checking: [[], []], classes: 0)
    #expect(sets.count == 2 && sets.counts == [] && sets[1] == [])
    #expect(sets != LabelSets([[]], classes: 0))
    #expect(LabelSets(classes: 5).counts == [0, 0, 0, 0, 0])
  }

  @Test func classesOutsideAreRefused() {
    #expect(throws: DataError.inconsistent("class 3 of sample 1, of 3 classes")) {
      try LabelSets(checking: [[0], [1, 3]], classes: 3)
    }
    #expect(throws: DataError.inconsistent("class -1 of sample 0, of 3 classes")) {
      try LabelSets(checking: [[-1]], classes: 3)
    }
    #expect(throws: DataError.inconsistent("-1 classes")) { try LabelSets(checking: [], classes: -1) }
  }
}
