import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Pictures of 16 bits a channel")
struct DeepImageTests {
  /// The values of each file, see Fixtures/make_deep.py.
  private static func fixtures() throws -> [String: Any] {
    let content = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("deep.json")))
    return try #require(try JSONSerialization.jsonObject(with: content) as? [String: Any])
  }

  private func decoded(_ name: String) throws -> DecodedImage {
    var remark: String?
    return try DecodedImage.decode(FileAccess.bytes(Fixtures.path("deep/\(name).png")), remark: &remark)
  }

  @Test(arguments: ["gray/low/0", "gray/high/3", "odd/gray-alpha", "odd/rgb", "odd/rgba"])
  func valuesKeepTheirDepth(name: String) throws {
    let levels = try #require(try Self.fixtures()[name] as? [Int])
    let image = try decoded(name)
    #expect(image.isDeep && image.floatImage.values == levels.map { Float(Double($0) / 65535) })
  }

  @Test func alphaIsLaidOverWhite() throws {
    let levels = try #require(try Self.fixtures()["odd/rgba"] as? [Int]).map { Double($0) / 65535 }
    let image = try decoded("odd/rgba").converted(channels: 3).floatImage
    #expect(image.channels == 3 && image.values.count == 60)
    for place in 0..<60 {
      let (pixel, channel) = (place / 3, place % 3)
      let expected = levels[4 * pixel + channel] * levels[4 * pixel + 3] + 1 - levels[4 * pixel + 3]
      #expect(abs(Double(image.values[place]) - expected) < 1e-6)
    }
  }

  @Test(arguments: ResizeFilter.allCases) func resizingIsPillows(filter: ResizeFilter) throws {
    let cases = try #require(try Self.fixtures()["resized"] as? [String: [String: [Double]]])
    let image = try decoded("gray/low/0").floatImage
    for (size, expected) in try #require(cases[filter.rawValue]) {
      let sides = size.split(separator: "x").compactMap { Int($0) }
      let step = try ResizeStep(width: sides[0], height: sides[1], filter: filter)
      let found = step.applied(to: image)
      // Pillow sums in doubles too; what is left is the last place of a float.
      for (value, wanted) in zip(found.values, expected) { #expect(abs(Double(value) - wanted) < 1e-6) }
      #expect(found.values.count == expected.count)
    }
  }

  @Test func aFolderOfThemIsOfNumbers() throws {
    let data = try load(Fixtures.path("deep/gray"))
    #expect(data.train.store.holdsFloats && data.classes == ["high", "low"])
    let levels = try #require(try Self.fixtures()["gray/high/1"] as? [Int])
    #expect(try data.train.store.withValues(1) { Array($0) } == levels.map { Float(Double($0) / 65535) })
    var prepared = data
    prepared.preparation = try Preparation([ResizeStep(width: 4, height: 4), NormalizeStep()])
    let values = try (0..<8).flatMap { try prepared.source(.train, training: false, seed: 0).sample($0) }
      .map(Double.init)
    let mean = values.reduce(0, +) / 128
    #expect(abs(mean) < 1e-6 && abs(values.reduce(0) { $0 + $1 * $1 } / 128 - 1) < 1e-5)
  }

  @Test func besideThemBytesBecomeNumbers() throws {
    try withTemporaryFolder { folder in
      for (kind, name) in [("low", "a"), ("high", "b")] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(kind)", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
          atPath: Fixtures.path("deep/gray/\(kind)/0.png"), toPath: "\(folder)/\(kind)/\(name).png")
      }
      try draw(["low/z.png"], in: folder, shade: 51, width: 7, height: 6)
      let data = try load(folder)
      #expect(data.train.store.holdsFloats && data.train.count == 3)
      #expect(try data.train.store.withValues(2) { Array($0) } == [Float](repeating: 0.2, count: 42))
      let report = try data.description()
      #expect(report.doubtful.map(\.position) == [2])
      // A model of them predicts pictures of either kind.
      let samples = try data.fittedPreparation().samples(at: [folder], classes: 2)
      #expect(samples.source.count == 3)
      #expect(samples.source.sample(2) == [Float](repeating: 0.2, count: 42))
    }
  }
}
