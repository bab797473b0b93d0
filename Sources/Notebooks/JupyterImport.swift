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
  /// The document that a Jupyter notebook was exported from, as far as nobody changed it there; of any other
  /// notebook, its cells. Each cell stays what it is: prose doesn't run, whatever it shows, and doesn't go on
  /// into the next cell.
  ///
  /// - Parameters:
  ///   - text: The content of a .ipynb file.
  ///   - name: What messages call it.
  public init(jupyter text: String, name: String) throws(NotebookError) {
    guard let root = JSONValue.read(Data(text.utf8), as: JSONValue.self) else {
      throw .noJupyterNotebook(path: name, reason: "it isn't JSON")
    }
    guard root["nbformat"] == .number(4), let cells = root["cells"]?.items else {
      throw .noJupyterNotebook(path: name, reason: "it has no cells of nbformat 4")
    }
    let language =
      root["metadata"]?["kernelspec"]?["language"]?.string ?? root["metadata"]?["language_info"]?["name"]?
      .string ?? "text"
    var document = JupyterDocument(cells.map { JupyterDocument.Piece($0, language: language) }, name: name)
    // What was changed elsewhere has no outputs here.
    var outputs = document.outputs
    if document.keepVisible(with: outputs) { outputs = document.outputs }
    self.text = document.text
    self.outputs = outputs
  }
}
