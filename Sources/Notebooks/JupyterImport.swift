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
    var pieces: [String] = []
    var stored: [BlockOutputs?] = []
    for cell in cells {
      let source = cell["source"]?.joined ?? ""
      switch cell["cell_type"]?.string {
      case "markdown": pieces.append(Self.prose(source, cell))
      case "code":
        pieces.append(Notebook.fenced(source, mark: Self.word(language)))
        if language == Notebook.mark { stored.append(Self.outputs(of: cell)) }
      default: pieces.append(Notebook.fenced(source, mark: "text"))
      }
    }
    self.text = pieces.joined(separator: "\n\n") + "\n"
    let blocks = Notebook(SourceText(name: name, text: self.text)).blocks
    // What was changed elsewhere has no outputs here.
    outputs = zip(blocks, stored).compactMap { block, outputs in outputs?.hash == block.hash ? outputs : nil }
  }

  private static func prose(_ source: String, _ cell: JSONValue) -> String {
    guard let original = cell["metadata"]?["fovea"]?["source"]?.string,
      cell["metadata"]?["fovea"]?["shown"]?.string == Chain.fingerprint(of: source)
    else { return source }
    return original
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
