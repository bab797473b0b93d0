import Datasets
import Declarations
import Foundation
import Images
import Testing

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
    try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: URL(fileURLWithPath: path("expected.json"))))
  }
}

/// An empty folder that is gone after `body`.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("datasets-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

func load(
  _ source: String, limit: Int? = nil, size: [Int]? = nil, index: Int? = nil, parts: PartsRule = .auto,
  task: PredictionTask? = nil
) throws(DataError) -> DataSet {
  var format: [String: ArgumentValue] = [:]
  format["size"] = size.map { .size($0) }
  format["index"] = index.map { .number(Double($0)) }
  format["task"] = task.map { .text($0.rawValue) }
  if parts != .auto { format["parts"] = .text(parts.rawValue) }
  return try Loading.load(
    source: DataSourceName(source), options: LoadOptions(limit: limit, format: format))
}

/// Bytes as gzip packs them.
func packed(_ bytes: [UInt8]) throws -> [UInt8] {
  try withTemporaryFolder { folder in
    let file = URL(fileURLWithPath: folder + "/content")
    try Data(bytes).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-n", file.path]
    try process.run()
    process.waitUntilExit()
    return Array(try Data(contentsOf: file.appendingPathExtension("gz")))
  }
}

/// Writes gray pictures of one brightness each into folders that are made on the way.
///
/// - Parameter names: Paths below the folder; the brightness counts up from `shade`.
func draw(_ names: [String], in folder: String, shade: Int = 0, width: Int = 2, height: Int = 2) throws {
  for (index, name) in names.enumerated() {
    let pixels = [UInt8](repeating: UInt8(truncatingIfNeeded: shade + index), count: width * height)
    let image = Image(width: width, height: height, channels: 1, pixels: pixels)
    try write(try image.encodedPNG(), to: name, in: folder)
  }
}

/// Writes a file into folders that are made on the way.
func write(_ bytes: [UInt8], to name: String, in folder: String) throws {
  let file = URL(fileURLWithPath: folder + "/" + name)
  try FileManager.default.createDirectory(
    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(bytes).write(to: file)
}

extension SampleSource {
  /// A sample as an array.
  func sample(_ position: Int, epoch: Int = 0) -> [Float] {
    var numbers = [Float](repeating: -1000, count: shape.count)
    var span = numbers.mutableSpan
    do throws(DataError) {
      try read(position, epoch: epoch, into: &span)
    } catch {
      Issue.record(error)
    }
    return numbers
  }
}

/// A data set of gray images whose pixels count up, `perClass` in each class.
func counting(classes: Int, perClass: Int, width: Int = 4, height: Int = 3) throws -> DataSet {
  let count = classes * perClass
  let shape = SampleShape(channels: 1, height: height, width: width)
  let pixels = (0..<count * shape.count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 256) }
  let store = ImageStore(pixels: pixels, count: count, shape: shape)
  return try DataSet(
    origin: "counting", classes: (0..<classes).map { "c\($0)" },
    train: Part(store: store, labels: (0..<count).map { $0 % classes }))
}
