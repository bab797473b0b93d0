import Testing

@testable import Datasets

@Suite("Description")
struct DescriptionTests {
  private let shape = SampleShape(channels: 1, height: 1, width: 3)

  private func data() throws -> DataSet {
    // Training: a, b, a again with the other class, blank. Test: b again, new.
    let train = ImageStore(pixels: [1, 2, 3, 4, 5, 6, 1, 2, 3, 7, 7, 7], count: 4, shape: shape)
    let test = ImageStore(pixels: [4, 5, 6, 9, 8, 7], count: 2, shape: shape)
    return try DataSet(
      origin: "twins", classes: ["x", "y"], train: Part(store: train, labels: [0, 0, 1, 0]),
      test: Part(store: test, labels: [0, 1], files: ["b.png", "new.png"]), warnings: ["one file skipped"]
    )
  }

  @Test func countsTwinsAndBlanks() throws {
    let report = try data().description()
    #expect(report.classes == ["x", "y"] && report.imbalance == 3)
    #expect(report.parts.map(\.name) == [.train, .test] && report.parts.map(\.count) == [4, 2])
    #expect(report.parts[0].classCounts == [3, 1])
    #expect(report.parts.map(\.duplicates) == [1, 0])
    #expect(report.overlaps == [.init(first: .train, second: .test, count: 1)])
    #expect(
      report.doubtful == [
        .init(
          part: .train, position: 2, labels: [1], file: nil,
          reason: .otherClass(part: .train, position: 0, labels: [0], file: nil)),
        .init(part: .train, position: 3, labels: [0], file: nil, reason: .blank),
      ])
    #expect(report.warnings == ["one file skipped"])
  }

  @Test func imagesOfOneColourAreBlank() throws {
    let red: [UInt8] = [200, 10, 20, 200, 10, 20]
    let striped: [UInt8] = [200, 10, 20, 20, 10, 200]
    let store = ImageStore(
      pixels: red + striped, count: 2, shape: SampleShape(channels: 3, height: 1, width: 2))
    let data = try DataSet(origin: "plain", classes: ["x", "y"], train: Part(store: store, labels: [0, 1]))
    #expect(try data.description().doubtful.map(\.position) == [0])
  }

  @Test func imagesWithSeveralClassesAreHeldAgainstEachOther() throws {
    let store = ImageStore(pixels: [1, 2, 3, 1, 2, 3, 1, 2, 3], count: 3, shape: shape)
    let sets = LabelSets([[0, 1], [1, 0], [1]], classes: 2)
    let data = try DataSet(
      origin: "sets", classes: ["x", "y"],
      train: Part(store: store, indices: [0, 1, 2], targets: .labelSets(sets)))
    #expect(
      try data.description().doubtful == [
        .init(
          part: .train, position: 2, labels: [1], file: nil,
          reason: .otherClass(part: .train, position: 0, labels: [0, 1], file: nil))
      ])
  }

  @Test func meanAndDeviationAreThoseOfPixels() throws {
    let channel = try data().description().parts[1].channels[0]
    #expect(abs(channel.mean * 255 - 6.5) < 1e-12)
    #expect(abs(channel.standardDeviation * 255 - (17.5 / 6).squareRoot()) < 1e-12)
  }

  @Test func classesWithoutImagesAreTold() throws {
    let store = ImageStore(pixels: [1, 2, 3, 4, 5, 6, 7, 8, 9], count: 3, shape: shape)
    let test = ImageStore(pixels: [9, 9, 8], count: 1, shape: shape)
    let data = try DataSet(
      origin: "few", classes: ["x", "y", "z"], train: Part(store: store, labels: [0, 2, 2]),
      test: Part(store: test, labels: [2]))
    let report = try data.description()
    #expect(report.imbalance == .infinity && report.imbalanceOfFilled == 2)
    #expect(report.parts[0].emptyClasses == [1] && report.parts[1].emptyClasses == [0, 1])
    #expect(
      EmptyClasses.text([0, 1], of: data.classes, part: .test)
        == "2 of the 3 classes have no test image: 'x', 'y'")
    #expect(EmptyClasses.text([], of: data.classes, part: .train) == nil)
  }

  @Test func sizesAreListed() throws {
    let report = try load(Fixtures.path("folders/mixed")).description()
    #expect(
      report.parts[0].sizes.map { "\($0.count) of \($0.shape)" } == [
        "3 of 4x3x3", "1 of 5x3x3", "1 of 8x8x3",
      ])
    #expect(report.parts[0].channels.count == 3)
    let digits = try load("digits").description()
    #expect(
      digits.parts[0].sizes == [.init(shape: SampleShape(channels: 1, height: 8, width: 8), count: 1437)])
    #expect(digits.parts[0].classCounts == (try Fixtures.expected().digits.counts))
  }
}
