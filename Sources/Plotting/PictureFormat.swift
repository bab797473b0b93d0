internal import Files

/// Pictures in files, by the ending of their name.
public enum PictureFormat: String, Sendable, Hashable, CaseIterable {
  case png
  case svg
  case pdf

  /// - Throws: `PlotError.unknownEnding`.
  public init(path: String) throws(PlotError) {
    guard let ending = Self.ending(of: path), let format = PictureFormat(rawValue: ending.lowercased()) else {
      throw .unknownEnding(path: path)
    }
    self = format
  }

  /// What follows the last dot of a file's name; `nil` for names such as `curve`, `.png` and `curve.`.
  static func ending(of path: String) -> String? {
    let name = path.pathName
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex, name.index(after: dot) < name.endIndex
    else { return nil }
    return String(name[name.index(after: dot)...])
  }

  /// What every whole picture ends with: the last chunk of a PNG, the root of an SVG, the mark of a PDF.
  var end: [UInt8] {
    switch self {
    case .png: Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
    case .svg: Array("</svg>".utf8)
    case .pdf: Array("%%EOF".utf8)
    }
  }

  /// gnuplot's line for a picture of this size, in points (1/72 inch; PNG has two pixels for each).
  ///
  /// `noenhanced` keeps `_`, `^`, `{}` and `@` in names what they are.
  func terminal(width: Int, height: Int) -> String {
    switch self {
    case .png:
      "set terminal pngcairo noenhanced size "
        + "\(width * 2),\(height * 2) font 'sans,12' fontscale 1.5 linewidth 2 pointscale 2"
    case .svg: "set terminal svg noenhanced size \(width),\(height) font 'sans-serif,12' background 'white'"
    case .pdf:
      "set terminal pdfcairo noenhanced size "
        + "\(Double(width) / 72)in,\(Double(height) / 72)in font 'sans,12' fontscale 0.75"
    }
  }
}
