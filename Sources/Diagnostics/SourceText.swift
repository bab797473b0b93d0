/// A text that a person wrote, with the name that messages call it by.
public struct SourceText: Sendable, Hashable {
  /// A path as given, or `prompt`, `-` (standard input), `-c`.
  public let name: String
  public let text: String
  /// The text in UTF-8, for those who read it from end to end; many may read parts of it without a copy each.
  public let bytes: [UInt8]
  /// The number of its first line: 1, unless it is a part of a longer text, whose lines messages name.
  public let firstLine: Int
  /// The offset in UTF-8 at which each line begins.
  private let lineStarts: [Int]

  private static let promptName = "prompt"

  /// A text that is typed at the prompt.
  public init(typed text: String) { self.init(name: Self.promptName, text: text) }

  /// Whether it is typed at the prompt, perhaps not to its end yet.
  public var isTyped: Bool { name == Self.promptName }

  public init(name: String, text: String, firstLine: Int = 1) {
    self.name = name
    self.text = text
    self.firstLine = firstLine
    bytes = Array(text.utf8)
    // A byte order mark at the beginning is nothing that a person sees, so it takes no column.
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    lineStarts = starts
  }

  public static func == (one: SourceText, other: SourceText) -> Bool {
    one.name == other.name && one.text == other.text && one.firstLine == other.firstLine
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(text)
    hasher.combine(firstLine)
  }

  public var lineCount: Int { lineStarts.count }

  /// The place of an offset: lines count from `firstLine`, columns from 1 in characters as a person sees
  /// them.
  ///
  /// - Complexity: O(log lines + length of the line).
  public func place(at offset: Int) -> SourcePlace {
    let index = lineIndex(at: offset)
    let line = firstLine + index
    let before = bytes[min(lineStarts[index], offset, bytes.count)..<min(max(offset, 0), bytes.count)]
    // A character a byte, which is told much faster: a line may be megabytes long.
    if before.allSatisfy({ (0x20..<0x7F).contains($0) }) {
      return SourcePlace(line: line, column: before.count + 1)
    }
    return SourcePlace(line: line, column: slice(SourceRange(lineStarts[index], offset)).count + 1)
  }

  /// The number of the line that holds an offset.
  ///
  /// - Complexity: O(log lines).
  public func lineNumber(at offset: Int) -> Int { firstLine + lineIndex(at: offset) }

  private func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The line with this number without its newline.
  public func line(_ number: Int) -> String {
    let index = number - firstLine
    guard lineStarts.indices.contains(index) else { return "" }
    let end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : text.utf8.count
    var line = slice(SourceRange(lineStarts[index], end))
    if line.last == "\r" { line.removeLast() }
    return line
  }

  /// The text of a range; ends outside the text or inside a character are moved to the nearest that fits.
  public func slice(_ range: SourceRange) -> String {
    let bytes = text.utf8
    let lower = bytes.index(bytes.startIndex, offsetBy: min(max(range.lower, 0), bytes.count))
    let upper = bytes.index(bytes.startIndex, offsetBy: min(max(range.upper, range.lower, 0), bytes.count))
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }
}

/// Offsets in the UTF-8 of a `SourceText`: from `lower` up to but not including `upper`.
public struct SourceRange: Sendable, Hashable {
  public var lower: Int
  public var upper: Int

  public var isEmpty: Bool { lower == upper }

  public init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = max(lower, upper)
  }

  /// The smallest range that holds both.
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(lower, other.lower), max(upper, other.upper))
  }
}

/// A line and a column, both from 1.
public struct SourcePlace: Sendable, Hashable {
  public let line: Int
  public let column: Int
}
