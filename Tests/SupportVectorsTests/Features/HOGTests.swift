import Datasets
import Kernels
import Testing

@testable import SupportVectors

@Suite("Histograms of oriented gradients")
struct HOGTests {
  /// What scikit-image computes of bytes: Fixtures/make_gradients.py.
  private struct Expected: Decodable {
    struct Picture: Decodable {
      let name: String
      let height: Int
      let width: Int
      let channels: Int
      let pixels: String

      var shape: SampleShape { SampleShape(channels: channels, height: height, width: width) }

      /// Rows of interleaved pixels.
      var bytes: [UInt8] {
        let digits = pixels.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
      }
    }

    struct Case: Decodable {
      let image: Int
      let cell: Int
      let block: Int
      let orientations: Int
      let features: [Double]

      var settings: HOGSettings { HOGSettings(cell: cell, block: block, orientations: orientations) }
    }

    let images: [Picture]
    let cases: [Case]
  }

  private func expected() throws -> Expected {
    try #require(try Fixtures.read("gradients.json", as: Expected.self).first)
  }

  private func features(_ source: any SampleSource, _ settings: HOGSettings) throws -> [Float] {
    let features = try FittedFeatures(.hog(settings), input: source.shape)
    let rows = try FeatureReading(source: source, features: features, isBytes: false).rows(
      [0], group: WorkerGroup(threads: 1))
    return Array(UnsafeBufferPointer(start: rows.floats(0), count: rows.width))
  }

  /// A part of one image, as a data set gives it.
  private func source(_ picture: Expected.Picture, _ steps: [any PreparationStep]) throws -> any SampleSource
  {
    let store = ImageStore(pixels: picture.bytes, count: 1, shape: picture.shape)
    var data = try DataSet(origin: "one", classes: ["a", "b"], train: Part(store: store, labels: [0]))
    data.preparation = try Preparation(steps)
    return try data.source(.train, training: false, seed: 0)
  }

  @Test func bytesGiveTheNumbersOfScikitImage() throws {
    let expected = try expected()
    #expect(Set(expected.cases.map(\.orientations)).isSuperset(of: 1...36))
    for one in expected.cases {
      let picture = expected.images[one.image]
      let found = try features(try source(picture, []), one.settings)
      #expect(found.count == one.features.count)
      let worst = zip(found, one.features).map { abs(Double($0) - $1) }.max() ?? 1
      #expect(worst < 1e-6, "\(picture.name), \(one.settings)")
    }
  }

  /// Normalising stretches gradients, and the norm of blocks takes that back, up to its 1e-5.
  @Test func normalizedImagesGiveTheSameNumbersWhereChannelsHaveOneScale() throws {
    let expected = try expected()
    for one in expected.cases where expected.images[one.image].channels == 1 && one.orientations <= 36 {
      let found = try features(try source(expected.images[one.image], [NormalizeStep()]), one.settings)
      let worst = zip(found, one.features).map { abs(Double($0) - $1) }.max() ?? 1
      #expect(worst < 1e-6, "\(expected.images[one.image].name), \(one.settings)")
    }
  }

  /// The channel with the largest gradient is that of the normalised numbers.
  @Test func channelsCountAsTheyAreNormalized() throws {
    // At the middle pixel red rises by 100 to the right and green by 90 downwards; red varies much more
    // elsewhere.
    let red: [UInt8] = [255, 50, 0, 0, 50, 100, 0, 50, 255]
    let green: [UInt8] = [45, 0, 45, 45, 45, 45, 45, 90, 45]
    let shape = SampleShape(channels: 3, height: 3, width: 3)
    let store = ImageStore(pixels: zip(red, green).flatMap { [$0, $1, 0] }, count: 1, shape: shape)
    var data = try DataSet(origin: "one", classes: ["a", "b"], train: Part(store: store, labels: [0]))
    let settings = HOGSettings(cell: 1, block: 1, orientations: 2)
    func middle() throws -> [Float] {
      Array(try features(try data.source(.train, training: false, seed: 0), settings)[8..<10])
    }
    #expect(try middle() == [1, 0])
    data.preparation = try Preparation([NormalizeStep()])
    #expect(try middle() == [0, 1])
  }
}
