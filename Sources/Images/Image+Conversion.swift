extension Image {
  /// Converts to gray: ITU-R 601-2 luma in Pillow's integer arithmetic, (19595 R + 38470 G + 7471 B + 2^15) /
  /// 2^16. Alpha is composited over white first.
  public func grayscaled() -> Image { converted(channels: 1) }

  /// Converts to RGB: gray becomes equal R, G and B. Alpha is composited over white.
  public func convertedToRGB() -> Image { converted(channels: 3) }

  /// Converts to one channel (gray) or three (RGB).
  ///
  /// Alpha is composited over white: value' = round((value alpha + 255 (255 - alpha)) / 255) per channel,
  /// before the conversion to gray. Gray becomes equal R, G and B.
  ///
  /// - Precondition: `wanted` is 1 or 3.
  /// - Complexity: O(pixels).
  package func converted(channels wanted: Int) -> Image {
    precondition(wanted == 1 || wanted == 3)
    if channels == wanted { return self }
    let opaque = channels == 2 || channels == 4 ? overWhite() : self
    if opaque.channels == wanted { return opaque }
    let count = width * height
    let result = [UInt8](unsafeUninitializedCapacity: count * wanted) { target, filled in
      opaque.pixels.withUnsafeBufferPointer { source in
        if wanted == 3 {
          for pixel in 0..<count {
            target[pixel * 3] = source[pixel]
            target[pixel * 3 + 1] = source[pixel]
            target[pixel * 3 + 2] = source[pixel]
          }
        } else {
          for pixel in 0..<count {
            let red = UInt32(source[pixel * 3])
            let green = UInt32(source[pixel * 3 + 1])
            let blue = UInt32(source[pixel * 3 + 2])
            target[pixel] = UInt8(
              truncatingIfNeeded: (19595 &* red &+ 38470 &* green &+ 7471 &* blue &+ 0x8000) >> 16)
          }
        }
      }
      filled = count * wanted
    }
    return Image(width: width, height: height, channels: wanted, pixels: result)
  }

  /// The picture on white paper, without its last channel, alpha.
  private func overWhite() -> Image {
    let colours = channels - 1
    var result = [UInt8]()
    result.reserveCapacity(width * height * colours)
    for start in stride(from: 0, to: pixels.count, by: channels) {
      let alpha = UInt32(pixels[start + colours])
      let white = 255 * (255 - alpha) + 127
      for channel in start..<start + colours {
        result.append(UInt8(truncatingIfNeeded: (UInt32(pixels[channel]) * alpha + white) / 255))
      }
    }
    return Image(width: width, height: height, channels: colours, pixels: result)
  }
}
