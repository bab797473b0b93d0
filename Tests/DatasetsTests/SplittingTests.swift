import Testing

@testable import Datasets

@Suite("Splitting")
struct SplittingTests {
  @Test(arguments: [(0.1, nil), (0.2, 0.15), (1.0 / 3, 1.0 / 3), (0.01, nil)] as [(Double, Double?)])
  func everyClassHasItsShare(validation: Double, test: Double?) throws {
    let digits = try load("digits")
    let data = try DataSet(origin: "digits", classes: digits.classes, train: digits.train)
    let split = try data.splitting(validation: validation, test: test, seed: 7)
    let parts = [
      (split.validation, validation), (split.test, test ?? 0), (split.train, 1 - validation - (test ?? 0)),
    ]
    let all = data.train.counts(classes: 10)
    for (part, share) in parts {
      guard let part else { continue }
      #expect(abs(Double(part.count) - Double(data.train.count) * share) <= 1)
      for (own, whole) in zip(part.counts(classes: 10), all) {
        #expect(abs(Double(own) - Double(whole) * share) < 1)
      }
      #expect(part.indices == part.indices.sorted())
    }
    let indices = split.parts.flatMap(\.part.indices)
    #expect(indices.sorted() == data.train.indices)
    for (_, part) in split.parts {
      #expect(zip(part.indices, part.labels).allSatisfy { data.train.labels[$0] == $1 })
    }
  }

  @Test func sharesAreKeptForManyClassSizes() {
    for seed in 0..<200 {
      let groups = (0..<9).map { (seed * 31 + $0 * $0 * 17) % 41 }
      let total = groups.reduce(0, +)
      for (validation, test) in [
        (0.1, 0.1), (0.25, 0.4), (0.45, 0.45), (0.5, 0.0), (0.2, 0.15), (0.07, 0.63),
      ] {
        let counts = SplittingTests.counts(groups, validation, test)
        for (group, size) in groups.enumerated() {
          #expect(abs(Double(counts.validation[group]) - Double(size) * validation) < 1)
          #expect(abs(Double(counts.test[group]) - Double(size) * test) < 1)
          let left = size - counts.validation[group] - counts.test[group]
          #expect(left >= 0 && abs(Double(left) - Double(size) * (1 - validation - test)) < 1)
        }
        #expect(abs(Double(counts.validation.reduce(0, +)) - Double(total) * validation) <= 1)
      }
    }
  }

  private static func counts(_ groups: [Int], _ validation: Double, _ test: Double) -> (
    validation: [Int], test: [Int]
  ) {
    DataSet.counts(groups, validation: validation, test: test, total: groups.reduce(0, +))
  }

  @Test func theSeedDecides() throws {
    let data = try load("digits")
    let first = try data.splitting(validation: 0.1, seed: 1)
    #expect(try data.splitting(validation: 0.1, seed: 1).validation?.indices == first.validation?.indices)
    #expect(try data.splitting(validation: 0.1, seed: 2).validation?.indices != first.validation?.indices)
    #expect(
      try data.splitting(validation: 0.1, by: .none, seed: 1).validation?.indices != first.validation?.indices
    )
    #expect(first.fingerprint == data.fingerprint && first.test?.count == 360)
  }

  @Test func aSplitReplacesAnEarlierOne() throws {
    let data = try load("digits")
    let again = try data.splitting(validation: 0.3, seed: 1).splitting(validation: 0.1, seed: 1)
    let once = try data.splitting(validation: 0.1, seed: 1)
    #expect(
      again.validation?.indices == once.validation?.indices && again.train.indices == once.train.indices)
  }

  @Test func mistakesAreNamed() throws {
    let data = try counting(classes: 2, perClass: 5)
    #expect(throws: DataError.sharesTooLarge(1.1)) { try data.splitting(validation: 0.6, test: 0.5, seed: 1) }
    #expect(throws: DataError.shareOutOfRange(part: .validation, share: 0)) {
      try data.splitting(validation: 0, seed: 1)
    }
    #expect(throws: DataError.shareOutOfRange(part: .test, share: .infinity)) {
      try data.splitting(validation: 0.1, test: .infinity, seed: 1)
    }
    #expect(throws: DataError.self) { try data.splitting(validation: .nan, seed: 1) }
    #expect(throws: DataError.nothingToSplit) { try data.splitting(validation: nil, seed: 1) }
    #expect(throws: DataError.emptySplit(part: .validation, share: 0.01, count: 10)) {
      try data.splitting(validation: 0.01, seed: 1)
    }
    #expect(throws: DataError.loadedPart(.test, count: 360)) {
      try load("digits").splitting(validation: 0.1, test: 0.1, seed: 1)
    }
  }

  @Test func aClassThatIsUsedUpIsSaid() throws {
    let shape = SampleShape(channels: 1, height: 1, width: 1)
    let data = try DataSet(
      origin: "few", classes: ["many", "one"],
      train: Part(
        store: ImageStore(pixels: [1, 2, 3, 4, 5], count: 5, shape: shape), labels: [0, 0, 0, 0, 1]))
    let split = try data.splitting(validation: 0.6, seed: 1)
    #expect(split.warnings == ["after the split 1 of the 2 classes has no training image: 'one'"])
    let again = try split.splitting(validation: 0.2, seed: 1)
    #expect(again.splitWarnings == ["after the split 1 of the 2 classes has no validation image: 'one'"])
    #expect(try load("digits").splitting(validation: 0.1, seed: 1).warnings.isEmpty)
  }
}
