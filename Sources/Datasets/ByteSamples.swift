/// Samples whose numbers are bytes on one scale, `offset + step * byte`: what can be computed with whole numbers is exact.
public protocol ByteSampleSource: SampleSource {
  /// The scale, or nil where the numbers have no common one (channels normalised each for itself, augmented images).
  var byteScale: ByteScale? { get }
  /// Writes the bytes of a sample in the order in which `read` writes its numbers.
  ///
  /// - Precondition: There is a common scale, and `destination` has room for `shape.count` bytes.
  func readBytes(_ position: Int, into destination: UnsafeMutableBufferPointer<UInt8>)
}

/// What a byte stands for: `offset + step * byte`.
public struct ByteScale: Sendable, Hashable {
  public let offset: Double
  public let step: Double

  public init(offset: Double, step: Double) {
    self.offset = offset
    self.step = step
  }
}

extension PreparedSource: ByteSampleSource {
  var byteScale: ByteScale? {
    guard augmentation.isEmpty else { return nil }
    guard let scales else { return ByteScale(offset: 0, step: 1 / 255.0) }
    guard let first = scales.first, scales.allSatisfy({ $0 == first }) else { return nil }
    return ByteScale(offset: -first.mean / first.divisor, step: 1 / (255 * first.divisor))
  }

  func readBytes(_ position: Int, into destination: UnsafeMutableBufferPointer<UInt8>) {
    precondition(destination.count >= shape.count)
    pixels.store.withPixels(pixels.indices[position]) { source in
      let channels = shape.channels
      if channels == 1 {
        _ = destination.update(fromContentsOf: source)
        return
      }
      let plane = shape.height * shape.width
      for channel in 0..<channels {
        for pixel in 0..<plane { destination[channel * plane + pixel] = source[pixel * channels + channel] }
      }
    }
  }
}
