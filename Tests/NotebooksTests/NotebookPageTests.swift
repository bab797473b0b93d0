import Diagnostics
import Foundation
import Record
import Runtime
import Testing

@testable import Notebooks

/// A document with outputs beside it, in a folder that goes away.
private final class Desk {
  let folder = FileManager.default.temporaryDirectory.path + "/fovea-page-\(UUID().uuidString)"
  let notebook: Notebook
  var path: String { folder + "/note.md" }

  init(_ text: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/note.md"))
    notebook = Notebook(SourceText(name: folder + "/note.md", text: text))
    #expect(notebook.findings == [])
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static let header = SessionHeader(
    versions: [.init("fovea", "0.1.0"), .init("numerics", "1")], instructionSet: "avx2", level2Cache: "1024K",
    date: "2026-11-24T12:00:00Z", seed: 5)

  /// Stores what the commands of a block gave.
  func store(_ number: Int, _ entries: [StoredEntry], failure: StoredFailure? = nil) throws {
    let block = notebook.blocks[number - 1]
    try OutputFolder(of: path).write(
      BlockOutputs(
        block: number, hash: block.hash, text: block.ownHash, environment: Self.header.environmentLine,
        seed: 5, set: [:],
        entries: entries, failure: failure))
  }

  func entry(
    _ line: Int, _ command: String, _ result: ResultRecord, display: String? = nil,
    picture: StoredPicture? = nil
  ) -> StoredEntry {
    StoredEntry(
      line: line, iteration: nil, command: command, result: StoredResult(result), compared: true,
      display: display,
      picture: picture)
  }

  func verdicts(_ verdicts: [[String?]]) throws {
    let folder = OutputFolder(of: path)
    try folder.write(
      StoredVerdicts(
        environment: "any",
        blocks: verdicts.enumerated().map { index, verdicts in
          .init(
            block: index + 1, outputs: folder.fingerprint(of: notebook.blocks[index]) ?? "",
            verdicts: verdicts)
        }))
  }

  func page() throws -> String { try notebook.page(at: path).text }
}

@Suite("Pages of notebooks")
struct NotebookPageTests {
  private static let text = """
    # All & *everything*

    ## First part

    ```fovea
    let r = evaluate m  # "judge" <it>
    ```

    It has `=r.accuracy:.1%`, took `=r.seconds:.1` s.

    ## Second `=r.count` part

    ```fovea
    plot loss of m
    ```

    ### Third
    """

  private func desk() throws -> Desk {
    let desk = try Desk(Self.text)
    try desk.store(
      1,
      [
        desk.entry(
          1, "let r = evaluate m",
          ResultRecord([
            .init("accuracy", .number(0.91239999)), .init("count", .integer(60)),
            .init("seconds", .number(1.25), measured: true),
          ]), display: "accuracy <91%>")
      ])
    try desk.store(
      2,
      [
        desk.entry(
          1, "plot loss of m", ResultRecord([.init("points", .integer(2))]), display: "",
          picture: StoredPicture(
            svg: "<svg width=\"72\"\n height=\"40\"><script>alert(1)</script></svg>", images: false))
      ])
    return desk
  }

  @Test func aValueIsLinkedToItsCommandAndCarriesItsVerdict() throws {
    let desk = try desk()
    let unchecked = try desk.page()
    #expect(
      unchecked.contains(
        "<a class=\"value unchecked\" href=\"#line-6\" title=\"0.91239999 · line 6: let r = evaluate m · not "
          + "checked since it "
          + "ran\">91.2%<sup>○</sup></a>"), "\(unchecked)")
    #expect(unchecked.contains("<span id=\"line-6\">"))
    #expect(unchecked.contains("○ not checked since it ran</a></p>"))
    // A time is never compared.
    #expect(unchecked.contains("<a class=\"value measured\" href=\"#line-6\""))
    try desk.verdicts([["same"], ["same"]])
    let same = try desk.page()
    #expect(same.contains("91.2%<sup>✓</sup>"))
    #expect(same.contains("✓ every result was checked and is the same"))
    try desk.verdicts([["differs"], ["same"]])
    #expect(try desk.page().contains("91.2%<sup>✗</sup>"))
    // Verdicts are about the outputs that were compared, and no others.
    try desk.store(1, [desk.entry(1, "let r = evaluate m", ResultRecord([.init("accuracy", .number(0.5))]))])
    #expect(try desk.page().contains("50.0%<sup>○</sup>"))
  }

  @Test func aChangedBlockShowsItsOldOutputsAsStale() throws {
    let desk = try desk()
    let changed = Notebook(
      SourceText(name: desk.path, text: Self.text.replacing("evaluate m ", with: "evaluate m2 ")))
    let (page, stale) = try changed.page(at: desk.path)
    #expect(stale == [5, 13])
    #expect(page.contains("91.2%<sup>≠</sup>"))
    #expect(page.contains("<div class=\"block stale\" id=\"block-1\">"))
    #expect(page.contains("accuracy &lt;91%&gt;"))
    #expect(page.contains("stale: not all of this comes from one run"))
  }

  @Test func whatNeverRanSaysSo() throws {
    let (page, stale) = try Desk(Self.text).notebook.page(at: "/nowhere/note.md")
    #expect(stale == [5, 13])
    #expect(page.contains("<span class=\"value missing\" title=\"there is no value 'r'.\">—</span>"))
    #expect(page.contains("– never ran"))
  }

  @Test func aFailureIsShownWhereItHappened() throws {
    let desk = try Desk("```fovea\nlet x = 1\nassert x > 1\n```\n")
    try desk.store(
      1, [desk.entry(1, "let x = 1", ResultRecord([.init("value", .number(1))]))],
      failure: StoredFailure(line: 2, column: 8, message: "it doesn't hold: x > 1", hint: "Found x = 1."))
    let page = try desk.page()
    #expect(page.contains("<p class=\"failure\">line 3: it doesn't hold: x &gt; 1<br>Found x = 1.</p>"))
    #expect(page.contains("✗ failed"))
  }

  @Test func hasATableOfContentsWithPlacesOfTheirOwn() throws {
    let page = try desk().page()
    #expect(page.contains("<h1 id=\"all-everything\">\nAll &amp; <em>everything</em>\n</h1>"))
    #expect(page.contains("<li class=\"level2\"><a href=\"#first-part\">First part</a></li>"))
    #expect(page.contains("<li class=\"level2\"><a href=\"#second-60-part\">Second 60 part</a></li>"))
    #expect(page.contains("<li class=\"level3\"><a href=\"#third\">Third</a></li>"))
    let twice = try Desk("## Line 1\n\n## Line-1\n\n## How\n\n## Block 1\n\n## &\n").page()
    let ids = twice.matches(of: /id="([^"]*)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count, "\(ids)")
    #expect(ids.contains("section-line-1"))
  }

  /// A page is read by others: nothing in a document may run in it, or be fetched.
  @Test func nothingOfADocumentRunsOrIsLoaded() throws {
    let desk = try Desk(
      """
      <script>alert(1)</script>

      Text <img src=x onerror=alert(1)> and [a](javascript:alert(1)), [b](data:text/html;base64,AAAA),
      ![c](https://example.org/c.png) ![d](../../../../../etc/passwd) ![e](//example.org/e.png)
      <https://example.org>

      <iframe src="https://example.org"></iframe>

      ```html
      <script>alert(2)</script>
      ```

      `<b onclick=alert(3)>`

      ## <svg onload=alert(4)>
      """)
    let page = try desk.page()
    for tag in [
      "<script", "<img", "<iframe", "<svg", "<link", "<object", "javascript:", "src=\"http", "url(",
    ] {
      #expect(!page.contains(tag), "\(tag)")
    }
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.contains("[picture not embedded: c]"))
    #expect(page.contains("[picture not embedded: d]"))
    #expect(page.contains("<a href=\"https://example.org\">"), "a link that a person may follow stays")
  }

  @Test func picturesAreEmbedded() throws {
    let desk = try desk()
    let drawn = try desk.page()
    #expect(drawn.contains("<img class=\"chart\" src=\"data:image/svg+xml;base64,"))
    #expect(drawn.contains("alt=\"plot loss of m\" width=\"72\" height=\"40\">"))
    #expect(!drawn.contains("<script"), "what a picture holds doesn't run")
    let pixel: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]
    try Data(pixel).write(to: URL(fileURLWithPath: desk.folder + "/a b.png"))
    let notebook = Notebook(SourceText(name: desk.path, text: "![a \"b\"](a%20b.png \"title\")"))
    let page = try notebook.page(at: desk.path).text
    #expect(
      page.contains(
        "<img src=\"data:image/png;base64,iVBORw0KGgoAAA==\" alt=\"a &quot;b&quot;\" title=\"title\">"),
      "\(page)")
  }

  @Test func showsEveryRecordedValue() throws {
    let desk = try Desk("```fovea\ntrain m on d\n```\n")
    try desk.store(
      1,
      [
        desk.entry(
          1, "train m on d",
          ResultRecord([
            .init(
              "history",
              .rows([
                [.init("epoch", .integer(1)), .init("loss", .number(0.1 + 0.2))],
                [.init("epoch", .integer(2)), .init("loss", .number(.nan))],
                [.init("step", .integer(0)), .init("layers", .list([.text("1.conv:9f2c11aa")]))],
              ])), .init("weights", .text("sha256:ab")), .init("seconds", .number(2), measured: true),
          ]))
      ])
    let page = try desk.page()
    #expect(page.contains("<thead><tr><th>epoch</th><th>loss</th></tr></thead>"))
    #expect(page.contains("<tr><td>1</td><td>0.30000000000000004</td></tr>"))
    #expect(page.contains("<tr><td>2</td><td>nan</td></tr>"))
    #expect(page.contains("<tr><th>weights</th><td>sha256:ab</td></tr>"))
    #expect(!page.contains("9f2c11aa"), "fingerprints of layers are for replays")
    #expect(page.contains("<details class=\"record\" open>"), "nothing else tells of the command")
  }

  @Test func wordsMayBeBrokenAndTablesMayNot() throws {
    let desk = try Desk("```fovea\nlist\n```\n")
    let words = "small trained on <fashion.train>, from initial weights: 4 steps"
    let table = "  class           precision   recall      F1     images"
    try desk.store(
      1,
      [
        desk.entry(
          1, "list", ResultRecord([.init("x", .integer(1))]), display: "\(words)\n\(table)\n\n\(words)\nend")
      ])
    let html =
      "<span class=\"words\">small trained on &lt;fashion.train&gt;, from initial weights: 4 steps</span>"
    #expect(try desk.page().contains("<pre>\(html)\(table)\n\n\(html)end</pre>"))
  }

  @Test func roundsOfALoopAreFolded() throws {
    let desk = try Desk("```fovea\nfor i in [1, 2] { list }\n```\n")
    var entry = desk.entry(
      1, "list", ResultRecord([.init("x", .integer(1))]), display: "head <1>\na\nb\nc\nd")
    entry.iteration = 1
    var short = entry
    (short.iteration, short.display) = (2, "one line")
    try desk.store(1, [entry, short])
    let page = try desk.page()
    #expect(page.contains("<summary>head &lt;1&gt;</summary>\n<pre>a\nb\nc\nd</pre>"))
    #expect(page.contains("<pre>one line</pre>"))
  }

  @Test(arguments: [
    ("let r = evaluate m", "<span class=\"verb\">let</span> r = <span class=\"verb\">evaluate</span> m"),
    ("let x = r.a * 2", "<span class=\"verb\">let</span> x = r.a * <span class=\"number\">2</span>"),
    (
      "print \"a # \\\" b\"; list # <c>",
      "<span class=\"verb\">print</span> <span class=\"string\">&quot;a # \\&quot; b&quot;</span>; <span "
        + "class=\"verb\">list</span> <span class=\"comment\"># &lt;c&gt;</span>"
    ),
    (
      "  conv 16 3x3",
      "  <span class=\"verb\">conv</span> <span class=\"number\">16</span> <span class=\"number\">3x3</span>"
    ),
    ("print \"open", "<span class=\"verb\">print</span> <span class=\"string\">&quot;open</span>"),
  ])
  func coloursCode(line: String, html: String) { #expect(CodeColours.html(line).markup == html) }
}
