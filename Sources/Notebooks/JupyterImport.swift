internal import Diagnostics
internal import Foundation
internal import Record

/// A notebook that is made from something else, with outputs to be stored beside it.
public struct NotebookDraft: Sendable {
  /// The document.
  public let text: String
  let outputs: [BlockOutputs]

  /// Writes the document, and its outputs beside it.
  ///
  /// - Parameter source: What it was made from, which it must not overwrite.
  public func write(to path: String, from source: String) throws(NotebookError) {
    try NotebookFiles.write(text, to: path, from: source)
    let folder = OutputFolder(of: path)
    for block in outputs { try folder.write(block) }
  }
}

extension NotebookDraft {
  /// The document that a Jupyter notebook was exported from, as far as nobody changed it there; of any other notebook, its cells.
  ///
  /// - Parameters:
  ///   - text: The content of a .ipynb file.
  ///   - name: What messages call it.
  public init(jupyter text: String, name: String) throws(NotebookError) {
    guard let root = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
      throw .noJupyterNotebook(path: name, reason: "it isn't JSON")
    }
    guard root["nbformat"] == .number(4), let cells = root["cells"]?.items else {
      throw .noJupyterNotebook(path: name, reason: "it has no cells of nbformat 4")
    }
    let language =
      root["metadata"]?["kernelspec"]?["language"]?.string ?? root["metadata"]?["language_info"]?["name"]?.string ?? "text"
    var pieces = JupyterPieces()
    var stored: [BlockOutputs?] = []
    for cell in cells {
      let source = cell["source"]?.joined ?? ""
      let original = Self.original(source, cell)
      switch cell["cell_type"]?.string {
      case "markdown": pieces.add(original ?? source, isOriginal: original != nil, isProse: true)
      case "code":
        pieces.add(original ?? Notebook.fenced(source, mark: Self.word(language)), isOriginal: original != nil)
        if language == Notebook.mark { stored.append(Self.outputs(of: cell)) }
      default: pieces.add(Notebook.fenced(source, mark: "text"), isOriginal: false)
      }
    }
    self.text = pieces.document
    let blocks = Notebook(SourceText(name: name, text: self.text)).blocks
    // What was changed elsewhere has no outputs here.
    outputs = zip(blocks, stored).compactMap { block, outputs in outputs?.hash == block.hash ? outputs : nil }
  }

  /// What the cell was exported from, where nobody changed it since.
  private static func original(_ source: String, _ cell: JSONValue) -> String? {
    let kept = cell["metadata"]?["fovea"]
    return kept?["shown"]?.string == Chain.fingerprint(of: source) ? kept?["text"]?.string : nil
  }

  /// A language as a word behind a fence.
  private static func word(_ language: String) -> String {
    String(language.unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "+" })
  }

  /// The outputs of a cell as they were stored, with what the cell shows put back.
  private static func outputs(of cell: JSONValue) -> BlockOutputs? {
    guard var stored = cell["metadata"]?["fovea"]?["outputs"]?.decoded(as: BlockOutputs.self) else { return nil }
    var shown = (cell["outputs"]?.items ?? [])[...]
    func next(_ type: String) -> JSONValue? {
      guard shown.first?["output_type"]?.string == type else { return nil }
      return shown.popFirst()
    }
    for index in stored.entries.indices {
      if stored.entries[index].picture != nil {
        let svg = next("display_data")?["data"]?["image/svg+xml"]?.joined
        stored.entries[index].picture = svg.map {
          StoredPicture(svg: $0, images: stored.entries[index].picture?.images ?? false)
        }
      }
      if stored.entries[index].display == JupyterCell.shownBelow {
        stored.entries[index].display = next("stream")?["text"]?.joined.map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }
      }
    }
    return stored
  }
}

/// Pieces of a document, one behind the other. Those that were exported bring their own empty lines; others get some.
private struct JupyterPieces {
  private var text: [UInt8] = []
  private var last = (isOriginal: true, isProse: false)

  mutating func add(_ piece: String, isOriginal: Bool, isProse: Bool = false) {
    if !text.isEmpty {
      let areTogether = last.isOriginal && isOriginal && !(last.isProse && isProse)
      // A fence begins its line wherever a cell was moved to.
      if text.last != UInt8(ascii: "\n") { endLine() }
      if !areTogether, !endsWithEmptyLine { endLine() }
    }
    text += piece.utf8
    last = (isOriginal, isProse)
  }

  var document: String { String(decoding: text, as: UTF8.self) + (last.isOriginal ? "" : "\n") }

  private mutating func endLine() { text.append(UInt8(ascii: "\n")) }

  private var endsWithEmptyLine: Bool {
    let line = text.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { text[($0 + 1)...] } ?? text[...]
    return line.allSatisfy { $0 == 0x0A || $0 == 0x0D }
  }
}
