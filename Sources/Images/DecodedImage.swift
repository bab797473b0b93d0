/// A picture as its file has it: of bytes, or, where a channel has 16 bits, of numbers from 0 to 1.
public enum DecodedImage: Sendable, Hashable {
  /// Of 8 bits a channel.
  case bytes(Image)
  /// Of 16 bits a channel.
  case numbers(FloatImage)

  /// Decodes a PNG or JPEG file as `Image.decode` does, but keeps 16 bits a channel.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - remark: Set to what is unusual about a decoded file, as a sentence without its subject, the file.
  /// - Returns: An image with the file's 1 to 4 channels.
  /// - Throws: `ImageError`.
  public static func decode(_ bytes: [UInt8], remark: inout String?) throws(ImageError) -> DecodedImage {
    try Image.decode(bytes, keepsDepth: true, &remark)
  }

  /// The width in pixels.
  public var width: Int {
    switch self {
    case .bytes(let image): image.width
    case .numbers(let image): image.width
    }
  }

  /// The height in pixels.
  public var height: Int {
    switch self {
    case .bytes(let image): image.height
    case .numbers(let image): image.height
    }
  }

  /// 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA.
  public var channels: Int {
    switch self {
    case .bytes(let image): image.channels
    case .numbers(let image): image.channels
    }
  }

  /// Whether it is of numbers.
  public var isDeep: Bool { if case .numbers = self { true } else { false } }

  /// The picture as numbers from 0 to 1.
  public var floatImage: FloatImage {
    switch self {
    case .bytes(let image): FloatImage(image)
    case .numbers(let image): image
    }
  }

  /// The picture as bytes: 16 bits scaled to 8 with rounding.
  public var picture: Image {
    switch self {
    case .bytes(let image): image
    case .numbers(let image): image.picture
    }
  }

  /// Converts to one channel (gray) or three (RGB). Alpha is composited over white.
  ///
  /// - Precondition: `wanted` is 1 or 3.
  package func converted(channels wanted: Int) -> DecodedImage {
    switch self {
    case .bytes(let image): .bytes(image.converted(channels: wanted))
    case .numbers(let image): .numbers(image.overWhite().converted(channels: wanted))
    }
  }
}

extension FloatImage {
  /// The numbers from 0 to 1 that 16 bits stand for, the first byte of a value the higher one.
  init(width: Int, height: Int, channels: Int, bigEndian bytes: UnsafeBufferPointer<UInt8>) {
    let count = width * height * channels
    precondition(bytes.count == 2 * count)
    self.init(
      width: width, height: height, channels: channels,
      values: (0..<count).map { Float(Double(Int(bytes[2 * $0]) << 8 | Int(bytes[2 * $0 + 1])) / 65535) })
  }

  /// The picture on white paper, without its last channel where that is alpha.
  func overWhite() -> FloatImage {
    guard channels == 2 || channels == 4 else { return self }
    let colours = channels - 1
    var result: [Float] = []
    result.reserveCapacity(width * height * colours)
    for start in stride(from: 0, to: values.count, by: channels) {
      let alpha = values[start + colours]
      for channel in start..<start + colours { result.append(values[channel] * alpha + (1 - alpha)) }
    }
    return FloatImage(width: width, height: height, channels: colours, values: result)
  }

  /// The picture as it looked to who held the camera.
  func oriented(_ orientation: Orientation) -> FloatImage {
    if orientation == .upright { return self }
    let (newWidth, newHeight) = orientation.swapsSides ? (height, width) : (width, height)
    return FloatImage(
      width: newWidth, height: newHeight, channels: channels,
      values: orientation.turned(values, width: width, height: height, channels: channels))
  }
}
