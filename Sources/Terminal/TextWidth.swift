internal import CEditline
internal import Diagnostics

/// How many columns a text takes in a terminal.
enum TextWidth {
  /// Columns of a character as the C library tells them: two for CJK, none for a combining mark; -1 for a
  /// control character.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value >= 0x20, scalar.value < 0x7F { return 1 }
    return Int(fovea_width(wchar_t(bitPattern: scalar.value)))
  }

  /// Columns of a text on one line; control characters count nothing.
  static func of(_ text: String) -> Int {
    var width = 0
    for scalar in text.unicodeScalars { width += max(0, of(scalar)) }
    return width
  }

  /// The text, cut so that it takes at most `width` columns; what is cut ends in `…` (`...` without
  /// Unicode).
  static func cut(_ text: String, to width: Int, unicode: Bool) -> String {
    if of(text) <= width { return text }
    let mark = unicode ? "…" : "..."
    let room = width - (unicode ? 1 : 3)
    if room <= 0 { return String(mark.prefix(max(0, width))) }
    var kept = ""
    var used = 0
    for character in text {
      let next = of(String(character))
      if used + next > room { break }
      kept.append(character)
      used += next
    }
    return kept + mark
  }

  /// The text with blanks up to `width` columns.
  static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - of(text)))
  }

  /// Words from files, on one line: nothing in them can control the terminal.
  static func printable(_ text: String) -> String {
    String(SafeText.text(text).map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }
}
