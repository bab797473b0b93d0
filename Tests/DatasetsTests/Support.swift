import Datasets
import Foundation

/// Paths and values of the folder Fixtures.
enum Fixtures {
  static func path(_ name: String) -> String {
    (Bundle.module.resourceURL ?? URL(fileURLWithPath: ".")).appendingPathComponent("Fixtures/" + name).path
  }

  /// What NumPy and hashlib found, see Fixtures/make_fixtures.py.
  struct Expected: Decodable {
    struct Digits: Decodable {
      let fingerprint: String
      let mean: Double
      let deviation: Double
      let counts: [Int]
      let normalizedTest: [Double]
    }

    struct Clothes: Decodable {
      let fingerprint: String
      let mean: Double
      let deviation: Double
    }

    let digits: Digits
    let clothes: Clothes
  }

  static func expected() throws -> Expected {
    try JSONDecoder().decode(Expected.self, from: Data(contentsOf: URL(fileURLWithPath: path("expected.json"))))
  }
}

/// An empty folder that is gone after `body`.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("datasets-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

func load(_ source: String, limit: Int? = nil) throws(DataError) -> DataSet {
  try Loading.load(source: DataSourceName(source), options: LoadOptions(limit: limit))
}

extension SampleSource {
  /// A sample as an array.
  func sample(_ position: Int, epoch: Int = 0) -> [Float] {
    var numbers = [Float](repeating: -1000, count: shape.count)
    var span = numbers.mutableSpan
    read(position, epoch: epoch, into: &span)
    return numbers
  }
}

/// A data set of gray images whose pixels count up, `perClass` in each class.
func counting(classes: Int, perClass: Int, width: Int = 4, height: Int = 3) -> DataSet {
  let count = classes * perClass
  let shape = SampleShape(channels: 1, height: height, width: width)
  let pixels = (0..<count * shape.count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 256) }
  let store = ImageStore(pixels: pixels, count: count, shape: shape)
  return DataSet(
    origin: "counting", classes: (0..<classes).map { "c\($0)" },
    train: Part(store: store, labels: (0..<count).map { $0 % classes }))
}
