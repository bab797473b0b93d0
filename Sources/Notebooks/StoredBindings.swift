internal import Diagnostics
internal import Record
internal import Runtime
internal import Syntax

/// What the names of a notebook stand for behind each of its blocks, as far as stored outputs tell.
struct StoredBindings {
  private typealias Origin = (line: Int, command: String, standing: NotebookState.Standing)

  private struct StoredName {
    let binding: Binding
    /// The value or the result as it is written in outputs, by which it is known again.
    let spelled: [String]
    var origin: Origin

    init(_ binding: Binding, _ stored: StoredResult, _ origin: Origin) {
      self.binding = binding
      spelled = stored.spelled
      self.origin = origin
    }
  }

  private var environment = Environment()
  private var meanings: [String: StoredName] = [:]
  /// All that a name ever stood for: what `undo` brings back is among it.
  private var earlier: [String: [StoredName]] = [:]

  /// Goes on behind a block.
  mutating func add(_ block: NotebookState.Block) {
    guard let outputs = block.outputs, let header = outputs.header else { return }
    for (index, stored) in outputs.entries.enumerated() {
      guard let entry = stored.entry(firstLine: block.block.firstLine, environment: header) else { continue }
      add(stored, entry, block.standing(of: index))
    }
    guard let names = outputs.names else { return }
    for name in meanings.keys where names[name] == nil { set(name, nil) }
    for (name, stored) in names where meanings[name]?.spelled != stored.spelled {
      let last = outputs.entries.last
      // No check compares what no command of the notebook is known to have given.
      var meaning =
        earlier[name]?.last { $0.spelled == stored.spelled }
        ?? stored.entry(
          line: block.block.firstLine + (last?.line ?? 1) - 1, text: last?.command ?? "", environment: header
        ).map { StoredName(Self.binding($0.result), stored, ($0.line, $0.text, .unchecked)) }
      if block.isStale { meaning?.origin.standing = .stale }
      set(name, meaning)
    }
  }

  /// Whether the names of a run stand for something else.
  func differ(from names: [String: StoredResult]) -> Bool {
    meanings.mapValues(\.spelled) != names.mapValues(\.spelled)
  }

  private mutating func add(_ stored: StoredEntry, _ entry: SessionEntry, _ standing: NotebookState.Standing)
  {
    let words = stored.command.split(maxSplits: 2) { $0 == " " || $0 == "\n" || $0 == "=" }.map(String.init)
    switch (words.first, words.count) {
    // What it brought back, the names behind the block tell; where they aren't stored, nobody knows.
    case ("undo", 1): for name in meanings.keys { set(name, nil) }
    case ("forget", 2): set(words[1], nil)
    case ("let", 3), ("param", 3):
      if entry.result.fields.isEmpty, let other = Self.alias(in: stored.command),
        let meaning = meanings[other]
      {
        return set(words[1], meaning)
      }
      let binding = Self.binding(entry.result, isMeasured: !stored.compared)
      set(words[1], StoredName(binding, stored.result, (entry.line, stored.command, standing)))
    default: break
    }
  }

  private mutating func set(_ name: String, _ meaning: StoredName?) {
    meanings[name] = meaning
    environment[name] = meaning?.binding
    if let meaning { earlier[name, default: []].append(meaning) }
  }

  private static func binding(_ result: ResultRecord, isMeasured: Bool = false) -> Binding {
    guard result.fields.count == 1, let field = result["value"] else { return Binding(.record(result)) }
    return Binding(Value(field.value), isMeasured: isMeasured || field.isMeasured)
  }

  /// `r` of `let s = r`.
  private static func alias(in command: String) -> String? {
    command.firstIndex(of: "=").map { command[command.index(after: $0)...].filter { !$0.isWhitespace } }
  }

  // MARK: Values in prose

  func value(of number: NotebookNumber, in source: SourceText) -> NotebookState.Value {
    guard let expression = number.expression else {
      return failed(number, NotebookFindings.brokenNumber(at: number.range, in: source))
    }
    do throws(Diagnostic) {
      let binding = try Interpreter.proseValue(of: expression, in: source, over: environment)
      let shown: String
      switch binding.value {
      case .number(let value): shown = number.format.text(value)
      case let value:
        guard number.format == NumberFormat() else {
          throw NotebookFindings.formatOfText(value.kindName, at: number.range, in: source)
        }
        shown = value.plainText
      }
      let used = expression.names.compactMap { meanings[$0]?.origin }
      let standing: NotebookState.Standing = .weakest(
        used.map(\.standing) + (binding.isMeasured ? [.measured] : []))
      return NotebookState.Value(
        number: number, shown: .text(shown), exact: binding.value.plainText, standing: standing,
        origin: used.first.map { ($0.line, $0.command) })
    } catch {
      return failed(number, error)
    }
  }

  private func failed(_ number: NotebookNumber, _ finding: Diagnostic) -> NotebookState.Value {
    NotebookState.Value(number: number, shown: .failed(finding), exact: "", standing: .missing, origin: nil)
  }
}

extension StoredResult {
  /// The same for a value whether it was kept as measured or not.
  fileprivate var spelled: [String] { results + measured }
}
