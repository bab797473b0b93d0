/// A text that a person wrote, with the name that messages call it by.
public struct SourceText: Sendable, Hashable {
  /// A path as given, or `prompt`, `-` (standard input), `-c`.
  public let name: String
  public let text: String
  /// The offset in UTF-8 at which each line begins.
  private let lineStarts: [Int]

  public init(name: String, text: String) {
    self.name = name
    self.text = text
    var starts = [0]
    for (offset, byte) in text.utf8.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    lineStarts = starts
  }

  public var lineCount: Int { lineStarts.count }

  /// The place of an offset: line and column count from 1, the column in characters as a person sees them.
  ///
  /// - Complexity: O(log lines + length of the line).
  public func place(at offset: Int) -> SourcePlace {
    let offset = min(max(offset, 0), text.utf8.count)
    var low = 0
    var high = lineStarts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    return SourcePlace(line: low + 1, column: slice(SourceRange(lineStarts[low], offset)).count + 1)
  }

  /// The line with this number (from 1) without its newline.
  public func line(_ number: Int) -> String {
    guard lineStarts.indices.contains(number - 1) else { return "" }
    let end = number < lineStarts.count ? lineStarts[number] - 1 : text.utf8.count
    var line = slice(SourceRange(lineStarts[number - 1], end))
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
