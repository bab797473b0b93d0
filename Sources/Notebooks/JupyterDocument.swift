internal import Diagnostics
internal import Record

/// The cells of a Jupyter notebook as one document.
struct JupyterDocument {
  /// A cell.
  struct Piece {
    enum Kind {
      case prose
      /// A block of commands, with what the cell has of its outputs.
      case commands(BlockOutputs?)
      /// Code that is only shown.
      case shown
    }

    let kind: Kind
    /// What the cell shows, with LF at the ends of lines.
    let visible: String
    /// What it was exported from, where that shows what the cell shows; nil of cells that were changed or
    /// made elsewhere.
    var original: JupyterOriginal?
    /// Whether what looks like a value in its prose is one.
    let hasValues: Bool

    init(_ cell: JSONValue, language: String) {
      visible = MarkdownPiece.unixLines(cell["source"]?.joined ?? "")
      original = JupyterOriginal(cell, visible: visible)
      hasValues = language == Notebook.mark
      switch cell["cell_type"]?.string {
      case "markdown": kind = .prose
      case "code":
        let runs = language == Notebook.mark || original != nil
        kind = runs ? .commands(JupyterOriginal.outputs(of: cell)) : .shown
      default: kind = .shown
      }
      fence = cell["cell_type"]?.string == "code" ? Self.word(language) : "text"
    }

    private let fence: String

    var isProse: Bool { if case .prose = kind { true } else { false } }

    /// A piece of a document that needs an empty line around it.
    var ownText: String {
      switch kind {
      case .prose:
        let text = MarkdownPiece.contained(visible)
        return hasValues ? text : NotebookDraft.withoutValues(text)
      case .commands: return Notebook.fenced(visible, mark: Notebook.mark)
      case .shown: return Notebook.fenced(visible, mark: fence)
      }
    }

    /// A language as a word behind a fence. Only what is the language of commands gets its mark.
    private static func word(_ language: String) -> String {
      let word = String(
        language.unicodeScalars.filter {
          $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "+"
        })
      return word == Notebook.mark && language != Notebook.mark ? "text" : word
    }
  }

  private var pieces: [Piece]
  private let name: String

  init(_ pieces: [Piece], name: String) {
    self.pieces = pieces
    self.name = name
  }

  // MARK: Text

  /// The document. Its blocks are the cells of commands, whatever else the cells hold.
  var text: String {
    // Originals stand as they stood, as long as no cell is changed by what stands above it.
    for keepsOriginals in [true, false] {
      let text = joined(keepsOriginals: keepsOriginals)
      if blocks(of: text) == pieces.flatMap({ $0.isProse ? [] : blocks(of: $0.original?.text ?? $0.ownText) })
      {
        return text
      }
    }
    return joined(keepsOriginals: false)
  }

  private func blocks(of text: String) -> [String] { notebook(text).blocks.map(\.text) }

  private func notebook(_ text: String) -> Notebook { Notebook(SourceText(name: name, text: text)) }

  private func joined(keepsOriginals: Bool) -> String {
    var text: [UInt8] = []
    var last: (text: String, isOriginal: Bool, isProse: Bool)?
    for (index, piece) in pieces.enumerated() {
      var original = keepsOriginals ? piece.original?.text : nil
      // What isn't closed may only be the end of a document.
      if let text = original, index < pieces.count - 1, MarkdownPiece.isOpen(text) { original = nil }
      let own = original ?? piece.ownText
      if let last, !text.isEmpty {
        let areTogether = last.isOriginal && original != nil && !(last.isProse && piece.isProse)
        // A fence begins its line wherever a cell was moved to.
        if text.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
        if !areTogether, !Self.endsWithEmptyLine(text) { text.append(UInt8(ascii: "\n")) }
        if last.isProse, piece.isProse, !MarkdownPiece.areApart(last.text, own) {
          text += (MarkdownPiece.separator + "\n\n").utf8
        }
      }
      text += own.utf8
      last = (own, original != nil, piece.isProse)
    }
    return String(decoding: text, as: UTF8.self) + (last?.isOriginal != false ? "" : "\n")
  }

  private static func endsWithEmptyLine(_ text: [UInt8]) -> Bool {
    let line = text.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { text[($0 + 1)...] } ?? text[...]
    return line.allSatisfy { $0 == 0x0A || $0 == 0x0D }
  }

  // MARK: Outputs

  /// What the cells have of outputs that belong to their blocks as they are now.
  var outputs: [BlockOutputs] {
    let stored = pieces.compactMap { piece -> BlockOutputs?? in
      if case .commands(let outputs) = piece.kind { .some(outputs) } else { nil }
    }
    return zip(notebook(text).blocks, stored).compactMap { block, outputs in
      outputs?.hash == block.hash && outputs?.block == block.number ? outputs : nil
    }
  }

  /// Gives up the originals of cells that show other values than the outputs give, for what they show.
  ///
  /// - Returns: Whether there was one.
  mutating func keepVisible(with outputs: [BlockOutputs]) -> Bool {
    guard pieces.contains(where: { $0.original?.hasOtherValues == true }) else { return false }
    var isChanged = false
    let document = notebook(text)
    let state = NotebookState(
      document,
      document.blocks.map { block in
        NotebookState.Block(
          block: block, outputs: outputs.first { $0.block == block.number }, isStale: false, verdicts: [])
      })
    let shown = Set(document.shownProse(state))
    for index in pieces.indices
    where pieces[index].original?.hasOtherValues == true && !shown.contains(pieces[index].visible) {
      pieces[index].original = nil
      isChanged = true
    }
    return isChanged
  }
}
