internal import Diagnostics

/// Reads bytes of a source text one after the other, and keeps what was found wrong.
///
/// The parser has no separate token list: what a character means depends on where it stands (a command, an
/// expression, a string), so each part of the grammar reads with the scanner's few primitives.
struct Scanner {
  let source: SourceText
  /// Those of the whole text, up to where reading ends.
  let bytes: ArraySlice<UInt8>
  var position = 0
  var findings: [Diagnostic] = []
  /// What is open at the end of the text; not empty when the text is incomplete.
  var open: [Diagnostic] = []
  private var hasGivenUp = false
  /// Links of chains in the expression that is being read.
  var links = 0
  var depth = 0
  /// How many brackets of expressions are open: inside them newlines are blanks.
  var brackets = 0
  /// How many brackets are open around the values of a loop that are being read, in which `..` is an operator.
  var rangeLevel: Int?
  static let depthLimit = 200
  /// More are of no use to anybody, and telling them all takes time.
  static let findingLimit = 100
  /// The most parts that an expression joins, parentheses and lists in it included.
  static let linkLimit = 1000

  init(source: SourceText) {
    self.source = source
    bytes = source.bytes[...]
    // A byte order mark says nothing in UTF-8.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Reads a part of the text, as if the text ended behind it.
  init(source: SourceText, range: SourceRange) {
    self.source = source
    bytes = source.bytes.prefix(range.upper)
    position = min(range.lower, bytes.count)
  }

  var atEnd: Bool { position >= bytes.count }
  var current: UInt8? { position < bytes.count ? bytes[position] : nil }
  func peek(_ distance: Int = 1) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  mutating func report(_ message: (String, String?), _ range: SourceRange) {
    findings.append(Diagnostic(message.0, hint: message.1, at: range, in: source))
  }

  mutating func reportOpen(_ message: (String, String?), _ range: SourceRange) {
    guard !hasGivenUp else { return }
    open.append(Diagnostic(message.0, hint: message.1, at: range, in: source))
  }

  /// Passes over the rest of the text; what is open then may well be closed in it.
  mutating func giveUp() {
    position = bytes.count
    hasGivenUp = true
  }

  /// The text of a range.
  func slice(_ lower: Int, _ upper: Int) -> String { String(decoding: bytes[lower..<upper], as: UTF8.self) }

  /// Skips blanks, continued line ends, comments and, where `newlines` says so, line ends.
  ///
  /// Returns false when the text ends right after a `\`.
  @discardableResult
  mutating func skipBlanks(newlines: Bool) -> Bool {
    while let byte = current {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): position += 1
      case UInt8(ascii: "\r") where peek() == UInt8(ascii: "\n") || peek() == nil: position += 1
      case UInt8(ascii: "\n") where newlines: position += 1
      case UInt8(ascii: "\\"):
        let after = position + 1
        if after >= bytes.count || (bytes[after] == UInt8(ascii: "\r") && after + 1 >= bytes.count) {
          reportOpen(Message.continuationAtEnd(), SourceRange(position, position + 1))
          position = bytes.count
          return false
        }
        if bytes[after] == UInt8(ascii: "\n") {
          position += 2
        } else if bytes[after] == UInt8(ascii: "\r"), peek(2) == UInt8(ascii: "\n") {
          position += 3
        } else {
          return true
        }
        if atEnd {
          reportOpen(Message.continuationAtEnd(), SourceRange(after - 1, after))
          return false
        }
      case UInt8(ascii: "#") where isWordStart: skipLine()
      default: return true
      }
    }
    return true
  }

  /// Whether the current byte begins a word: a `#` elsewhere belongs to its word.
  private var isWordStart: Bool {
    guard position > 0 else { return true }
    let before = bytes[position - 1]
    return Self.endsWord(before) && before != UInt8(ascii: "\"")
  }

  mutating func skipLine() {
    while let byte = current, byte != UInt8(ascii: "\n") {
      _ = byte
      position += 1
    }
  }

  /// A bare word ends at a blank or one of `"{}[](),;`.
  static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\""),
      UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: ","),
      UInt8(ascii: ";"):
      true
    default: false
    }
  }

  /// The word at the current place without reading it.
  func wordAhead(from start: Int? = nil) -> (text: String, end: Int) {
    var end = start ?? position
    let begin = end
    while end < bytes.count, !Self.endsWord(bytes[end]) { end += 1 }
    return (slice(begin, end), end)
  }

  /// What stands here, as messages call it.
  func described() -> String {
    guard let byte = current else { return "the end of the text" }
    if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return "the end of the line" }
    if byte == UInt8(ascii: "\"") { return "a string" }
    if Self.endsWord(byte) { return "'\(slice(position, position + 1))'" }
    let (word, _) = wordAhead()
    return "'\(word.count > 40 ? String(word.prefix(40)) + "…" : word)'"
  }

  /// The range of what `described` names.
  func describedRange() -> SourceRange {
    guard let byte = current else { return SourceRange(bytes.count, bytes.count) }
    if Self.endsWord(byte) { return SourceRange(position, position + 1) }
    return SourceRange(position, wordAhead().end)
  }
}
