/// How a picture is sent to a terminal that shows pictures between its lines.
public enum InlineEncoding: String, Sendable, CaseIterable {
  /// Bands of six rows of pixels: xterm, mlterm, foot, WezTerm and others.
  case sixel
  /// kitty's graphics protocol: kitty, Ghostty, Konsole.
  case kitty
  /// iTerm2's inline images: iTerm2, WezTerm.
  case iterm
}

extension Plot {
  /// The picture as the escape sequence that shows it where the cursor is. Drawn by gnuplot.
  ///
  /// - Parameter executable: gnuplot, by its path or as a name to look up in PATH.
  public func inlinePicture(_ encoding: InlineEncoding, executable: String = "gnuplot") throws(PlotError)
    -> String
  {
    switch encoding {
    case .sixel:
      // gnuplot writes sixels itself; a point is a pixel, as terminals have about eight to a column.
      let terminal =
        "set terminal sixelgd truecolor noenhanced size \(size.width),\(size.height) font 'sans,11'"
      let script = try script(terminal: terminal)
      // Sixels end with a string terminator.
      let bytes = try Gnuplot(executable: executable).picture(script, endsWith: [0x1B, 0x5C])
      return String(decoding: bytes, as: UTF8.self)
    case .kitty: return Self.kitty(Base64.text(of: try png(executable)))
    case .iterm:
      let bytes = try png(executable)
      // Two pixels for each point, shown as one: sharp where the screen is.
      return "\u{1B}]1337;File=inline=1;size=\(bytes.count);width=\(size.width)px;preserveAspectRatio=1:"
        + Base64.text(of: bytes) + "\u{07}"
    }
  }

  /// The picture as the text of an SVG. Drawn by gnuplot.
  ///
  /// - Parameter executable: gnuplot, by its path or as a name to look up in PATH.
  public func svg(executable: String = "gnuplot") throws(PlotError) -> String {
    String(decoding: try drawn(as: .svg, executable), as: UTF8.self)
  }

  private func png(_ executable: String) throws(PlotError) -> [UInt8] {
    try drawn(as: .png, executable)
  }

  /// A PNG in kitty's protocol: pieces of at most 4,096 signs, all but the last with m=1.
  static func kitty(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    var isFirst = true
    repeat {
      let piece = rest.prefix(4096)
      rest = rest.dropFirst(4096)
      let more = rest.isEmpty ? 0 : 1
      result += "\u{1B}_G" + (isFirst ? "a=T,f=100,m=\(more)" : "m=\(more)") + ";\(piece)\u{1B}\\"
      isFirst = false
    } while !rest.isEmpty
    return result
  }
}

/// Bytes as the 64 signs of RFC 4648.
enum Base64 {
  private static let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(of bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let one = Int(bytes[start])
      let two = start + 1 < bytes.count ? Int(bytes[start + 1]) : 0
      let three = start + 2 < bytes.count ? Int(bytes[start + 2]) : 0
      let bits = one << 16 | two << 8 | three
      result.append(signs[bits >> 18])
      result.append(signs[bits >> 12 & 63])
      result.append(start + 1 < bytes.count ? signs[bits >> 6 & 63] : UInt8(ascii: "="))
      result.append(start + 2 < bytes.count ? signs[bits & 63] : UInt8(ascii: "="))
    }
    return String(decoding: result, as: UTF8.self)
  }
}
