/// Writes findings as a person reads them: the place, what is wrong, the line with a caret, and what to type
/// instead.
///
/// ```
/// train.fovea:3:1: error: there is no command 'trian'.
///     3 | trian small on fashion
///       | ^~~~~
/// hint: Did you mean 'train'?
/// ```
public struct DiagnosticFormatter: Sendable {
  /// ANSI colours around the severity, the caret and the hint.
  public var usesColour: Bool
  /// How wide the screen is; nil where lines may have any length.
  public var columns: Int?

  public init(usesColour: Bool = false, columns: Int? = nil) {
    self.usesColour = usesColour
    self.columns = columns
  }

  public func text(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.place
    let head = "\(diagnostic.source.name):\(place.line):\(place.column): "
    let opening =
      paint(ConfusableCharacters.named(head), "1")
      + paint("\(diagnostic.severity.rawValue):", severityColour(diagnostic))
      + " \(ConfusableCharacters.named(diagnostic.message))"
    var text = LineBreaks.fitted(opening, columns: columns)
    let line = ConfusableCharacters.visible(diagnostic.source.line(place.line))
    let shown = Array(line)
    // A line of thousands of characters (a pasted list) is shown around the place only.
    let room = max(8, min(120, (columns ?? .max) - 8))
    let first = shown.count <= room ? 0 : max(0, min(place.column - 1 - room / 2, shown.count - room))
    let last = min(shown.count, first + room)
    var window = first < last ? Array(shown[first..<last]) : []
    // What is left out is seen, but never in place of what is meant.
    if first > 0, place.column - 1 > first { window[0] = "…" }
    if last < shown.count, place.column < last { window[window.count - 1] = "…" }
    let number = String(place.line)
    let margin = String(repeating: " ", count: max(0, 5 - number.count)) + number
    text += "\n\(margin) | \(String(window.map { $0 == "\t" ? " " : $0 }))"
    let before = shown.prefix(place.column - 1).dropFirst(first).map(Self.width).reduce(0, +)
    let covered = ConfusableCharacters.visible(
      String(diagnostic.source.slice(diagnostic.range).prefix { !$0.isNewline }))
    let width = max(1, min(covered.map(Self.width).reduce(0, +), columns == nil ? 120 : room - before))
    let caret = "^" + String(repeating: "~", count: width - 1)
    text += "\n      | " + String(repeating: " ", count: before) + paint(caret, severityColour(diagnostic))
    if let hint = diagnostic.hint {
      text +=
        "\n"
        + LineBreaks.fitted(paint("hint:", "36") + " \(ConfusableCharacters.named(hint))", columns: columns)
    }
    return text
  }

  /// All findings, in the order of their places, with a count at the end when there are several.
  public func text(_ diagnostics: [Diagnostic]) -> String {
    var text = diagnostics.map { self.text($0) }.joined(separator: "\n")
    let errors = diagnostics.filter { $0.severity == .error }.count
    if errors > 1 { text += "\n" + LineBreaks.fitted("\(errors) errors; nothing was run.", columns: columns) }
    return text
  }

  private func severityColour(_ diagnostic: Diagnostic) -> String {
    diagnostic.severity == .error ? "1;31" : "1;33"
  }

  private func paint(_ text: String, _ code: String) -> String {
    usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// Columns that a character takes in a terminal: two for wide East Asian characters and emoji.
  static func width(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
