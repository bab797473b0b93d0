internal import Diagnostics

extension Notebook {
  /// A piece of prose or a block.
  struct Segment {
    enum Content {
      /// Without empty lines around it.
      case prose(SourceRange)
      case block(NotebookBlock)
    }

    let content: Content
    /// With what stands around it: all pieces, one behind the other, are the document.
    var whole: SourceRange
  }

  /// The document in pieces.
  var segments: [Segment] {
    let bytes = source.bytes
    var segments: [Segment] = []
    var start = 0
    func add(_ content: Segment.Content, upTo end: Int) {
      segments.append(Segment(content: content, whole: SourceRange(start, end)))
      start = end
    }
    for block in blocks {
      var fence = block.range.lower
      // The fence's line ends where the commands begin.
      if fence > 0 { fence -= 1 }
      while fence > 0, bytes[fence - 1] != UInt8(ascii: "\n") { fence -= 1 }
      let prose = Self.prose(in: bytes[start..<fence])
      if !prose.isEmpty { add(.prose(prose), upTo: fence) }
      add(
        .block(block),
        upTo: bytes[block.range.upper...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count)
    }
    let prose = Self.prose(in: bytes[start...])
    if !prose.isEmpty || (segments.isEmpty && !bytes.isEmpty) {
      add(.prose(prose), upTo: bytes.count)
    } else if let last = segments.indices.last {
      segments[last].whole.upper = bytes.count
    }
    return segments
  }

  /// What is left without empty lines around it: blanks at the beginning of a line mean something in
  /// Markdown.
  private static func prose(in bytes: ArraySlice<UInt8>) -> SourceRange {
    func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0D, 0x0A].contains(byte) }
    guard let last = bytes.lastIndex(where: { !isBlank($0) }) else {
      return SourceRange(bytes.endIndex, bytes.endIndex)
    }
    let first = bytes.firstIndex { !isBlank($0) } ?? last
    let line = bytes[..<first].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.startIndex
    return SourceRange(line, last + 1)
  }

  /// A fenced block that holds any text.
  static func fenced(_ text: String, mark: String) -> String {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(mark)\n\(text.isEmpty ? "" : text + "\n")\(fence)"
  }
}
