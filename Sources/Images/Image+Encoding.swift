internal import CPNG

extension Image {
  /// Encodes the image as PNG, losslessly.
  ///
  /// - Throws: `ImageError.notEncodable` if a side is longer than a million pixels, `ImageError.noMemory`.
  /// - Complexity: O(pixels).
  public func encodedPNG() throws(ImageError) -> [UInt8] {
    guard let width32 = UInt32(exactly: width), let height32 = UInt32(exactly: height) else {
      throw .notEncodable(width: width, height: height, reason: "a side is too long")
    }
    var image = fovea_png_image()
    image.width = width32
    image.height = height32
    image.channels = UInt32(channels)
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = pixels.withUnsafeBufferPointer { fovea_png_encode(&image, $0.baseAddress, &bytes, &count) }
    guard status == Int32(FOVEA_PNG_DONE.rawValue), let bytes else {
      if status == Int32(FOVEA_PNG_NO_MEMORY.rawValue) { throw .noMemory(width: width, height: height) }
      throw .notEncodable(
        width: width, height: height, reason: withUnsafeBytes(of: image.message) { Self.text($0) })
    }
    defer { fovea_png_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }
}
