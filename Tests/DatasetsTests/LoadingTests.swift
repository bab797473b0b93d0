import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Loading")
struct LoadingTests {
  @Test func theDigitsComeWithTheProgram() throws {
    let data = try load("digits")
    let expected = try Fixtures.expected().digits
    #expect(data.train.count == 1437 && data.test?.count == 360 && data.validation == nil)
    #expect(data.classes == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
    #expect(data.train.uniformShape == SampleShape(channels: 1, height: 8, width: 8))
    #expect(data.train.counts(classes: 10) == expected.counts)
    #expect(data.fingerprint == expected.fingerprint)
    // The first image is a zero; 0 5 13 9 of 16 are its third to sixth pixels.
    #expect(data.train.labels[0] == 0)
    #expect(try Array(data.train.store.image(0).pixels[1..<6]) == [0, 80, 207, 143, 16])
  }

  static let hasClothes = FileManager.default.fileExists(
    atPath: "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz")

  @Test(.enabled(if: hasClothes, "needs the package dataset-fashion-mnist")) func fashionMNISTIsWhole() throws
  {
    let options = LoadOptions(environment: [:])
    let data = try Loading.load(source: DataSourceName("fashion-mnist"), options: options)
    let expected = try Fixtures.expected().clothes
    #expect(data.train.count == 60_000 && data.test?.count == 10_000)
    #expect(data.train.counts(classes: 10) == [Int](repeating: 6000, count: 10))
    #expect(data.test?.counts(classes: 10) == [Int](repeating: 1000, count: 10))
    #expect(data.classes[0] == "T-shirt/top" && data.classes[9] == "Ankle boot")
    #expect(data.fingerprint == expected.fingerprint)
    var prepared = data
    prepared.preparation = try Preparation([NormalizeStep()])
    let scale = try #require(try prepared.fittedPreparation().scales?.first)
    #expect(
      abs(scale.mean - expected.mean) < 1e-12 && abs(scale.standardDeviation - expected.deviation) < 1e-12)
  }

  @Test(
    .enabled(if: hasClothes, "needs the package dataset-fashion-mnist"),
    arguments: [
      ("train-images-idx3-ubyte", "c59f468a2f672dc8"), ("train-labels-idx1-ubyte", "bad3541b69d91243"),
      ("t10k-images-idx3-ubyte", "5b4141f0afbad91e"), ("t10k-labels-idx1-ubyte", "0402a96d92fd2663"),
    ])
  func theFilesUnpackToTheKnownBytes(name: String, prefix: String) throws {
    let file = try PackedFile("/usr/share/datasets/fashion-mnist/\(name).gz")
    #expect(try SHA.prefix(of: file.readAll()) == prefix)
  }

  @Test func fashionMNISTIsLookedForInOrder() throws {
    let environment = ["FOVEA_DATA": "/data", "XDG_DATA_HOME": "/share", "HOME": "/home/me"]
    let folders = FashionMNISTReader().folders(environment)
    #expect(
      folders == [
        "/data/fashion-mnist", "/data", "/share/fovea/fashion-mnist", "/usr/share/datasets/fashion-mnist",
      ])
    #expect(
      FashionMNISTReader().folders(["HOME": "/home/me", "XDG_DATA_HOME": ""])
        == ["/home/me/.local/share/fovea/fashion-mnist", "/usr/share/datasets/fashion-mnist"])
  }

  @Test func ownFashionMNISTFilesComeFirst() throws {
    // The folder of the variable wins over the installed one: these are six images, not sixty thousand.
    let options = LoadOptions(environment: ["FOVEA_DATA": Fixtures.path("idx/good")])
    let data = try Loading.load(source: DataSourceName("fashion-mnist"), options: options)
    #expect(data.train.count == 6 && data.classes.count == 10)
  }

  @Test func aLimitKeepsClassesInProportionAndOrder() throws {
    let whole = try load("digits")
    let data = try load("digits", limit: 100)
    #expect(data.train.count == 100 && data.test?.count == 360)
    for (kept, all) in zip(data.train.counts(classes: 10), whole.train.counts(classes: 10)) {
      #expect(abs(Double(kept) - Double(all) * 100 / 1437) < 1)
    }
    #expect(data.train.indices == data.train.indices.sorted())
    #expect(data.train.indices.prefix(10).allSatisfy { $0 < 20 })
    #expect(data.fingerprint != whole.fingerprint)
    #expect(try load("digits", limit: 5000).fingerprint == whole.fingerprint)
    #expect(throws: DataError.limitTooSmall(limit: 9, classes: 10)) { try load("digits", limit: 9) }
  }

  @Test func aLimitSaysWhichClassesItLost() throws {
    let store = ImageStore(
      pixels: [1, 2, 3, 4, 5], count: 5, shape: SampleShape(channels: 1, height: 1, width: 1))
    let (part, lost) = try Loading.limited(Part(store: store, labels: [0, 0, 0, 0, 1]), to: 2, classes: 2)
    #expect(part.indices == [0, 1] && lost == [1])
  }

  @Test func whatIsNotThereIsNamed() {
    #expect(throws: DataError.sourceNotFound("./nothing", builtin: Loading.builtin)) { try load("./nothing") }
    // In quotes it is a path, whatever built-in data sets are called.
    #expect(throws: DataError.sourceNotFound("digits", builtin: Loading.builtin)) {
      try Loading.load(source: DataSourceName("digits", quoted: true))
    }
    #expect(throws: DataError.unknownKind(path: Fixtures.path("expected.json"))) {
      try load(Fixtures.path("expected.json"))
    }
    let nowhere = LoadOptions(environment: ["FOVEA_DATA": "/nowhere"])
    if !Self.hasClothes {
      #expect(throws: DataError.self) {
        try Loading.load(source: DataSourceName("fashion-mnist"), options: nowhere)
      }
    }
  }
}
