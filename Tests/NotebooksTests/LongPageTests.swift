import Diagnostics
import Testing

@testable import Notebooks

/// A page takes time as its document is long, whatever stands in it.
@Suite("Long pages")
struct LongPageTests {
  @Test(arguments: [
    (50_000, "# a\n\n", ""), (50_000, "![", "](x)"), (50_000, "> ", ""), (50_000, "`=1` ", ""),
    (50_000, "- ", ""), (50_000, "<!--\n", ""), (50_000, "a <!-- ", ""),
  ])
  func comeToAnEnd(count: Int, opening: String, closing: String) throws {
    let text = String(repeating: opening, count: count) + "a" + String(repeating: closing, count: count)
    // In quadratic time this would take hours for some.
    #expect(
      try Notebook(SourceText(name: "/nowhere/n.md", text: text)).page(at: "/nowhere/n.md").text.hasSuffix(
        "</html>\n"))
  }

  @Test func commentsAreKnown() {
    for text in ["<!-- a -->", " <!---->\n<!-- b\n-->\n", "", "<!-- <!-- -->"] {
      #expect(NotebookPage.isComment(text), "\(text)")
    }
    for text in ["<!-- a", "<!-->", "a <!-- b -->", "<!-- a --> b", "<b>", "<!-- a --> -->"] {
      #expect(!NotebookPage.isComment(text), "\(text)")
    }
  }
}
