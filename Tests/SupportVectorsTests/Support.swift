import Datasets
import Foundation

/// Values of the folder Fixtures, see Fixtures/make_fixtures.py.
enum Fixtures {
  static func read<Row: Decodable>(_ name: String, as type: Row.Type) throws -> [Row] {
    let folder = Bundle.module.resourceURL ?? URL(fileURLWithPath: ".")
    return try JSONDecoder().decode(
      [Row].self, from: Data(contentsOf: folder.appendingPathComponent("Fixtures/" + name)))
  }
}

/// The training and the test part of a built-in data set.
func parts(_ name: String, limit: Int? = nil) throws -> (train: any SampleSource, test: any SampleSource) {
  let data = try Loading.load(source: DataSourceName(name), options: LoadOptions(limit: limit))
  return (try data.source(.train, training: false, seed: 0), try data.source(.test, training: false, seed: 0))
}

/// Bytes as samples from 0 to 1, interleaved rows as images have them.
struct ByteImages: ByteSampleSource {
  let images: [[UInt8]]
  let labels: [Int]
  let shape: SampleShape
  let classes: Int
  var count: Int { images.count }

  func label(_ position: Int) -> Int { labels[position] }

  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) {
    let plane = shape.height * shape.width
    for channel in 0..<shape.channels {
      for pixel in 0..<plane {
        destination[channel * plane + pixel] = Float(images[position][pixel * shape.channels + channel]) / 255
      }
    }
  }

  var channelScales: [ByteScale]? {
    [ByteScale](repeating: ByteScale(offset: 0, step: 1 / 255.0), count: shape.channels)
  }

  func readBytes(_ position: Int, into destination: UnsafeMutableBufferPointer<UInt8>) {
    let plane = shape.height * shape.width
    for channel in 0..<shape.channels {
      for pixel in 0..<plane {
        destination[channel * plane + pixel] = images[position][pixel * shape.channels + channel]
      }
    }
  }
}
