/// How the dimensions of an array are those of images.
///
/// Rows are samples. Two dimensions are features, an image of one row each; three are gray images; of four
/// the last are channels, as in NumPy, TensorFlow and Pillow, unless only the second are 1 or 3 long, as
/// PyTorch has them.
struct ArrayLayout {
  let count: Int
  let shape: SampleShape
  /// Whether channels stand before rows in the array.
  let isChannelsFirst: Bool

  /// The longest side, number of features or of channels, so that a header that lies gets no memory.
  static let longestSide = 1 << 24

  /// - Parameter channels: `first` or `last`; nil for what the sizes say.
  init(_ array: ArrayHeader, channels: String?, name: String) throws(DataError) {
    let sides = array.shape
    func wrong(_ reason: String) -> DataError {
      .arrayContent(
        path: name, reason: reason,
        hint: "Expected are samples x features, samples x height x width, or x channels.")
    }
    guard (2...4).contains(sides.count) else {
      throw wrong("its shape is \(Self.text(sides)), which are no images or features")
    }
    guard sides.dropFirst().allSatisfy({ (1...Self.longestSide).contains($0) }), sides[0] > 0 else {
      throw wrong("its shape is \(Self.text(sides)): there is nothing in it")
    }
    count = sides[0]
    switch sides.count {
    case 2: (shape, isChannelsFirst) = (SampleShape(channels: 1, height: 1, width: sides[1]), false)
    case 3: (shape, isChannelsFirst) = (SampleShape(channels: 1, height: sides[1], width: sides[2]), false)
    default:
      let isFirst =
        channels.map { $0 == "first" } ?? (![1, 3].contains(sides[3]) && [1, 3].contains(sides[1]))
      isChannelsFirst = isFirst
      shape =
        isFirst
        ? SampleShape(channels: sides[1], height: sides[2], width: sides[3])
        : SampleShape(channels: sides[3], height: sides[1], width: sides[2])
    }
  }

  /// Values with interleaved channels, row by row.
  func interleaved<Value>(_ values: [Value]) -> [Value] {
    guard isChannelsFirst, shape.channels > 1 else { return values }
    let plane = shape.height * shape.width
    return [Value](unsafeUninitializedCapacity: values.count) { buffer, written in
      for sample in 0..<count {
        for channel in 0..<shape.channels {
          for pixel in 0..<plane {
            (buffer.baseAddress! + sample * shape.count + pixel * shape.channels + channel).initialize(
              to: values[sample * shape.count + channel * plane + pixel])
          }
        }
      }
      written = values.count
    }
  }

  /// `60000x28x28`.
  static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "that of a single number" : shape.map(String.init).joined(separator: "x")
  }
}
