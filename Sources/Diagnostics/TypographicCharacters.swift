/// Characters that word processors and web pages put in place of those that are typed: “ ” – × and blanks
/// that aren't the usual one.
enum TypographicCharacters {
  /// What is typed in place of each; '×' and '…' hang on their neighbours, too.
  private static let typed: [Character: String] = [
    "“": "\"", "”": "\"", "„": "\"", "‟": "\"", "«": "\"", "»": "\"", "‘": "\"", "’": "\"", "‚": "\"",
    "‛": "\"", "″": "\"", "′": "\"", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "×": "*",
    "∗": "*", "·": "*", "⋅": "*", "÷": "/", "∕": "/", "≤": "<=", "≥": ">=", "≠": "!=", "＝": "=", "…": "..",
    "％": "%", "，": ",", "；": ";", "（": "(", "）": ")", "｛": "{", "｝": "}",
  ]
  private static let closing: [Character: Set<Character>] = [
    "“": ["”", "“"], "”": ["”"], "„": ["“", "”"], "‟": ["”"], "«": ["»"], "»": ["«", "»"],
    "‘": ["’"], "’": ["’"], "‚": ["‘", "’"], "‛": ["’"],
  ]

  /// What to type instead of the first such character in a range; nil where there is none, or where it may be
  /// meant: in a string, or in the name of a file.
  static func hint(for range: SourceRange, in source: SourceText) -> String? {
    let bytes = source.bytes[
      min(max(range.lower, 0), source.bytes.count)..<min(max(range.upper, range.lower, 0), source.bytes.count)
    ]
    guard bytes.contains(where: { $0 >= 0x80 }), bytes.count <= longest,
      !bytes.contains(where: "\"/\n".utf8.contains)
    else { return nil }
    let text = source.slice(range)
    guard let index = text.firstIndex(where: { typed[$0] != nil || isBlank($0) }) else { return nil }
    let character = text[index]
    if isBlank(character) {
      let plain = String(text.map { isBlank($0) ? " " : $0 })
      return "\(code(character)) is a blank of typeset text. Type an ordinary one: \(plain)"
    }
    let before = text[..<index].last
    let after = text[text.index(after: index)...].first
    // An apostrophe in a word is meant.
    if let ends = closing[character] {
      if before?.isLetter == true { return nil }
      let line = source.slice(SourceRange(range.lower + text[..<index].utf8.count, endOfLine(range, source)))
      let inner = line.dropFirst().prefix { !ends.contains($0) && $0 != "\"" }
      let isClosed = inner.count < line.count - 1
      return instead(character, "\"", isClosed && !inner.isEmpty ? "\"\(inner)\"" : nil)
    }
    if character == "…", before?.isNumber != true || after?.isNumber != true {
      return "'…' (\(code(character))) stands for what was left out. Type that in its place."
    }
    // Within a name nothing is meant that could be typed.
    if typed[character] == "-", text.first?.isLetter == true || text.first == "_" { return nil }
    let isSize = character == "×" && before?.isNumber == true
    let plain = text.map { $0 == "×" && isSize ? "x" : typed[$0] ?? String($0) }.joined()
    return instead(character, isSize ? "x" : typed[character] ?? "", text.count > 1 ? plain : nil)
  }

  /// Longer than anything in which a person looks for a character.
  private static let longest = 200

  private static func instead(_ character: Character, _ typed: String, _ whole: String?) -> String {
    "'\(character)' is the character \(code(character)). Type '\(typed)' instead"
      + (whole.map { ": \($0)" } ?? ".")
  }

  private static func endOfLine(_ range: SourceRange, _ source: SourceText) -> Int {
    source.bytes[min(range.upper, source.bytes.count)...].firstIndex(of: UInt8(ascii: "\n"))
      ?? source.bytes.count
  }

  private static func isBlank(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first, scalar.value > 0x7F else { return false }
    return scalar.properties.generalCategory == .spaceSeparator
  }

  private static func code(_ character: Character) -> String {
    ConfusableCharacters.name(of: character.unicodeScalars.first ?? " ")
  }
}
