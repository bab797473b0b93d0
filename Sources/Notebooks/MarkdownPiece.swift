internal import Diagnostics

/// Markdown from elsewhere that becomes a part of a document: a cell of a Jupyter notebook, the notes of a
/// session.
enum MarkdownPiece {
  /// The text so that it stays what it is wherever it stands: nothing of it runs, and nothing of it goes on
  /// into what follows.
  ///
  /// Fences of commands are shown as text. What isn't closed at the end of the text is closed.
  static func contained(_ text: String) -> String {
    var piece = shownOnly(unixLines(text))
    for _ in 0..<3 {
      guard let end = openEnd(of: piece) else {
        if commandFences(in: piece).isEmpty { return piece }
        break
      }
      piece += (piece.hasSuffix("\n") || piece.isEmpty ? "" : "\n") + end
    }
    // No known text comes here; shown as it is written, any text holds together.
    return Notebook.fenced(unixLines(text), mark: "markdown")
  }

  /// Whether the text goes on into what follows it.
  static func isOpen(_ text: String) -> Bool { openEnd(of: unixLines(text)) != nil }

  /// Whether two pieces with an empty line between them are still two: a list goes on in a list, for example.
  static func areApart(_ first: String, _ second: String) -> Bool {
    func kinds(_ text: String) -> [String] { MarkdownTree(text).topLevel.map(\.typeName) }
    return kinds(first + "\n\n" + second) == kinds(first) + kinds(second)
  }

  /// What keeps two such pieces apart. Pages leave comments out.
  static let separator = "<!-- -->"

  /// With LF at the ends of lines.
  static func unixLines(_ text: String) -> String {
    guard text.utf8.contains(0x0D) else { return text }
    return String(
      String.UnicodeScalarView(
        text.replacing("\r\n", with: "\n").unicodeScalars.map { $0 == "\r" ? "\n" : $0 }))
  }

  // MARK: Fences of commands

  /// The marks of a fence, also where an accent follows, which makes one character of it and the last mark.
  private static var fence: Regex<Substring> { /`{3,}|~{3,}/.matchingSemantics(.unicodeScalar) }

  private static func commandFences(in text: String) -> [MarkdownTree.Node] {
    MarkdownTree(text).all.filter { node in
      node.kind == .codeBlock && Notebook.isMarked(node.fenceInfo)
    }
  }

  /// The text with another word behind the fences that are marked as commands, nested ones too.
  private static func shownOnly(_ text: String) -> String {
    let fences = commandFences(in: text)
    guard !fences.isEmpty else { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for node in fences where lines.indices.contains(node.startLine - 1) {
      // What may stand before a fence (quotations, items of lists) holds none of its characters so often.
      let line = lines[node.startLine - 1]
      guard let marks = line.firstMatch(of: fence) else { continue }
      lines[node.startLine - 1] = line[..<marks.range.upperBound] + "text"
    }
    return lines.joined(separator: "\n")
  }

  // MARK: The end

  /// A word that no text holds by chance.
  private static let probe = "fovea-end-of-piece-7f3a"

  /// What closes the block that is open at the end of a text; nil where what follows is a block of its own.
  private static func openEnd(of text: String) -> String? {
    let tree = MarkdownTree(text + "\n\n" + probe)
    guard let last = tree.topLevel.last, last.kind != .paragraph || last.plainText != probe else {
      return nil
    }
    switch last.kind {
    case .codeBlock:
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      guard lines.indices.contains(last.startLine - 1),
        let marks = lines[last.startLine - 1].firstMatch(of: fence)
      else { return nil }
      return String(marks.output)
    case .htmlBlock: return HTMLEnd.of(last.literal)
    default: return nil
    }
  }

  /// The ends of the kinds of HTML that empty lines don't end (CommonMark, 4.6).
  private enum HTMLEnd {
    static func of(_ html: String) -> String {
      let begin = html.drop { $0 == " " }.lowercased()
      for (opening, closing) in [("<!--", "-->"), ("<?", "?>"), ("<![cdata[", "]]>"), ("<!", ">")]
      where begin.hasPrefix(opening) {
        return closing
      }
      let tag = ["script", "pre", "style", "textarea"].first { begin.hasPrefix("<" + $0) }
      return "</\(tag ?? "pre")>"
    }
  }
}
