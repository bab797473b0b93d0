import Testing

@testable import Datasets

@Suite("Unlabelled samples")
struct UnlabelledSamplesTests {
  private let root = Fixtures.path("folders/mixed")

  private func fitted() throws -> FittedPreparation {
    var data = try load(root)
    data.preparation = try Preparation([ResizeStep(width: 6, height: 4), NormalizeStep()])
    return try data.fittedPreparation()
  }

  @Test func aFolderGivesWhatTrainingSaw() throws {
    let fitted = try FittedPreparation(text: fitted().text)
    let samples = try fitted.samples(at: [root + "/Zebra"], classes: 2)
    #expect(samples.files == ["10.PNG", "2.png", "deep/1.png"].map { "\(root)/Zebra/\($0)" })
    #expect(samples.source.count == 3 && samples.source.classes == 2 && samples.source.label(0) == -1)
    var data = try load(root)
    data.preparation = try Preparation([ResizeStep(width: 6, height: 4), NormalizeStep()])
    let seen = try data.source(.train, training: false, seed: 0)
    #expect((0..<3).allSatisfy { samples.source.sample($0) == seen.sample($0) })
  }

  @Test func whatCannotBeReadIsSaid() throws {
    let fitted = try fitted()
    let samples = try fitted.samples(at: [root + "/apple"], classes: 2)
    #expect(samples.files.count == 2 && samples.warnings.count == 2)
    #expect(throws: DataError.self) { try fitted.samples(at: [root + "/apple/empty.png"], classes: 2) }
    #expect(throws: DataError.noPictures(path: root + "/papers")) {
      try fitted.samples(at: [root + "/papers"], classes: 2)
    }
    #expect(throws: DataError.unreadable(path: "/no/such", reason: "there is no such file or folder")) {
      try fitted.samples(at: ["/no/such"], classes: 2)
    }
  }

  @Test func sizesMustFitWithoutResize() throws {
    let fitted = try counting(classes: 2, perClass: 2).fittedPreparation()
    let file = root + "/Zebra/2.png"
    #expect(
      try fitted.samples(at: [file], classes: 2).source.sample(0) == [Float](repeating: 10 / 255, count: 12))
    let wide = root + "/Zebra/10.PNG"
    // It is in colour, and the model's images are gray.
    let found = SampleShape(channels: 3, height: 3, width: 5)
    #expect(throws: DataError.wrongSize(path: wide, found: found, expected: fitted.shape)) {
      try fitted.samples(at: [wide], classes: 2)
    }
  }
}
