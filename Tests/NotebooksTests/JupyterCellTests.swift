import Diagnostics
import Foundation
import Record
import Runtime
import Testing

@testable import Notebooks

/// A cell stays what it is: prose doesn't run, and what nobody sees doesn't count.
@Suite("Cells of Jupyter notebooks")
struct JupyterCellTests {
  private func draft(_ cells: [JSONValue], language: String = "fovea") throws -> NotebookDraft {
    let root = JSONValue.object([
      "nbformat": .number(4), "nbformat_minor": .number(5), "cells": .list(cells),
      "metadata": .object(["kernelspec": .object(["name": .text("k"), "language": .text(language)])]),
    ])
    return try NotebookDraft(jupyter: root.written, name: "n.ipynb")
  }

  private func cell(_ type: String, _ source: String, _ kept: [String: JSONValue] = [:]) -> JSONValue {
    .object([
      "cell_type": .text(type), "source": .lines(of: source),
      "metadata": .object(kept.isEmpty ? [:] : ["fovea": .object(kept)]),
    ])
  }

  private func kept(_ text: String, shown: String) -> [String: JSONValue] {
    ["text": .text(text), "shown": .text(Chain.fingerprint(of: shown))]
  }

  private func blocks(_ draft: NotebookDraft) -> [String] {
    Notebook(SourceText(name: "n", text: draft.text)).blocks.map(\.text)
  }

  @Test(arguments: [
    "```python\nx = 1", "~~~", "<!-- not closed", "<script>", "```fovea\nlet hidden = 1\n```",
    "- ```fovea\n  x", "<div>",
    "> ```fovea", "````\n```fovea\nlet hidden = 1\n```\n", "    ```fovea\n    let hidden = 1",
    "```fo&#118;ea\nlet hidden = 1",
  ])
  func proseStaysProse(source: String) throws {
    for type in ["markdown", "raw", "something"] {
      let draft = try draft([
        cell(type, source), cell("code", "let x = 1"), cell(type, source), cell("code", "let y = 2"),
      ])
      #expect(blocks(draft) == ["let x = 1", "let y = 2"], "\(draft.text)")
      #expect(Notebook(SourceText(name: "n", text: draft.text)).findings == [], "\(draft.text)")
    }
  }

  @Test func codeStaysCode() throws {
    let codes = [
      "let x = 1", "print \"```\"", "# ~~~\nlet y = 2\n```", "", "  let z = 3", "<!--",
      "let a = 1\r\nlet b = 2",
    ]
    let draft = try draft(codes.map { cell("code", $0) })
    #expect(Notebook(SourceText(name: "n", text: draft.text)).blocks.count == codes.count)
    #expect(blocks(draft)[1] == "print \"```\"" && blocks(draft)[6] == "let a = 1\nlet b = 2")
  }

  @Test(arguments: ["python", "fovea!", "fo vea", "", "Fovea", "\u{301}", "a`b"])
  func codeOfAnotherLanguageIsOnlyShown(language: String) throws {
    let draft = try draft(
      [cell("code", "let x = 1"), cell("markdown", "It is `=x`, and `` =y``.")], language: language)
    let notebook = Notebook(SourceText(name: "n", text: draft.text))
    #expect(
      notebook.parts.isEmpty && notebook.findings == [] && draft.text.contains("let x = 1"), "\(draft.text)")
  }

  /// Cells that would run together are kept apart, by something that no page shows.
  @Test func neighboursStayTwo() throws {
    let draft = try draft([cell("markdown", "- a"), cell("markdown", "    code"), cell("markdown", "text")])
    #expect(draft.text == "- a\n\n<!-- -->\n\n    code\n\ntext\n")
    let page = try Notebook(SourceText(name: "/nowhere/n.md", text: draft.text)).page(at: "/nowhere/n.md")
      .text
    #expect(!page.contains("&lt;!--") && page.contains("<pre><code>code"))
  }

  // MARK: Metadata

  @Test func theVisibleTextCounts() throws {
    let visible = "What a reader sees."
    let hidden = [
      "What nobody sees.", "What a reader sees.\n\nAnd more.", "```fovea\nlet hidden = 1\n```",
      "`=1 + 1`\n\nx",
    ]
    for text in hidden {
      let draft = try draft([
        cell("markdown", visible, kept(text, shown: visible)), cell("code", "let x = 1"),
      ])
      #expect(draft.text.hasPrefix(visible + "\n\n```fovea\nlet x"), "\(draft.text)")
    }
    for text in [
      "```fovea\nlet hidden = 1\n```", "```fovea\nlet x = 1\n```\nmore", "let x = 1",
      "```python\nlet x = 1\n```",
    ] {
      let draft = try draft([cell("code", "let x = 1", kept(text, shown: "let x = 1"))])
      #expect(draft.text == "```fovea\nlet x = 1\n```\n", "\(draft.text)")
    }
    // A cell that shows a fence is no block, whatever its metadata says.
    let fence = "```fovea\nlet x = 1\n```"
    #expect(try blocks(draft([cell("markdown", fence, kept(fence, shown: fence))])) == [])
  }

  @Test(arguments: [
    ("Is `=r:.1%` of `=n`.", "Is 91.2% of 10,000.", true), ("Is `=r`.", "Is `=r`.", true),
    ("Is `=r`.", "Is much.", false),
    ("Is `=r`.", "Is 1\n2.", false), ("Is `=r`.", "Is 1 and more.", false),
    ("Is ``=r``.", "Is -1e-9.", true), ("`=a` 2 `=b`", "1 2 2 2 3", false), ("`=a`2`=b`", "12223", true),
    ("`=a`", "-1,234.5e-10%", true), ("`=a`", "nan", true), ("`=a`", "-inf%", true), ("`=a`", "1x", false),
    ("`=a`", "1.", false),
    ("`=a`", "1e", false), ("`=a`", "-", false), ("`=a`", ".5", false), ("`=a`", "1.5.2", false),
    ("`=a`", "", false),
  ])
  func numbersMayStandForValues(text: String, visible: String, isSame: Bool) throws {
    #expect(
      try draft([cell("markdown", visible, kept(text, shown: visible))]).text
        == (isSame ? text : visible + "\n"))
  }

  /// A cell that could be read in countless ways is taken as what it shows.
  @Test func noCellTakesForever() throws {
    for (text, visible) in [("`=a`1", "1"), ("`=a` ", "1 ")] {
      let visible = String(repeating: visible, count: 100_000)
      let kept = kept(String(repeating: text, count: 3000), shown: visible)
      #expect(try draft([cell("markdown", visible, kept)]).text == visible + "\n")
    }
  }

  /// A value that is a text is the cell's only where its outputs say so.
  @Test func otherValuesMustBeThoseOfTheOutputs() throws {
    let text = "```fovea\nlet s = \"few\"\n```\n\nIt is `=s`.\n"
    let notebook = Notebook(SourceText(name: "n", text: text))
    let block = try #require(notebook.blocks.first)
    let outputs = BlockOutputs(
      block: 1, hash: block.hash, text: block.ownHash,
      environment: "#@ fovea 0.1.0 · avx2 · L2 1K · 2026-11-24T12:00:00Z",
      seed: 1, set: [:],
      entries: [
        StoredEntry(
          line: 1, iteration: nil, command: "let s = \"few\"",
          result: StoredResult(ResultRecord([.init("value", .text("few"))])), compared: true)
      ])
    var code = kept("```fovea\nlet s = \"few\"\n```\n", shown: "let s = \"few\"")
    code["outputs"] = JSONValue(encoding: outputs)
    for (visible, comesBack) in [("It is few.", true), ("It is many.", false)] {
      let draft = try draft([
        cell("code", "let s = \"few\"", code),
        cell("markdown", visible, kept("\nIt is `=s`.\n", shown: visible)),
      ])
      #expect(draft.text.contains(comesBack ? "It is `=s`." : visible), "\(draft.text)")
      #expect(draft.outputs.count == 1)
    }
  }

  /// What the metadata would have a page show, and the cell doesn't show, is left out.
  @Test func outputsShowWhatTheCellShows() throws {
    let block = try #require(Notebook(SourceText(name: "n", text: "```fovea\nlist\n```")).blocks.first)
    let outputs = BlockOutputs(
      block: 1, hash: block.hash, text: block.ownHash,
      environment: "#@ fovea 0.1.0 · avx2 · L2 1K · 2026-11-24T12:00:00Z",
      seed: 1, set: [:],
      entries: [
        StoredEntry(
          line: 1, iteration: nil, command: "list",
          result: StoredResult(ResultRecord([.init("count", .integer(1))])),
          compared: true, display: "accuracy 99%",
          picture: StoredPicture(svg: "<svg>hidden</svg>", images: false))
      ])
    let draft = try draft([cell("code", "list", ["outputs": JSONValue(encoding: outputs)])])
    let entry = try #require(draft.outputs.first?.entries.first)
    #expect(entry.display == nil && entry.picture == nil && entry.command == "list")
  }

  // MARK: Numbers

  @Test(arguments: [
    "\"line\" : 1", "\"iteration\" : 1", "\"stopped\" : 1", "\"block\" : 1", "\"column\" : 1",
  ])
  func numbersThatNoRunStoresAreRefused(field: String) throws {
    let block = try #require(Notebook(SourceText(name: "n", text: "```fovea\nlist\n```")).blocks.first)
    var outputs = BlockOutputs(
      block: 1, hash: block.hash, text: block.ownHash,
      environment: "#@ fovea 0.1.0 · avx2 · L2 1K · 2026-11-24T12:00:00Z",
      seed: 1, set: [:],
      entries: [
        StoredEntry(
          line: 1, iteration: 1, command: "list",
          result: StoredResult(ResultRecord([.init("count", .integer(1))], stoppedAtStep: 1)), compared: true)
      ])
    outputs.failure = StoredFailure(line: 1, column: 1, message: "x")
    let json = JSONValue(encoding: outputs).written
    #expect(json.contains(field))
    for number in [
      "9223372036854775807", "-9223372036854775808", "-1", "1e18", "18446744073709551615", "1e400", "0.5",
      "[]",
    ] {
      let changed = json.replacing(field, with: String(field.dropLast()) + number)
      let value = try? JSONDecoder().decode(JSONValue.self, from: Data(changed.utf8))
      let cell = JSONValue.object(["metadata": .object(["fovea": .object(["outputs": value ?? .null])])])
      #expect(JupyterOriginal.outputs(of: cell) == nil, "\(number)")
    }
  }
}
