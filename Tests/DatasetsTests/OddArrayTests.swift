import Declarations
import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Arrays and deep pictures in odd forms")
struct OddArrayTests {
  private func header(_ type: String, _ shape: String, content: [UInt8] = []) -> [UInt8] {
    let text = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n".utf8)
    return ArrayHeader.magic + [1, 0, UInt8(text.count), 0] + text + content
  }

  /// Headers may say what they like: what isn't there gets no memory.
  @Test(arguments: [
    ("<f4", "(2, 1)", "|u1", "(0, 1000000000000)"), ("<f4", "(2, 1)", "<U0", "(1000000000000,)"),
    ("|u1", "(2, 16777216, 16777216, 16777216)", "|u1", "(2,)"), ("<f4", "(2, 1000000)", "|u1", "(2,)"),
  ])
  func headersThatLieGetNoMemory(type: String, shape: String, labelType: String, labelShape: String) throws {
    try withTemporaryFolder { folder in
      let content = shape == "(2, 1)" ? [UInt8](repeating: 0, count: 8) : [0, 1]
      try write(header(type, shape, content: content), to: "x.npy", in: folder)
      try write(
        header(labelType, labelShape, content: labelShape == "(2,)" ? [0, 1] : []), to: "y.npy", in: folder)
      #expect(throws: DataError.self) {
        try Loading.outline(of: DataSourceName(folder + "/x.npy"), options: LoadOptions())
      }
      #expect(throws: DataError.self) { try load(folder + "/x.npy") }
    }
  }

  @Test func textsKeepTheirClassesInTheOrderThatIsGiven() throws {
    let options: [String: ArgumentValue] = ["classes": .list(["c", "b", "d", "a"].map { .text($0) })]
    let data = try Loading.load(
      source: DataSourceName(Fixtures.path("arrays/pair_images.npy")), options: LoadOptions(format: options))
    #expect(data.classes == ["c", "b", "d", "a"] && data.train.labels == [1, 3, 1, 3, 0, 0])
    #expect(throws: DataError.self) {
      try Loading.load(
        source: DataSourceName(Fixtures.path("arrays/pair_images.npy")),
        options: LoadOptions(format: ["classes": .list(["x", "y", "z"].map { .text($0) })]))
    }
  }

  @Test func aFolderOfPicturesMayHoldAnArray() throws {
    try withTemporaryFolder { folder in
      try draw(["a/1.png", "b/1.png"], in: folder)
      try write([1, 2, 3], to: "embeddings.npy", in: folder)
      #expect(try load(folder).classes == ["a", "b"])
    }
  }

  @Test func namesOfFilesMayBeWrittenInCapitals() throws {
    try withTemporaryFolder { folder in
      for (part, name) in [("images", "X_TRAIN"), ("labels", "Y_TRAIN")] {
        try FileManager.default.copyItem(
          atPath: Fixtures.path("arrays/pair_\(part).npy"), toPath: "\(folder)/\(name).NPY")
      }
      #expect(try load(folder).train.count == 6)
    }
  }

  @Test func arraysThatAreNotUsedAreNamed() throws {
    try withTemporaryFolder { folder in
      for name in ["X", "holdout"] {
        try FileManager.default.copyItem(
          atPath: Fixtures.path("arrays/pair_images.npy"), toPath: "\(folder)/\(name).npy")
      }
      for name in ["y", "y_test"] {
        try FileManager.default.copyItem(
          atPath: Fixtures.path("arrays/pair_labels.npy"), toPath: "\(folder)/\(name).npy")
      }
      #expect(try load(folder).warnings == ["arrays that aren't used: holdout, y_test"])
    }
  }

  @Test func aMirroredSampleIsTheMirrorOfThePlainOne() throws {
    var data = try load(Fixtures.path("deep/gray"))
    data.preparation = try Preparation([NormalizeStep()])
    let plain = try data.source(.train, training: false, seed: 1)
    data.augmentation = Augmentation([FlipStep(.horizontal, probability: 1)])
    let flipped = try data.source(.train, training: true, seed: 1)
    for position in 0..<plain.count {
      let (one, other) = (plain.sample(position), flipped.sample(position))
      for row in 0..<6 {
        let own = Array(one[row * 7..<(row + 1) * 7])
        #expect(own.reversed() == Array(other[row * 7..<(row + 1) * 7]))
      }
    }
  }

  @Test(arguments: ["disk", "none"]) func deepPicturesAreTheSameOutsideOfMemory(cache: String) throws {
    try withTemporaryFolder { folder in
      func numbers(_ cache: String) throws -> [[Float]] {
        var data = try Loading.load(
          source: DataSourceName(Fixtures.path("deep/gray")),
          options: LoadOptions(format: ["cache": .text(cache)], environment: ["XDG_CACHE_HOME": folder]))
        data.preparation = try Preparation([ResizeStep(width: 5, height: 4), NormalizeStep()])
        let source = try data.source(.train, training: false, seed: 0)
        return (0..<source.count).map { source.sample($0) }
      }
      let (outside, inside) = (try numbers(cache), try numbers("memory"))
      #expect(outside == inside)
    }
  }

  /// What `evaluate` sees of a picture is what `predict` sees of its file.
  @Test func aPictureIsTheSameByItself() throws {
    let data = try load(Fixtures.path("deep/gray"))
    var prepared = data
    prepared.preparation = try Preparation([ResizeStep(width: 5, height: 4), NormalizeStep()])
    let fitted = try FittedPreparation(text: prepared.fittedPreparation().text)
    let whole = try prepared.source(.train, training: false, seed: 0)
    for position in 0..<data.train.count {
      let alone = try fitted.samples(at: [try #require(data.train.file(position))], classes: 2).source
      #expect(alone.sample(0) == whole.sample(position))
    }
  }

  @Test func whatFloatsLookLikeNeverOverflows() {
    let values = [Float](repeating: 3e38, count: 16) + [Float](repeating: -3e38, count: 16)
    let picture = FloatImage(width: 4, height: 4, channels: 2, values: values).picture
    #expect(picture.pixels.min() == 0 && picture.pixels.max() == 255)
    #expect(FloatImage(width: 2, height: 1, channels: 1, values: [0, 1]).picture.pixels == [0, 255])
  }
}
