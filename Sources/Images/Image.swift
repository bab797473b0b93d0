/// An 8-bit image: rows from the top, pixels from the left, interleaved channels.
///
/// ```swift
/// let photo = try Image.decode(bytes)                      // 640 x 480, 3 channels
/// let small = photo.grayscaled().resized(width: 28, height: 28)
/// small.pixels.count                                       // 784
/// ```
public struct Image: Sendable, Hashable {
  /// The width in pixels, at least 1.
  public let width: Int
  /// The height in pixels, at least 1.
  public let height: Int
  /// 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA. Alpha isn't premultiplied.
  public let channels: Int
  /// The value of a channel is `pixels[(y * width + x) * channels + channel]`.
  public var pixels: [UInt8]

  /// An image of these pixels.
  ///
  /// - Parameters:
  ///   - pixels: `width * height * channels` values.
  ///   - width: At least 1.
  ///   - height: At least 1.
  ///   - channels: 1 to 4.
  /// - Throws: `.invalidSize`.
  public init(checking pixels: [UInt8], width: Int, height: Int, channels: Int) throws(ImageError) {
    guard width > 0, height > 0, (1...4).contains(channels), pixels.count / width / height == channels,
      pixels.count == width &* height &* channels
    else { throw .invalidSize("\(pixels.count) values for \(width)x\(height)x\(channels)") }
    self.init(width: width, height: height, channels: channels, pixels: pixels)
  }

  /// An image of these pixels.
  ///
  /// - Precondition: Sizes of at least 1, 1 to 4 channels, and `width * height * channels` values.
  package init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    precondition(
      width > 0 && height > 0 && (1...4).contains(channels) && pixels.count == width * height * channels)
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }
}
