/// The size of an image according to the header of its file, without decoding.
public struct ImageExtent: Sendable, Hashable {
  /// Width times height; files above `Image.pixelLimit` can't be decoded.
  public let pixels: Int
  /// The width of the picture: of a JPEG file as EXIF or XMP turns it, as far as the beginning tells; of a
  /// PNG file, which may tell that at its end, as in the file.
  public let width: Int
  /// The height, likewise.
  public let height: Int
  /// Whether it is gray, with or without alpha.
  public let isGray: Bool
  /// Whether channels have 16 bits.
  public let isDeep: Bool

  /// Reads the header of a PNG or JPEG file; nil if it is incomplete or invalid.
  ///
  /// - Parameter beginning: The file or its beginning.
  public init?(_ beginning: [UInt8]) {
    func number(at place: Int, size: Int) -> Int {
      beginning[place..<place + size].reduce(0) { $0 << 8 | Int($1) }
    }
    if beginning.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      guard beginning.count >= 26 else { return nil }
      self.init(
        width: number(at: 16, size: 4), height: number(at: 20, size: 4), isGray: beginning[25] & 3 == 0,
        isDeep: beginning[24] == 16)
      return
    }
    guard beginning.starts(with: [0xFF, 0xD8]) else { return nil }
    for (marker, content) in JPEGSegments(beginning) {
      // The frame headers, without the three markers between them that are none.
      guard (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker), content.count >= 6 else {
        continue
      }
      let start = content.startIndex
      self.init(
        width: number(at: start + 3, size: 2), height: number(at: start + 1, size: 2),
        isGray: content[start + 5] == 1, isDeep: false, isTurned: Orientation(jpeg: beginning).swapsSides)
      return
    }
    return nil
  }

  private init?(width: Int, height: Int, isGray: Bool, isDeep: Bool, isTurned: Bool = false) {
    guard width > 0, height > 0, width <= Image.pixelLimit / height else { return nil }
    pixels = width * height
    (self.width, self.height) = isTurned ? (height, width) : (width, height)
    self.isGray = isGray
    self.isDeep = isDeep
  }
}
