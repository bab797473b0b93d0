public import Tensors

/// The formats of picture files that can be read.
public enum ImageFormat: String, Sendable, Hashable, CaseIterable {
  case png = "PNG"
  case jpeg = "JPEG"
}

/// What can be wrong with a picture or the file that it comes from.
@nonexhaustive
public enum ImageError: ExplainedError, Hashable {
  /// A file without a byte.
  case empty
  /// The first bytes, at most 12, are those of no format that can be read.
  case unknownFormat(firstBytes: [UInt8])
  /// The file ends before the picture does.
  case truncated(ImageFormat)
  /// The reason is in the words of the format's library.
  case damaged(ImageFormat, reason: String)
  case tooLarge(ImageFormat, width: Int, height: Int, limit: Int)
  case noMemory(width: Int, height: Int)
  /// PNG can't hold the picture; the reason is in libpng's words.
  case notEncodable(width: Int, height: Int, reason: String)
}
