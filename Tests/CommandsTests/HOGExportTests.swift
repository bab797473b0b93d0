import Foundation
import Images
import Testing

@testable import Commands

/// Pictures in files to features in a file, against what scikit-image computes of the same bytes.
@Suite("Features of pictures")
struct HOGExportTests {
  private struct Expected: Decodable {
    struct Picture: Decodable {
      let height: Int
      let width: Int
      let channels: Int
      let pixels: String
    }

    struct Case: Decodable {
      let image: Int
      let cell: Int
      let block: Int
      let orientations: Int
      let features: [Double]
    }

    let images: [Picture]
    let cases: [Case]
  }

  @Test func areThoseOfScikitImage() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("SupportVectorsTests/Fixtures/gradients.json")
    let expected = try #require(try JSONDecoder().decode([Expected].self, from: Data(contentsOf: file)).first)
    let folder = NSTemporaryDirectory() + "hog-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (number, picture) in expected.images.enumerated() {
      let digits = picture.pixels.compactMap(\.hexDigitValue)
      let pixels = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
      // A second class, so that there is something to learn.
      for (name, own) in [("a", pixels), ("b", pixels.map { $0 / 2 &+ ($0 & 1) * 40 })] {
        let path = URL(fileURLWithPath: "\(folder)/\(number)/\(name)/1.png")
        try FileManager.default.createDirectory(
          at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        let image = Image(
          width: picture.width, height: picture.height, channels: picture.channels, pixels: own)
        try Data(try image.encodedPNG()).write(to: path)
      }
    }
    for one in expected.cases where one.orientations <= 36 && one.features.count > 30 {
      let session = TestShell()
      #expect(
        session.run(
          """
          load "\(folder)/\(one.image)" as d
          model m svm on=hog cell=\(one.cell) block=\(one.block) orientations=\(one.orientations)
          train m on d
          export d.train with m to "\(folder)/out.svmlight"
          """) == [])
      let line = try String(contentsOfFile: folder + "/out.svmlight", encoding: .utf8).prefix { $0 != "\n" }
      var features = [Double](repeating: 0, count: one.features.count)
      for word in line.split(separator: " ").dropFirst() {
        let parts = word.split(separator: ":")
        features[try #require(Int(parts[0])) - 1] = try #require(Double(parts[1]))
      }
      let worst = zip(features, one.features).map { abs($0 - $1) }.max() ?? 1
      #expect(
        worst < 1e-6,
        "image \(one.image), cell \(one.cell), block \(one.block), \(one.orientations) directions")
    }
  }
}
