internal import Diagnostics

extension Notebook {
  /// The document as pieces of prose and blocks, in order.
  enum Segment {
    /// Without empty lines around it.
    case prose(String, range: SourceRange)
    case block(NotebookBlock)
  }

  var segments: [Segment] {
    var segments: [Segment] = []
    var start = 0
    let bytes = Array(source.text.utf8)
    func lineEnd(behind offset: Int) -> Int {
      var offset = offset
      while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
      return min(offset + 1, bytes.count)
    }
    func addProse(upTo end: Int) {
      guard start < end else { return }
      var (lower, upper) = (start, end)
      // Blanks at the beginning of a line mean something in Markdown, so whole empty lines go.
      while let newline = bytes[lower..<upper].firstIndex(of: UInt8(ascii: "\n")),
        bytes[lower..<newline].allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D })
      {
        lower = newline + 1
      }
      while upper > lower, [0x20, 0x09, 0x0D, 0x0A].contains(bytes[upper - 1]) { upper -= 1 }
      guard lower < upper else { return }
      let range = SourceRange(lower, upper)
      segments.append(.prose(source.slice(range), range: range))
    }
    for block in blocks {
      var fence = block.range.lower
      // The fence's line ends where the commands begin.
      if fence > 0 { fence -= 1 }
      while fence > 0, bytes[fence - 1] != UInt8(ascii: "\n") { fence -= 1 }
      addProse(upTo: fence)
      segments.append(.block(block))
      start = lineEnd(behind: block.range.upper)
    }
    addProse(upTo: bytes.count)
    return segments
  }

  /// A fenced block that holds any text.
  static func fenced(_ text: String, mark: String) -> String {
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(mark)\n\(text.isEmpty ? "" : text + "\n")\(fence)"
  }
}
