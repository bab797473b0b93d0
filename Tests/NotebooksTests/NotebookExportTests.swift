import Diagnostics
import Foundation
import Record
import Runtime
import Testing

@testable import Notebooks

@Suite("Notebooks as something else, and back")
struct NotebookExportTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/fovea-export-\(UUID().uuidString)"

  private static let text = """
    # Title

    Two is `=x + 1:.1`, and `` `code` `` stays.

    ```fovea
    let x = 1
    ```

    ````fovea
    print "```"
    ````

    The end: ``=x``.

    """

  private func stored(_ text: String = Self.text) throws -> Notebook {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/note.md"
    // A value before its definition is a finding of the check, not of the reader.
    let notebook = Notebook(SourceText(name: path, text: text))
    let environment = "#@ fovea 0.1.0 · numerics 1 · avx2 · L2 1024K · 2026-11-24T12:00:00Z"
    for (block, entry) in zip(
      notebook.blocks,
      [
        StoredEntry(
          line: 1, iteration: nil, command: "let x = 1",
          result: StoredResult(ResultRecord([.init("value", .number(1))])),
          compared: true, display: nil, picture: StoredPicture(svg: "<svg>\n</svg>", images: true)),
        StoredEntry(
          line: 1, iteration: 2, command: "print \"```\"",
          result: StoredResult(ResultRecord([.init("text", .text("```"))])), compared: true,
          display: "```\nmore", picture: nil),
      ])
    {
      try OutputFolder(of: path).write(
        BlockOutputs(
          block: block.number, hash: block.hash, text: block.ownHash, environment: environment, seed: 3,
          set: ["x": "2"],
          entries: [entry]))
    }
    return notebook
  }

  private func cells(_ json: String) throws -> [[String: Any]] {
    let root = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(root["nbformat"] as? Int == 4)
    #expect(root["nbformat_minor"] as? Int == 5)
    return try #require(root["cells"] as? [[String: Any]])
  }

  /// What nbformat's schema asks of each cell.
  @Test func aJupyterNotebookHasItsForm() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cells = try cells(try stored().jupyter(at: folder + "/note.md"))
    #expect(cells.map { $0["cell_type"] as? String } == ["markdown", "code", "code", "markdown"])
    let ids = cells.compactMap { $0["id"] as? String }
    #expect(ids == ["prose-1", "block-1", "block-2", "prose-2"])
    for cell in cells {
      #expect(cell["source"] is [String])
      #expect(cell["metadata"] is [String: Any])
      guard cell["cell_type"] as? String == "code" else { continue }
      #expect(cell["execution_count"] is Int)
      #expect(cell["outputs"] is [[String: Any]])
    }
    #expect((cells[3]["source"] as? [String])?.joined() == "The end: 1.")
    let drawn = try #require((cells[1]["outputs"] as? [[String: Any]])?.first)
    #expect(drawn["output_type"] as? String == "display_data")
    #expect((drawn["data"] as? [String: Any])?["image/svg+xml"] as? String == "<svg>\n</svg>")
    let printed = try #require((cells[2]["outputs"] as? [[String: Any]])?.first)
    #expect(printed["text"] as? [String] == ["```\n", "more\n"])
  }

  @Test func aJupyterNotebookComesBackWithItsOutputs() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let notebook = try stored()
    let draft = try NotebookDraft(jupyter: notebook.jupyter(at: folder + "/note.md"), name: "note.ipynb")
    #expect(draft.text == Self.text)
    #expect(draft.outputs.count == 2)
    for (block, outputs) in zip(notebook.blocks, draft.outputs) {
      #expect(try OutputFolder(of: folder + "/note.md").outputs(of: block) == outputs)
    }
  }

  @Test func whatWasEditedInJupyterIsKept() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let json = try stored().jupyter(at: folder + "/note.md").replacing("The end: 1.", with: "The end is 1.")
      .replacing("\"let x = 1\"", with: "\"let x = 7\"")
    let draft = try NotebookDraft(jupyter: json, name: "note.ipynb")
    #expect(draft.text.hasSuffix("The end is 1.\n"))
    #expect(draft.text.contains("let x = 7"))
    #expect(draft.outputs == [], "the first block changed, and all hang on it")
  }

  /// Whatever stands around fences, and however lines end.
  @Test(arguments: [
    "a\r\n\r\n```fovea\r\nlet x = 1\r\n```\r\nb `=x` c\r\n", "a\n```fovea\nlet x = 1\n```\nb `=x`",
    "\n\n\n# T\n\n\n\nb  \n\n\n",
    "~~~~ fovea\n\nlet x = 1  \n\n~~~~\n\n\n```fovea\nlet y = 2\n```\n   \n", "\u{FEFF}a\n\n    code\n", "",
    "\n \n", "a",
    "   ```fovea\n   let x = 1\n   ```\n\tb\n",
  ])
  func comesBackByteByByte(text: String) throws {
    let notebook = Notebook(SourceText(name: "/nowhere/note.md", text: text))
    let draft = try NotebookDraft(jupyter: notebook.jupyter(at: "/nowhere/note.md"), name: "note.ipynb")
    #expect(Array(draft.text.utf8) == Array(text.utf8))
  }

  @Test func aChangedCellLeavesTheOthersAsTheyWere() throws {
    let text = "a `=x`\r\n~~~ fovea\r\nlet x = 1\r\n~~~\r\nb\r\n```fovea\r\nlet y = 2\r\n```"
    let json = try Notebook(SourceText(name: "/nowhere/note.md", text: text)).jupyter(at: "/nowhere/note.md")
    let changed = json.replacing("\"b\"", with: "\"c\"")
    #expect(changed != json)
    let draft = try NotebookDraft(jupyter: changed, name: "note.ipynb")
    #expect(
      draft.text == "a `=x`\r\n~~~ fovea\r\nlet x = 1\r\n~~~\r\n\nc\n\n```fovea\r\nlet y = 2\r\n```")
  }

  /// A fence begins its line, and paragraphs stay apart, wherever a cell was moved to.
  @Test func cellsMayBeMoved() throws {
    let text = "one\n\n```fovea\nlet x = 1\n```\n\ntwo\n\n```fovea\nlet y = 2\n```"
    let json = try Notebook(SourceText(name: "/nowhere/note.md", text: text)).jupyter(at: "/nowhere/note.md")
    var root = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
    guard case .object(var object) = root, let cells = object["cells"]?.items else {
      Issue.record("no cells")
      return
    }
    object["cells"] = .list([cells[3], cells[2], cells[0], cells[1]])
    root = .object(object)
    let draft = try NotebookDraft(jupyter: root.written, name: "note.ipynb")
    #expect(draft.text == "```fovea\nlet y = 2\n```\n\ntwo\n\none\n\n```fovea\nlet x = 1\n```\n")
  }

  @Test func aNotebookOfAnotherLanguageIsOnlyText() throws {
    let json = """
      {"cells": [{"cell_type": "markdown", "source": "Hi", "metadata": {}}, {"cell_type": "code", "source": \
      ["a\\n", "b"]},
       {"cell_type": "raw", "source": "r"}, {}],
       "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 2}
      """
    let draft = try NotebookDraft(jupyter: json, name: "p.ipynb")
    #expect(draft.text == "Hi\n\n```python\na\nb\n```\n\n```text\nr\n```\n\n```text\n```\n")
  }

  @Test(arguments: [
    "", "{", "[]", "{\"nbformat\": 3, \"cells\": []}", "{\"nbformat\": 4}",
    String(repeating: "[", count: 100_000),
  ])
  func whatIsNoJupyterNotebookIsRefused(text: String) {
    #expect(throws: NotebookError.self) { try NotebookDraft(jupyter: text, name: "x.ipynb") }
  }

  @Test func proseBecomesNotesOfAScriptAndBack() throws {
    let notebook = Notebook(
      SourceText(name: "n.md", text: "One\ntwo\n\nthree $x\n\n```fovea\nlet x = 1\n```\n\n## End\n"))
    #expect(notebook.asScript == "## One\n## two\n##\n## three $x\n\nlet x = 1\n\n## ## End\n")
    let draft = NotebookDraft(script: notebook.asScript, name: "n.fovea")
    #expect(draft.text == "# n\n\nOne\ntwo\n\nthree $x\n\n```fovea\nlet x = 1\n```\n\n## End\n")
  }
}
