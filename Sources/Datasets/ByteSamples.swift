/// Samples whose values are scaled bytes, `offset + step * byte`, so that integer arithmetic on them is
/// exact.
public protocol ByteSampleSource: SampleSource {
  /// The scale of each channel; nil where values aren't scaled bytes (augmented images).
  var channelScales: [ByteScale]? { get }
  /// Writes the bytes of a sample in the order in which `read` writes its values.
  ///
  /// - Precondition: `channelScales` isn't nil, and `destination` has room for `shape.count` bytes.
  /// - Throws: As `read`.
  func readBytes(_ position: Int, into destination: UnsafeMutableBufferPointer<UInt8>) throws(DataError)
}

extension ByteSampleSource {
  /// The scale shared by all channels; nil where they differ, as after normalizing each channel.
  public var byteScale: ByteScale? {
    guard let scales = channelScales, let first = scales.first else { return nil }
    return scales.allSatisfy { $0 == first } ? first : nil
  }
}

/// The value of a byte: `offset + step * byte`.
public struct ByteScale: Sendable, Hashable {
  /// The value of byte 0.
  public let offset: Double
  /// The difference between the values of successive bytes.
  public let step: Double

  /// The scale `offset + step * byte`.
  public init(offset: Double, step: Double) {
    self.offset = offset
    self.step = step
  }
}

extension PartSamples: ByteSampleSource {
  var channelScales: [ByteScale]? {
    guard augmentation.isEmpty, !pixels.store.holdsFloats else { return nil }
    guard let scales else {
      return [ByteScale](repeating: ByteScale(offset: 0, step: 1 / 255.0), count: shape.channels)
    }
    return scales.map { ByteScale(offset: -$0.mean / $0.divisor, step: 1 / (255 * $0.divisor)) }
  }

  func readBytes(_ position: Int, into destination: UnsafeMutableBufferPointer<UInt8>) throws(DataError) {
    precondition(destination.count >= shape.count)
    try pixels.store.withPixels(pixels.indices[position]) { source in
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
