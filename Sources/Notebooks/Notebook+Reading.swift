public import Diagnostics
internal import Files
internal import Record
internal import Syntax

extension Notebook {
  /// Reads a document. It runs nothing, and knows no command.
  public init(_ source: SourceText) {
    var reader = NotebookReader(source)
    reader.read()
    self.source = source
    title = reader.title ?? Self.fileName(source.name)
    parts = reader.parts
    findings = reader.findings.sorted { $0.range.lower < $1.range.lower }
  }

  /// The name of a file without its folder and its ending.
  static func fileName(_ path: String) -> String {
    let name = path.pathParts.last ?? path
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The word that marks a block of commands.
  static let mark = "fovea"

  /// Whether what stands behind a fence marks commands.
  static func isMarked(_ fenceInfo: String?) -> Bool { markedWords(fenceInfo).first == mark[...] }

  fileprivate static func markedWords(_ fenceInfo: String?) -> [Substring] {
    (fenceInfo ?? "").split { $0 == " " || $0 == "\t" }
  }
}

/// Finds blocks and numbers in a document.
private struct NotebookReader {
  let source: SourceText
  var title: String?
  var parts: [Notebook.Part] = []
  var findings: [Diagnostic] = []
  /// The text of each line, and the offset at which it begins.
  private let lines: [Substring]
  private let starts: [Int]
  private var chain = Chain.start
  private var blocks = 0
  private var codes = 0
  /// Where the search for the next number begins.
  private var searched = 0

  init(_ source: SourceText) {
    self.source = source
    lines = source.text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    var starts: [Int] = [0]
    for (offset, byte) in source.bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.starts = starts
  }

  mutating func read() {
    if let place = loneReturn {
      findings.append(NotebookFindings.loneReturn(at: place, in: source))
      return
    }
    for node in MarkdownTree(source.text).all {
      switch node.kind {
      case .heading where title == nil && node.headingLevel == 1:
        title = node.plainText
      case .codeBlock: readBlock(node)
      case .code:
        readNumber(node)
        codes += 1
      default: break
      }
    }
  }

  /// Where a line ends with a carriage return alone. Markdown counts lines by them, messages and editors
  /// don't, so that blocks would be looked for in the wrong lines.
  private var loneReturn: SourceRange? {
    let bytes = source.bytes
    return bytes.indices.first { offset in
      bytes[offset] == 0x0D && (offset + 1 == bytes.count || bytes[offset + 1] != UInt8(ascii: "\n"))
    }.map { SourceRange($0, $0 + 1) }
  }

  // MARK: Blocks

  private mutating func readBlock(_ node: MarkdownTree.Node) {
    guard Notebook.isMarked(node.fenceInfo) else { return }
    let words = Notebook.markedWords(node.fenceInfo)
    let fence = range(ofLine: node.startLine)
    if words.count > 1 {
      findings.append(NotebookFindings.words(words.dropFirst().joined(separator: " "), at: fence, in: source))
    }
    guard node.isTopLevel else { return findings.append(NotebookFindings.nested(at: fence, in: source)) }
    let count = node.literal.utf8.count { $0 == UInt8(ascii: "\n") }
    let firstLine = node.startLine + 1
    if !isFence(firstLine + count) { findings.append(NotebookFindings.open(at: fence, in: source)) }
    let start = offset(ofLine: firstLine)
    let range = SourceRange(start, max(start, offset(ofLine: firstLine + count)))
    let text = Self.plain(node.literal)
    var script: Script?
    switch Parser.parse(source, in: range) {
    case .complete(let parsed): script = parsed
    case .incomplete(let found), .wrong(let found): findings += found
    }
    let sourced = script.map { SourcedTexts(of: $0).fingerprints } ?? []
    chain = Chain.next(after: chain, ([text] + sourced).joined(separator: "\0").utf8)
    blocks += 1
    parts.append(
      .block(
        NotebookBlock(
          number: blocks, fenceLine: node.startLine, firstLine: firstLine, lineCount: count, range: range,
          text: text,
          script: script, hash: chain)))
  }

  /// The commands without blanks at line ends and empty lines around them: what changes no meaning changes no
  /// hash.
  private static func plain(_ text: String) -> String {
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { line in
      var line = line
      while let last = line.last, last == " " || last == "\t" || last == "\r" { line.removeLast() }
      return line
    }[...]
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private func isFence(_ line: Int) -> Bool {
    guard lines.indices.contains(line - 1) else { return false }
    let text = lines[line - 1].drop { $0 == " " }
    return text.hasPrefix("```") || text.hasPrefix("~~~")
  }

  // MARK: Numbers

  private mutating func readNumber(_ node: MarkdownTree.Node) {
    let literal = node.literal
    guard literal.hasPrefix("=") else { return }
    let place = place(of: literal, fromLine: node.startLine)
    let inner = literal.dropFirst()
    let (expressionText, formatText) = NumberFormat.split(String(inner))
    // Where the text isn't found as it is (it runs over a line's end), the line's start stands for it.
    let start = place.map { $0 + 1 }
    let range =
      start.map { SourceRange($0, $0 + expressionText.utf8.count) } ?? self.range(ofLine: node.startLine)
    var format = NumberFormat()
    if let formatText {
      if let known = NumberFormat(formatText) {
        format = known
      } else {
        let lower = start.map { $0 + expressionText.utf8.count + 1 } ?? range.lower
        let upper = start == nil ? range.upper : lower + formatText.utf8.count
        findings.append(
          NotebookFindings.format(String(formatText), at: SourceRange(lower, upper), in: source))
      }
    }
    var expression: Expression?
    if start == nil {
      findings.append(NotebookFindings.brokenNumber(at: range, in: source))
    } else {
      do throws(Diagnostic) {
        expression = try Parser.expression(source, in: range)
      } catch {
        findings.append(error)
      }
    }
    parts.append(
      .number(
        NotebookNumber(
          text: String(inner), line: source.lineNumber(at: range.lower), expression: expression,
          format: format, range: range,
          codeIndex: codes)))
  }

  /// Where an inline code stands, from the line on that cmark gives: its own columns are off in some
  /// containers.
  private mutating func place(of literal: String, fromLine line: Int) -> Int? {
    let begin = max(searched, offset(ofLine: line))
    // A little further than the line, for lines that a container makes cmark miscount.
    let end = offset(ofLine: line + 20)
    guard begin < end else { return nil }
    let near = source.bytes[begin..<end]
    // Inside longer fences a blank may stand on both sides.
    for opening in ["`" + literal, "` " + literal] {
      guard let found = near.firstRange(of: Array(opening.utf8)) else { continue }
      let offset = found.upperBound - literal.utf8.count
      searched = offset + literal.utf8.count
      return offset
    }
    return nil
  }

  // MARK: Places

  private func offset(ofLine line: Int) -> Int {
    starts.indices.contains(line - 1) ? starts[line - 1] : source.text.utf8.count
  }

  private func range(ofLine line: Int) -> SourceRange {
    let start = offset(ofLine: line)
    return SourceRange(start, start + (lines.indices.contains(line - 1) ? lines[line - 1].utf8.count : 0))
  }
}

/// What is wrong with a document.
enum NotebookFindings {
  static func nested(at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "a block of commands stands in a list or a quotation, where it doesn't run.",
      hint: "Begin its line with ```fovea, without anything before it.", at: range, in: source)
  }

  static func open(at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("this block isn't closed.", hint: "End it with a line of ``` alone.", at: range, in: source)
  }

  static func loneReturn(at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "a line ends with a carriage return alone (U+000D).",
      hint: "Save the notebook with line ends of LF or CR LF.",
      at: range, in: source)
  }

  static func words(_ words: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("a block is marked 'fovea' alone, found '\(words)' behind it.", at: range, in: source)
  }

  static func format(_ text: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "'\(text)' is no format of a number.",
      hint: "For example: `=r.accuracy:.1%`, `=r.loss:.3` or `=r.count:,`", at: range,
      in: source)
  }

  static func formatOfText(_ kind: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("a format belongs to a number, found \(kind).", at: range, in: source)
  }

  static func brokenNumber(at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("a value in prose stands on one line, from ` to `.", at: range, in: source)
  }
}
