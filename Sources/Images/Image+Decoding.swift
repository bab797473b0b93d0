internal import CJPEG
internal import CPNG

extension Image {
  /// The maximum number of pixels of a decoded image: a few bytes could claim gigabytes.
  public static let pixelLimit = 1 << 27

  /// Whether a file beginning with these bytes is a PNG or JPEG file; 8 bytes are enough.
  public static func isImage(_ firstBytes: ArraySlice<UInt8>) -> Bool { format(of: firstBytes) != nil }

  /// Decodes a PNG or JPEG file, detected by its first bytes.
  ///
  /// PNG: 1 to 16 bits, palettes, interlacing; a transparent color becomes alpha, 16 bits are scaled to 8
  /// with rounding, gamma and color profiles are ignored. JPEG: baseline and progressive; CMYK and YCCK
  /// become RGB by (255 - ink) (255 - black) / 255 where Adobe's marker says that inks are stored inverted.
  /// Images are rotated according to the EXIF orientation, or XMP's if there is none, like Pillow's
  /// `exif_transpose`.
  ///
  /// Files with all pixels are accepted even if something else is missing or wrong: a PNG file without its
  /// end (as in Pillow), bytes after the end, a wrong checksum of a chunk without pixels, stray bytes in a
  /// JPEG file. Everything else is an error, also where Pillow or libjpeg would guess, so that an incomplete
  /// image is never taken for a complete one: a JPEG file without its end, as in Pillow, since refinement
  /// scans may be missing; and a PNG file with a wrong checksum of its pixels, which Pillow ignores.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - remark: Set to what is unusual about a decoded file, as a sentence without its subject, the file.
  /// - Returns: An image with the file's 1 to 4 channels.
  /// - Throws: `ImageError`.
  /// - Complexity: O(bytes + pixels).
  public static func decode(_ bytes: [UInt8], remark: inout String?) throws(ImageError) -> Image {
    switch try decode(bytes, keepsDepth: false, &remark) {
    case .bytes(let image): return image
    case .numbers(let image): return image.picture
    }
  }

  /// - Parameter keepsDepth: Whether 16 bits a channel become numbers; else they are scaled to 8.
  static func decode(
    _ bytes: [UInt8], keepsDepth: Bool, _ remark: inout String?
  ) throws(ImageError) -> DecodedImage {
    switch format(of: bytes[...]) {
    case .png: return try decodePNG(bytes, keepsDepth, &remark)
    case .jpeg: return .bytes(try decodeJPEG(bytes, &remark))
    case nil: throw bytes.isEmpty ? .empty : .unknownFormat(firstBytes: Array(bytes.prefix(12)))
    }
  }

  /// Decodes a PNG or JPEG file; as `decode(_:remark:)`, without a remark.
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

  private static func decodePNG(
    _ bytes: [UInt8], _ keepsDepth: Bool, _ remark: inout String?
  ) throws(ImageError) -> DecodedImage {
    var decoded = fovea_png_image()
    let status = bytes.withUnsafeBufferPointer {
      fovea_png_decode($0.baseAddress, $0.count, UInt64(pixelLimit), keepsDepth ? 1 : 0, &decoded)
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
    if decoded.depth == 16 {
      let (width, height, channels) = (Int(decoded.width), Int(decoded.height), Int(decoded.channels))
      let numbers = FloatImage(
        width: width, height: height, channels: channels,
        bigEndian: UnsafeBufferPointer(start: pixels, count: 2 * width * height * channels))
      return .numbers(numbers.oriented(orientation))
    }
    return .bytes(
      Image(copying: pixels, width: decoded.width, height: decoded.height, channels: decoded.channels)
        .oriented(orientation))
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
