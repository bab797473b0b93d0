import Diagnostics
import Testing

@testable import Notebooks

/// What comes from elsewhere stays what it is inside a document.
@Suite("Markdown from elsewhere")
struct MarkdownPieceTests {
  private static let after = "\n\n```fovea\nlet after = 1\n```\n"

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("```python\nx", "```python\nx\n```"),
    ("~~~~\nx\n~~~", "~~~~\nx\n~~~\n~~~~"),
    ("  ````\nx\n```", "  ````\nx\n```\n````"), ("<!-- x", "<!-- x\n-->"),
    ("<script>\nx", "<script>\nx\n</script>"),
    ("<pre>x", "<pre>x\n</pre>"), ("<?php", "<?php\n?>"), ("<!DOCTYPE html", "<!DOCTYPE html\n>"),
    ("<![CDATA[ x", "<![CDATA[ x\n]]>"), ("<div>\n```fovea", "<div>\n```fovea"), ("- ```\n  x", "- ```\n  x"),
    ("> ~~~\n> x", "> ~~~\n> x"), ("    ```fovea\n    x", "    ```fovea\n    x"),
    ("```fovea\nx\n```", "```text\nx\n```"), ("~~~ fovea\nx", "~~~text\nx\n~~~"),
    ("```fovea now\nx\n```", "```text\nx\n```"),
    ("```fo&#118;ea\nx\n```", "```text\nx\n```"),
    ("- a\n\n  ```fovea\n  x\n  ```", "- a\n\n  ```text\n  x\n  ```"),
    ("> 1. ~~~fovea\n>    x", "> 1. ~~~text\n>    x"),
    ("````\n```fovea\nx\n```\n````", "````\n```fovea\nx\n```\n````"),
    ("a\r\n```fovea\rx\r\n```", "a\n```text\nx\n```"), ("`=x`", "`=x`"),
  ])
  func isClosedAndOnlyShown(text: String, expected: String) {
    let piece = MarkdownPiece.contained(text)
    #expect(piece == expected)
    #expect(Notebook(SourceText(name: "n", text: piece + Self.after)).blocks.map(\.text) == ["let after = 1"])
  }

  /// Every combination of what opens something, so that no pair goes on into what follows.
  @Test func nothingGoesOn() {
    let parts = [
      "```", "~~~", "````fovea", "~~~fovea", "> ```fovea", "- ~~~", "1. x\n\n   ```fovea", "<!--", "<script>",
      "<?", "<!A",
      "<![CDATA[",
      "<div>", "    code", "[a]: b", "===", "| a |", "`=x", "\\", "\t```", "```\u{301}", "\u{0}", "-->",
      "</script>",
      "x\n```\n",
    ]
    for one in parts {
      for two in parts {
        for three in ["", "```fovea", "-->", "\n"] {
          let piece = MarkdownPiece.contained([one, two, three].joined(separator: "\n"))
          let notebook = Notebook(SourceText(name: "n", text: piece + Self.after))
          #expect(notebook.blocks.map(\.text) == ["let after = 1"], "\(one) \(two) \(three)")
          #expect(!notebook.findings.contains { $0.message.contains("block") }, "\(one) \(two) \(three)")
        }
      }
    }
  }

  @Test(arguments: [
    ("- a", "- b", false), ("- a", "  b", false), ("- a", "    b", false), ("    a", "    b", false),
    ("a", "b", true),
    ("- a", "1. b", false), ("# a", "- b", true), ("> a", "> b", true), ("a", "===", true),
  ])
  func tellsWhatRunsTogether(first: String, second: String, areApart: Bool) {
    // A list and another kind of list are two, but both are called lists.
    guard (first, second) != ("- a", "1. b") else { return #expect(MarkdownPiece.areApart(first, second)) }
    #expect(MarkdownPiece.areApart(first, second) == areApart)
  }
}
