internal import Diagnostics
internal import Record
internal import Runtime
internal import Syntax

/// A notebook with what is stored of it: which block stands how, and what the values in its prose are. Nothing runs for it.
struct NotebookState {
  /// How far something can be relied upon.
  enum Standing: String, Sendable, Hashable {
    /// A check found the same bits.
    case same
    case differs
    case inconclusive
    /// Its outputs are those of its text, and no check has compared them since.
    case unchecked
    /// Its text changed after it ran.
    case stale
    /// It never ran.
    case missing
    /// It hangs on times, which are never compared.
    case measured

    /// The weakest of several.
    static func weakest(_ standings: [Standing]) -> Standing {
      let order: [Standing] = [.missing, .differs, .stale, .inconclusive, .measured, .unchecked]
      return order.first { standings.contains($0) } ?? .same
    }
  }

  /// A block with its outputs.
  struct Block {
    let block: NotebookBlock
    /// Those of its text, or of an earlier text; nil when it never ran.
    let outputs: BlockOutputs?
    let isStale: Bool
    /// Of each entry, as the last check found; empty when none compared these outputs.
    let verdicts: [Verdict?]

    func standing(of entry: Int) -> Standing {
      guard let outputs, outputs.entries.indices.contains(entry) else { return .missing }
      if isStale { return .stale }
      if !outputs.entries[entry].compared { return .measured }
      guard verdicts.indices.contains(entry), let verdict = verdicts[entry] else { return .unchecked }
      return Standing(verdict)
    }

    var standing: Standing {
      guard let outputs else { return .missing }
      if isStale { return .stale }
      let all = outputs.entries.indices.map(standing).filter { $0 != .measured }
      return all.isEmpty ? (verdicts.isEmpty && !outputs.entries.isEmpty ? .unchecked : .same) : .weakest(all)
    }
  }

  /// A value in prose.
  struct Value {
    enum Shown {
      case text(String)
      case failed(Diagnostic)
    }

    let number: NotebookNumber
    let shown: Shown
    /// As many digits as bring the same bits back.
    let exact: String
    let standing: Standing
    /// The command that made it: the line in the document, and what it says.
    let origin: (line: Int, command: String)?
  }

  let blocks: [Block]
  private(set) var values: [Value] = []

  /// What is stored of a notebook, with the verdicts of the last check where they are about these outputs.
  static func stored(_ notebook: Notebook, _ folder: OutputFolder) throws(NotebookError) -> [Block] {
    let verdicts = folder.verdicts()
    var blocks: [Block] = []
    for block in notebook.blocks {
      let outputs = try folder.outputs(of: block)
      let shown = if outputs != nil { outputs } else { try folder.staleOutputs(of: block) }
      let found = verdicts?.blocks.first { $0.block == block.number && $0.outputs == folder.fingerprint(of: block) }
      blocks.append(
        Block(
          block: block, outputs: shown, isStale: outputs == nil,
          verdicts: found?.verdicts.map { $0.flatMap(Verdict.init) } ?? []))
    }
    return blocks
  }

  init(_ notebook: Notebook, _ blocks: [Block]) {
    self.blocks = blocks
    var names = StoredNames()
    var next = blocks[...]
    for part in notebook.parts {
      switch part {
      case .block: if let block = next.popFirst() { names.add(block) }
      case .number(let number): values.append(names.value(of: number, in: notebook.source))
      }
    }
  }
}

extension NotebookState.Standing {
  init(_ verdict: Verdict) {
    switch verdict {
    case .same: self = .same
    case .differs: self = .differs
    case .inconclusive: self = .inconclusive
    }
  }
}

/// What the names of a notebook stand for, as far as its stored outputs tell.
private struct StoredNames {
  private typealias Origin = (line: Int, command: String, standing: NotebookState.Standing)

  private var environment = Environment()
  private var origins: [String: Origin] = [:]

  mutating func add(_ block: NotebookState.Block) {
    guard let outputs = block.outputs, let header = outputs.header else { return }
    for (index, stored) in outputs.entries.enumerated() {
      guard let name = Self.defined(by: stored.command),
        let entry = stored.entry(firstLine: block.block.firstLine, environment: header)
      else { continue }
      let standing = block.standing(of: index)
      let result = entry.result
      if result.fields.count == 1, let value = result["value"] {
        environment[name] = Binding(Value(value.value), isMeasured: !stored.compared)
      } else if result.fields.isEmpty, let other = Self.alias(in: stored.command), let binding = environment[other] {
        environment[name] = binding
        origins[name] = origins[other]
        continue
      } else {
        environment[name] = Binding(.record(result), isMeasured: false)
      }
      origins[name] = (entry.line, stored.command, standing)
    }
  }

  func value(of number: NotebookNumber, in source: SourceText) -> NotebookState.Value {
    guard let expression = number.expression else {
      return failed(number, NotebookFindings.brokenNumber(at: number.range, in: source))
    }
    do throws(Diagnostic) {
      let binding = try Interpreter.value(of: expression, in: source, over: environment)
      let shown: String
      switch binding.value {
      case .record(let record):
        throw NotebookFindings.result(
          source.slice(number.range), fields: record.fields.map(\.name), at: number.range, in: source)
      case .number(let value): shown = number.format.text(value)
      case let value:
        guard number.format == NumberFormat() else {
          throw NotebookFindings.formatOfText(value.kindName, at: number.range, in: source)
        }
        shown = value.plainText
      }
      let used = expression.names.compactMap { origins[$0] }
      let standing: NotebookState.Standing = .weakest(used.map(\.standing) + (binding.isMeasured ? [.measured] : []))
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

  // MARK: Commands by their text

  /// `r` of `let r = …` and `param r = …`.
  private static func defined(by command: String) -> String? {
    let words = command.split(maxSplits: 2, omittingEmptySubsequences: true) { $0 == " " || $0 == "\n" || $0 == "=" }
    guard words.count == 3, words[0] == "let" || words[0] == "param" else { return nil }
    return String(words[1])
  }

  /// `r` of `let s = r`.
  private static func alias(in command: String) -> String? {
    command.firstIndex(of: "=").map { command[command.index(after: $0)...].filter { !$0.isWhitespace } }
  }
}
