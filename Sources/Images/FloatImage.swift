/// An image of numbers instead of bytes: rows from the top, pixels from the left, interleaved channels.
/// 16-bit pictures lie in 0 to 1 as bytes do; features may have any values and any number of channels.
public struct FloatImage: Sendable, Hashable {
  /// The width in pixels, at least 1.
  public let width: Int
  /// The height in pixels, at least 1.
  public let height: Int
  /// The number of channels, at least 1.
  public let channels: Int
  /// The value of a channel is `values[(y * width + x) * channels + channel]`.
  public let values: [Float]

  /// An image of these values.
  ///
  /// - Precondition: Sizes of at least 1, and `width * height * channels` values.
  package init(width: Int, height: Int, channels: Int, values: [Float]) {
    precondition(width > 0 && height > 0 && channels > 0 && values.count == width * height * channels)
    self.width = width
    self.height = height
    self.channels = channels
    self.values = values
  }

  /// The numbers from 0 to 1 that bytes stand for.
  public init(_ image: Image) {
    self.init(
      width: image.width, height: image.height, channels: image.channels,
      values: image.pixels.map { Float(Double($0) / 255) })
  }

  /// The picture to look at: 0 to 1 as bytes, or, where values lie outside, the smallest as 0 and the largest
  /// as 255. What has neither one nor three channels is shown as the mean over its channels.
  public var picture: Image {
    let plain =
      channels == 1 || channels == 3
      ? self
      : FloatImage(
        width: width, height: height, channels: 1,
        values: (0..<width * height).map { pixel in
          Float(
            values[pixel * channels..<(pixel + 1) * channels].reduce(0) { $0 + Double($1) } / Double(channels)
          )
        })
    var (low, high) = (plain.values.min() ?? 0, plain.values.max() ?? 1)
    if low >= 0, high <= 1 { (low, high) = (0, 1) }
    let range = Double(high) - Double(low)
    return Image(
      width: width, height: height, channels: plain.channels,
      pixels: plain.values.map { value in
        let share = range > 0 ? (Double(value) - Double(low)) / range : 0
        return UInt8(min(max(share * 255, 0), 255).rounded())
      })
  }

  /// Converts to one channel, the luma 0.299 R + 0.587 G + 0.114 B (ITU-R 601-2), or to three equal ones.
  ///
  /// - Precondition: It has as many channels as are wanted, or both numbers are 1 or 3.
  package func converted(channels wanted: Int) -> FloatImage {
    if wanted == channels { return self }
    precondition([1, 3].contains(wanted) && [1, 3].contains(channels))
    let converted: [Float] =
      wanted == 3
      ? values.flatMap { [$0, $0, $0] }
      : (0..<width * height).map { pixel in
        let (red, green, blue) = (values[pixel * 3], values[pixel * 3 + 1], values[pixel * 3 + 2])
        return Float(0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue))
      }
    return FloatImage(width: width, height: height, channels: wanted, values: converted)
  }

  /// Resizes the image like Pillow's `resize` in its mode F: as `Image.resizing`, with sums of doubles and
  /// without rounding to bytes.
  ///
  /// - Precondition: Sizes of at least 1.
  package func resized(width newWidth: Int, height newHeight: Int, filter: ResizeFilter) -> FloatImage {
    precondition(newWidth > 0 && newHeight > 0)
    if newWidth == width, newHeight == height { return self }
    if filter == .nearest { return resizedToNearest(newWidth, newHeight) }
    let across = newWidth == width ? self : filteredAcross(ResizeTaps(from: width, to: newWidth, filter))
    return newHeight == height ? across : across.filteredDown(ResizeTaps(from: height, to: newHeight, filter))
  }

  private func resizedToNearest(_ newWidth: Int, _ newHeight: Int) -> FloatImage {
    let columns = Image.nearest(from: width, to: newWidth)
    var result: [Float] = []
    result.reserveCapacity(newWidth * newHeight * channels)
    for row in Image.nearest(from: height, to: newHeight) {
      for column in columns {
        let start = (row * width + column) * channels
        result += values[start..<start + channels]
      }
    }
    return FloatImage(width: newWidth, height: newHeight, channels: channels, values: result)
  }

  private func filteredAcross(_ taps: ResizeTaps) -> FloatImage {
    let newWidth = taps.first.count
    var result = [Float](repeating: 0, count: newWidth * height * channels)
    for y in 0..<height {
      for x in 0..<newWidth {
        let line = (y * width + taps.first[x]) * channels
        for channel in 0..<channels {
          var sum = 0.0
          for tap in 0..<taps.count[x] {
            sum += Double(values[line + tap * channels + channel]) * taps.shares[x * taps.width + tap]
          }
          result[(y * newWidth + x) * channels + channel] = Float(sum)
        }
      }
    }
    return FloatImage(width: newWidth, height: height, channels: channels, values: result)
  }

  private func filteredDown(_ taps: ResizeTaps) -> FloatImage {
    let newHeight = taps.first.count
    let line = width * channels
    var result = [Float](repeating: 0, count: line * newHeight)
    for y in 0..<newHeight {
      for place in 0..<line {
        var sum = 0.0
        for tap in 0..<taps.count[y] {
          sum += Double(values[(taps.first[y] + tap) * line + place]) * taps.shares[y * taps.width + tap]
        }
        result[y * line + place] = Float(sum)
      }
    }
    return FloatImage(width: width, height: newHeight, channels: channels, values: result)
  }
}
