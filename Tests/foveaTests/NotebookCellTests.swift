import Foundation
import Record
import Testing

/// Cells of Jupyter notebooks and notes of sessions as parts of a document: what runs is what ran there.
@Suite("Cells and notes in notebooks")
struct NotebookCellTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["notebook"] + arguments, in: folder)
  }

  private func cell(_ type: String, _ source: String, hidden: String? = nil) -> [String: Any] {
    let kept = hidden.map { ["text": $0, "shown": Chain.fingerprint(of: source)] }
    return ["cell_type": type, "source": source, "metadata": kept.map { ["fovea": $0] } ?? [:]]
  }

  /// The texts that the cells print when the document made of them runs.
  private func printed(_ cells: [[String: Any]], language: String = "fovea") throws -> [String] {
    let root: [String: Any] = [
      "nbformat": 4, "nbformat_minor": 5, "cells": cells,
      "metadata": ["kernelspec": ["name": "k", "language": language]],
    ]
    try folder.write(Array(JSONSerialization.data(withJSONObject: root)), to: "cells.ipynb")
    #expect(try run("export", "cells.ipynb", "-o", "cells-\(language).md").status == 0)
    let ran = try run("run", "cells-\(language).md", "--no-record")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(try run("render", "cells-\(language).md").status == 0)
    return ran.lines
  }

  @Test func onlyCodeCellsRun() throws {
    let shown = [
      "```fovea\nprint \"shown\"\n```", "- ~~~fovea\n  print \"shown\"", "```python\nx = 1",
      "<!-- not closed", "<script>",
      "> a",
    ]
    let cells = shown.enumerated().flatMap { index, text in
      [cell("markdown", text), cell("code", "print \(index)"), cell("raw", text)]
    }
    #expect(try printed(cells) == (0..<shown.count).map(String.init))
  }

  @Test func whatNobodySeesDoesntRun() throws {
    let cells = [
      cell("code", "print 1", hidden: "```fovea\nprint \"hidden\"\n```\n"),
      cell("code", "print 2", hidden: "```fovea\nprint 2\n```\n\n```fovea\nprint \"hidden\"\n```\n"),
      cell("markdown", "Words.", hidden: "Words.\n\n```fovea\nprint \"hidden\"\n```\n"),
      cell("markdown", "Words.", hidden: "Others."),
    ]
    #expect(try printed(cells) == ["1", "2"])
    #expect(try !folder.read("cells-fovea.md").contains("Others."))
  }

  @Test func codeOfOtherLanguagesDoesntRun() throws {
    #expect(
      try printed([cell("code", "print 1"), cell("markdown", "`=x` is code.")], language: "python") == [])
    #expect(try folder.read("cells-python.md") == "```python\nprint 1\n```\n\n`  =x  ` is code.\n")
  }

  /// Notes hold Markdown, and Markdown holds fences.
  @Test func fencesInNotesStayWhatTheyAre() throws {
    let script = """
      ## Before:
      ## ```python
      ## # a comment
      ##
      ## x = 1
      ## ```
      ## After, and what nobody runs:
      ## ~~~fovea
      ## let y = 2
      ## ~~~
      let a = 1
      ## ````sh
      ## not closed
      let b = 2
      """
    let shown = """
      Before:
      ```python
      # a comment

      x = 1
      ```
      After, and what nobody runs:
      ~~~text
      let y = 2
      ~~~

      ```fovea
      let a = 1
      ```

      ````sh
      not closed
      ````

      ```fovea
      let b = 2
      ```

      """
    try folder.write(script, to: "notes.fovea")
    #expect(try Program.run(["run", "notes.fovea"], in: folder).status == 0)
    for (file, name) in [(try #require(folder.sessions.first), "s.md"), ("notes.fovea", "n.md")] {
      #expect(try run("export", file, "-o", name).status == 0)
      let text = try folder.read(name)
      #expect(text.hasSuffix("\n\n" + shown), "\(text)")
      #expect(try run("run", name, "--no-record").status == 0)
      #expect(try run("check", name).status == 0)
    }
  }
}
