internal import Diagnostics
internal import Record
internal import Runtime

/// A notebook with what is stored of it: which block stands how, and what the values in its prose are.
/// Nothing runs for it.
struct NotebookState {
  /// How far something can be relied upon.
  enum Standing: String, Sendable, Hashable {
    /// A check found the same bits.
    case same
    case differs
    case inconclusive
    /// Its outputs are those of its text, and no check has compared them since.
    case unchecked
    /// Its text, or what the blocks above it gave, changed after it ran.
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
    /// Whether they are those of an earlier text, or of another run than those above it.
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
      if outputs.failure != nil { return .differs }
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
    // A run writes from the top: where it ended early, what lies below is of the run before, and built on
    // other results.
    var before: String?
    var isOfRun = true
    for block in notebook.blocks {
      let outputs = try folder.outputs(of: block)
      let shown = if outputs != nil { outputs } else { try folder.staleOutputs(of: block) }
      isOfRun = isOfRun && outputs != nil && (block.number == 1 || outputs?.before == before)
      before = outputs?.after
      let found = verdicts?.blocks.first {
        $0.block == block.number && $0.outputs == folder.fingerprint(of: block)
      }
      blocks.append(
        Block(
          block: block, outputs: shown, isStale: !isOfRun,
          verdicts: found?.verdicts.map { $0.flatMap(Verdict.init) } ?? []))
    }
    return blocks
  }

  init(_ notebook: Notebook, _ blocks: [Block]) {
    self.blocks = blocks
    var names = StoredBindings()
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
