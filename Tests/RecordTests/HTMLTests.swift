import Record
import Testing

/// Pieces of pages: what is put in is escaped, markup isn't.
struct HTMLTests {
  @Test func escapesTexts() {
    let name = "<b> & \"c\""
    let piece: HTML = "<i>\(name)\(name.prefix(3))\(3)</i>"
    #expect(piece.markup == "<i>&lt;b&gt; &amp; &quot;c&quot;&lt;b&gt;3</i>")
    #expect(HTML(name) == "&lt;b&gt; &amp; &quot;c&quot;")
  }

  @Test func keepsPieces() {
    let cells = ["a", "<"].map { "<td>\($0)</td>" as HTML }
    let row: HTML = "<tr>\(cells.joined(separator: "\n"))</tr>"
    #expect(row.markup == "<tr><td>a</td>\n<td>&lt;</td></tr>")
    #expect((row + "<br>").markup.hasSuffix("</tr><br>"))
  }

  /// Control characters can't stand in a page; what is beside them in UTF-8 can.
  @Test(arguments: [
    ("a\u{1B}[1m\r\u{7F}", "a\u{FFFD}[1m\u{FFFD}\u{FFFD}"),
    ("\u{80}\u{9F}\u{A0}é\u{BF}", "\u{FFFD}\u{FFFD}\u{A0}é\u{BF}"),
    ("a\tb\nc 'é≈", "a\tb\nc 'é≈"), ("a\r\nb", "a\u{FFFD}\nb"),
  ])
  func replacesControlCharacters(text: String, markup: String) {
    #expect(Array(HTML(text).markup.utf8) == Array(markup.utf8))
  }
}
