/// A picture of 8 bits a channel: rows from the top, pixels from the left, channels interleaved.
///
/// ```swift
/// let photo = try Image.decode(bytes)                      // 640 x 480, 3 channels
/// let small = photo.grayscaled().resized(width: 28, height: 28)
/// small.pixels.count                                       // 784
/// ```
public struct Image: Sendable, Hashable {
  /// In pixels, at least 1.
  public let width: Int
  /// In pixels, at least 1.
  public let height: Int
  /// 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA. Alpha isn't multiplied into the colours.
  public let channels: Int
  /// `pixels[(y * width + x) * channels + channel]`.
  public var pixels: [UInt8]

  /// - Precondition: Sizes of at least 1, 1 to 4 channels, and as many pixels as they say. Files are checked
  ///   when they are decoded, so a wrong number here is a mistake of the caller.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    precondition(
      width > 0 && height > 0 && (1...4).contains(channels) && pixels.count == width * height * channels)
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }
}
