internal import CJPEG
internal import CPNG

extension Image {
  /// Pictures with more pixels are refused: a few bytes may promise gigabytes.
  public static let pixelLimit = 1 << 27

  /// Whether a file that begins with these bytes is a PNG or JPEG file. Eight bytes are enough.
  public static func isImage(_ firstBytes: ArraySlice<UInt8>) -> Bool { format(of: firstBytes) != nil }

  /// Decodes a PNG or JPEG file, whichever its first bytes say.
  ///
  /// PNG: 1 to 16 bits, palettes, interlacing; a transparent colour becomes alpha, 16 bits are scaled to 8
  /// with rounding, gamma and colour profiles are left alone. JPEG: baseline and progressive; CMYK and YCCK
  /// become RGB by (255 - ink) (255 - black) / 255, where Adobe's marker tells that inks are stored inverted.
  /// Both are turned as EXIF's orientation says, or XMP's where EXIF hasn't got it, as Pillow's
  /// `exif_transpose` turns them.
  ///
  /// A file whose pixels are all there is read, whatever else is missing or wrong: a PNG file without its end
  /// (as Pillow reads it), bytes behind the end, a wrong checksum of a chunk that isn't part of the pixels,
  /// stray bytes in a JPEG file. All else is refused, also where Pillow or libjpeg would guess and go on:
  /// half a picture must not pass for a whole one. A JPEG file without its end is refused as Pillow does,
  /// since scans that refine the picture may be missing; and a PNG file whose pixels have a wrong checksum,
  /// which Pillow doesn't look at.
  ///
  /// - Parameter remark: Gets what is odd about a file that was read, in words that go on from its name.
  /// - Returns: A picture with 1 to 4 channels, as the file has.
  /// - Throws: `ImageError` for anything but a whole picture.
  /// - Complexity: O(bytes + pixels).
  public static func decode(_ bytes: [UInt8], remark: inout String?) throws(ImageError) -> Image {
    switch format(of: bytes[...]) {
    case .png: return try decodePNG(bytes, &remark)
    case .jpeg: return try decodeJPEG(bytes, &remark)
    case nil: throw bytes.isEmpty ? .empty : .unknownFormat(firstBytes: Array(bytes.prefix(12)))
    }
  }

  /// The same, without a word on what is odd.
  public static func decode(_ bytes: [UInt8]) throws(ImageError) -> Image {
    var remark: String?
    return try decode(bytes, remark: &remark)
  }

  private static func format(of bytes: ArraySlice<UInt8>) -> ImageFormat? {
    // One damaged byte in PNG's signature still shows what the file was meant to be; libpng says what is
    // wrong with it.
    if bytes.dropFirst().starts(with: [0x50, 0x4E, 0x47]) || bytes.starts(with: [0x89, 0x50]) {
      return .png
    }
    return bytes.starts(with: [0xFF, 0xD8, 0xFF]) ? .jpeg : nil
  }

  private static func decodePNG(_ bytes: [UInt8], _ remark: inout String?) throws(ImageError) -> Image {
    var decoded = fovea_png_image()
    let status = bytes.withUnsafeBufferPointer {
      fovea_png_decode($0.baseAddress, $0.count, UInt64(pixelLimit), &decoded)
    }
    defer { fovea_png_clear(&decoded) }
    guard status == Int32(FOVEA_PNG_DONE.rawValue), let pixels = decoded.pixels else {
      throw error(
        .png, Failure(png: status), withUnsafeBytes(of: decoded.message) { text($0) }, decoded.width,
        decoded.height)
    }
    remark = withUnsafeBytes(of: decoded.note) { $0[0] == 0 ? nil : text($0) }
    let exif = decoded.exif.map { Array(UnsafeBufferPointer(start: $0, count: decoded.exif_count)) }
    let orientation = Orientation(
      exif: exif, profile: decoded.profile.map { String(cString: $0) },
      xmp: decoded.xmp.map { String(cString: $0) })
    return Image(copying: pixels, width: decoded.width, height: decoded.height, channels: decoded.channels)
      .oriented(orientation)
  }

  private static func decodeJPEG(_ bytes: [UInt8], _ remark: inout String?) throws(ImageError) -> Image {
    var decoded = fovea_jpeg_image()
    let status = bytes.withUnsafeBufferPointer {
      fovea_jpeg_decode($0.baseAddress, $0.count, UInt64(pixelLimit), &decoded)
    }
    defer { fovea_jpeg_free(decoded.pixels) }
    guard status == Int32(FOVEA_JPEG_DONE.rawValue), let pixels = decoded.pixels else {
      throw error(
        .jpeg, Failure(jpeg: status), withUnsafeBytes(of: decoded.message) { text($0) }, decoded.width,
        decoded.height)
    }
    remark = withUnsafeBytes(of: decoded.note) { $0[0] == 0 ? nil : text($0) }
    return Image(copying: pixels, width: decoded.width, height: decoded.height, channels: decoded.channels)
      .oriented(Orientation(jpeg: bytes))
  }

  private init(copying pixels: UnsafeMutablePointer<UInt8>, width: UInt32, height: UInt32, channels: UInt32) {
    // The pixel limit keeps this far from overflow.
    let count = Int(width) * Int(height) * Int(channels)
    self.init(
      width: Int(width), height: Int(height), channels: Int(channels),
      pixels: Array(UnsafeBufferPointer(start: pixels, count: count)))
  }

  private static func error(
    _ format: ImageFormat, _ failure: Failure, _ reason: String, _ width: UInt32, _ height: UInt32
  ) -> ImageError {
    switch failure {
    case .damaged: .damaged(format, reason: reason)
    case .truncated: .truncated(format)
    case .tooLarge: .tooLarge(format, width: Int(width), height: Int(height), limit: pixelLimit)
    case .noMemory: .noMemory(width: Int(width), height: Int(height))
    }
  }

  /// The text in a C array of characters.
  static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// What the C edges' numbers mean.
private enum Failure {
  case damaged, truncated, tooLarge, noMemory

  init(png status: Int32) {
    switch UInt32(bitPattern: status) {
    case FOVEA_PNG_CUT_OFF.rawValue: self = .truncated
    case FOVEA_PNG_TOO_LARGE.rawValue: self = .tooLarge
    case FOVEA_PNG_NO_MEMORY.rawValue: self = .noMemory
    default: self = .damaged
    }
  }

  init(jpeg status: Int32) {
    switch UInt32(bitPattern: status) {
    case FOVEA_JPEG_CUT_OFF.rawValue: self = .truncated
    case FOVEA_JPEG_TOO_LARGE.rawValue: self = .tooLarge
    case FOVEA_JPEG_NO_MEMORY.rawValue: self = .noMemory
    default: self = .damaged
    }
  }
}
