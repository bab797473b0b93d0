public import Declarations

/// Image file formats that can be decoded.
public enum ImageFormat: String, Sendable, Hashable, CaseIterable {
  /// PNG, with 1, 2, 4, 8 or 16 bits per channel.
  case png = "PNG"
  /// Baseline or progressive JPEG.
  case jpeg = "JPEG"
}

/// Why an image can't be decoded or encoded.
@nonexhaustive
public enum ImageError: ExplainedError, Hashable {
  /// The file has no bytes.
  case empty
  /// The file is neither PNG nor JPEG; `firstBytes` are at most 12.
  case unknownFormat(firstBytes: [UInt8])
  /// The file ends before the image is complete.
  case truncated(ImageFormat)
  /// The decoder failed; the reason is in the words of libpng or libjpeg.
  case damaged(ImageFormat, reason: String)
  /// The image has more than `limit` pixels.
  case tooLarge(ImageFormat, width: Int, height: Int, limit: Int)
  /// Memory for the pixels could not be allocated.
  case noMemory(width: Int, height: Int)
  /// Sizes that no image has, or that its pixels don't fill.
  case invalidSize(String)
  /// The image can't be written as PNG; the reason is in the words of libpng.
  case notEncodable(width: Int, height: Int, reason: String)
}
