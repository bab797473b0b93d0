extension ImageError {
  /// What is wrong, in one sentence; it doesn't name the file.
  public var message: String {
    switch self {
    case .empty: "the file is empty."
    case .unknownFormat(let bytes): Self.unknown(bytes)
    case .truncated(let format): "the \(format.rawValue) file is cut off: it ends before its picture does."
    case .damaged(let format, let reason): "the \(format.rawValue) file is damaged: \(Self.unended(reason))."
    case .tooLarge(let format, let width, let height, let limit):
      "the \(format.rawValue) file has "
        + "\(width)x\(height) pixels; at most \(limit / 1_000_000) million are read."
    case .noMemory(let width, let height): "there is no memory for a picture of \(width)x\(height) pixels."
    case .invalidSize(let found): "no image has these sizes: \(found)."
    case .notEncodable(let width, let height, let reason):
      "a picture of \(width)x\(height) pixels can't be written as PNG: \(Self.unended(reason))."
    }
  }

  /// How to fix it; nil when there is no advice.
  public var hint: String? {
    switch self {
    case .empty, .truncated, .damaged: "Copy the file again from where it came, or take it away."
    case .unknownFormat(let bytes):
      Self.name(of: bytes).map {
        "Convert it first, for example with ImageMagick: convert picture.\($0.lowercased()) picture.png"
      }
    case .tooLarge, .noMemory: "Make the picture smaller first."
    case .notEncodable, .invalidSize: nil
    }
  }

  private static func unknown(_ bytes: [UInt8]) -> String {
    if let name = name(of: bytes) { return "it is a \(name) file; PNG and JPEG files can be read." }
    let digits = bytes.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    return "it is neither PNG nor JPEG: it begins with the bytes \(digits)."
  }

  /// The name of a picture format that isn't read.
  private static func name(of bytes: [UInt8]) -> String? {
    func has(_ text: String, at start: Int = 0) -> Bool { bytes.dropFirst(start).starts(with: text.utf8) }
    if has("GIF8") { return "GIF" }
    if has("BM") { return "BMP" }
    if has("RIFF"), has("WEBP", at: 8) { return "WEBP" }
    if has("II*\0") || has("MM\0*") { return "TIFF" }
    if has("ftypavif", at: 4) { return "AVIF" }
    if has("ftyphei", at: 4) || has("ftypmif1", at: 4) { return "HEIC" }
    return nil
  }

  /// Some reasons of the libraries end with a full stop.
  private static func unended(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
