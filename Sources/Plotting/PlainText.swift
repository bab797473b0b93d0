/// Names from outside, made fit for one line of a picture or a table.
public enum PlainText {
  /// Line breaks and tabs become blanks; other control characters, which could steer a terminal, become
  /// `�`.
  public static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
    var result = ""
    for character in text {
      if character.isNewline || character == "\t" {
        result.append(" ")
      } else {
        for scalar in character.unicodeScalars {
          result.unicodeScalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
        }
      }
    }
    return result
  }

  /// What a style can show of a text: in ASCII, every other character becomes `?`.
  static func shown(_ text: String, _ style: TerminalStyle) -> String {
    let line = oneLine(text)
    return style == .blocks ? line : String(line.map { $0.isASCII ? $0 : "?" })
  }

  /// Columns that a text takes in a terminal: wide characters take two, joined marks none.
  public static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

  static func width(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// The text cut to a width, with a sign that something is missing.
  static func cut(_ text: String, to limit: Int, _ style: TerminalStyle) -> String {
    guard width(text) > limit else { return text }
    let sign = style == .blocks ? "…" : "~"
    var result = ""
    var taken = 0
    for character in text {
      taken += width(character)
      if taken > limit - 1 { break }
      result.append(character)
    }
    return limit < 1 ? "" : result + sign
  }

  /// A sentence in lines of a width, broken at blanks, and within words that are longer.
  static func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, width(line) + 1 + width(String(word)) > columns {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
      while line.count > columns {
        lines.append(String(line.prefix(columns)))
        line = String(line.dropFirst(columns))
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// The text in the middle of a line, without blanks behind it.
  static func centred(_ text: String, in columns: Int) -> String {
    String(repeating: " ", count: max(0, (columns - width(text)) / 2)) + text
  }

  /// The text at the right end of a column.
  static func right(_ text: String, _ columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - width(text))) + text
  }

  static func left(_ text: String, _ columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    // Marks that turn the direction of writing would move what stands beside a name.
    case .format:
      (0x200E...0x200F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value)
    default: false
    }
  }
}
