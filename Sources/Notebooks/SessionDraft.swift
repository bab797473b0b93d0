internal import Diagnostics
public import Record
internal import Runtime
internal import Syntax

extension NotebookDraft {
  /// A recorded session as a notebook: notes become prose, commands blocks, and recorded results its outputs,
  /// so that a check of the notebook is a replay of the session.
  public init(_ session: Session) {
    var writer = DraftWriter()
    let name = Notebook.fileName(session.name)
    writer.add(paragraph: "# Session \(name)")
    writer.add(
      paragraph: "Recorded \(session.header.date) with the seed \(session.header.seed). "
        + "`fovea notebook check` runs it again and compares.")
    for entry in session.entries {
      for remark in entry.remarks { writer.add(remark) }
      guard entry.kind == .succeeded else { continue }
      writer.add(command: entry)
    }
    for remark in session.lastRemarks { writer.add(remark) }
    (text, outputs) = writer.finish(session)
  }

  /// The document without values in its prose: what looks like one becomes code that is only shown.
  static func withoutValues(_ text: String) -> String {
    let notebook = Notebook(SourceText(name: "notes", text: text))
    let bytes = notebook.source.bytes
    let (tick, blank, sign) = (UInt8(ascii: "`"), UInt8(ascii: " "), UInt8(ascii: "="))
    // Where blanks go: one on each side is no part of a code, the second one is.
    var places: [Int] = []
    for number in notebook.numbers {
      if number.range.lower > 0, bytes[number.range.lower - 1] == sign {
        places += [number.range.lower - 1, number.range.lower + number.text.utf8.count]
      } else if let begin = (max(number.range.lower, places.last ?? 0)..<bytes.count).first(where: { offset in
        bytes[offset] == tick && bytes[(offset + 1)...].first { $0 != blank } == sign
      }) {
        // One that runs over a line's end is known by its first line alone.
        places.append(begin + 1)
      }
    }
    var result: [UInt8] = []
    var position = 0
    for place in places where place >= position {
      result += bytes[position..<place] + [blank, blank]
      position = place
    }
    return String(decoding: result + bytes[position...], as: UTF8.self)
  }

  /// A script as a notebook: its `##` lines become prose.
  public init(script: String, name: String) {
    let source = SourceText(name: name, text: script)
    var writer = DraftWriter()
    writer.add(paragraph: "# " + Notebook.fileName(name))
    var position = 0
    if case .complete(let parsed) = Parser.parse(source) {
      for statement in parsed.statements {
        guard case .note(let text) = statement.kind, let words = text.literal else { continue }
        writer.add(code: source.slice(SourceRange(position, statement.range.lower)))
        writer.add(prose: words)
        position = statement.range.upper
      }
    }
    writer.add(code: source.slice(SourceRange(position, script.utf8.count)))
    text = writer.finish()
    outputs = []
  }
}

extension Notebook {
  /// The document as a script: prose becomes notes, which the record keeps.
  public var asScript: String {
    segments.map { segment in
      switch segment.content {
      case .block(let block): block.text
      case .prose(let range):
        source.slice(range).split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
          .map { $0.isEmpty ? "##" : "## " + $0 }.joined(separator: "\n")
      }
    }.joined(separator: "\n\n") + "\n"
  }
}

/// Puts prose and commands one behind the other, and remembers where each command stands.
private struct DraftWriter {
  private var pieces: [String] = []
  private var prose: [String] = []
  private var code: [String] = []
  private var entries: [[(line: Int, entry: SessionEntry)]] = []
  private var current: [(line: Int, entry: SessionEntry)] = []

  /// A line of prose, or several.
  mutating func add(prose text: String) {
    endBlock()
    prose.append(text)
  }

  /// A paragraph of its own.
  mutating func add(paragraph text: String) {
    add(prose: text)
    endProse()
  }

  mutating func add(_ remark: SessionRemark) {
    switch remark.kind {
    case .note: add(prose: remark.text)
    // A loop or a condition that was recorded as what it ran.
    case .shown:
      endProse()
      code.append("# " + remark.text)
    case .comment:
      endProse()
      code.append("#" + remark.text)
    }
  }

  mutating func add(command entry: SessionEntry) {
    endProse()
    current.append((code.count + 1, entry))
    code += entry.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // The results of a command that found something out are read before the next one.
    if entry.results.count > 1 || entry.results.reduce(0, { $0 + $1.fields.count }) > 3 { endBlock() }
  }

  mutating func add(code text: String) {
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }[...]
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    guard !lines.isEmpty else { return }
    endProse()
    code += lines.map(String.init)
    endBlock()
  }

  private mutating func endProse() {
    while prose.first?.isEmpty == true { prose.removeFirst() }
    while prose.last?.isEmpty == true { prose.removeLast() }
    // What would begin a block or run on stays words; fences of other languages stay what they are.
    if !prose.isEmpty { pieces.append(MarkdownPiece.contained(prose.joined(separator: "\n"))) }
    prose = []
  }

  private mutating func endBlock() {
    guard !code.isEmpty else { return }
    pieces.append(Notebook.fenced(code.joined(separator: "\n"), mark: Notebook.mark))
    entries.append(current)
    (code, current) = ([], [])
  }

  mutating func finish() -> String {
    endProse()
    endBlock()
    return pieces.joined(separator: "\n\n") + "\n"
  }

  /// The document, and the recorded results as its outputs.
  mutating func finish(_ session: Session) -> (text: String, outputs: [BlockOutputs]) {
    let text = NotebookDraft.withoutValues(finish())
    let blocks = Notebook(SourceText(name: session.name, text: text)).blocks
    var before: String? = Chain.start
    let outputs = zip(blocks, entries).map { block, entries in
      let outputs = BlockOutputs(
        block: block.number, hash: block.hash, text: block.ownHash,
        environment: (entries.first?.entry.environment ?? session.header).environmentLine,
        seed: session.header.seed, set: [:],
        entries: entries.map { line, entry in
          StoredEntry(
            line: line, iteration: nil, command: entry.text, result: StoredResult(entry), compared: true,
            display: nil,
            picture: nil)
        }, before: before)
      before = outputs.after
      return outputs
    }
    return (text, outputs)
  }
}
