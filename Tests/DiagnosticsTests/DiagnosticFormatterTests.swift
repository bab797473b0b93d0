import Diagnostics
import Testing

@Suite("Messages with a caret")
struct DiagnosticFormatterTests {
  private func excerpt(_ text: String, at position: Int, columns: Int?) -> [String] {
    let source = SourceText(name: "test", text: text)
    let finding = Diagnostic("wrong.", at: SourceRange(position, position + 1), in: source)
    let lines = DiagnosticFormatter(columns: columns).text(finding).split(separator: "\n").map(String.init)
    return Array(lines[1...2])
  }

  @Test func whatIsCutOffIsSeen() {
    let text = String(repeating: "abcdefghi ", count: 30)
    for position in [0, 10, 150, 290, 298] {
      for columns in [nil, 40, 80] as [Int?] {
        let lines = excerpt(text, at: position, columns: columns)
        let shown = Array(lines[0].dropFirst(8))
        let caret = Array(lines[1].dropFirst(8)).firstIndex(of: "^") ?? -1
        #expect(shown[caret] == Array(text)[position], "\(lines)")
        #expect((shown.first == "…") == (position > 100), "\(lines)")
        #expect((shown.last == "…") == (position < 200), "\(lines)")
      }
    }
  }

  @Test func aLineThatFitsIsShownWhole() {
    let text = String(repeating: "abcdefghi ", count: 9) + "x"
    #expect(excerpt(text, at: 90, columns: 120)[0] == "    1 | " + text)
  }

  /// A part of a longer text is shown where it stands in that.
  @Test func aPartKeepsItsLines() {
    let source = SourceText(name: "test", text: "first\nsecond", firstLine: 20_000)
    #expect(source.place(at: 8).line == 20_001 && source.place(at: 8).column == 3)
    #expect(source.lineNumber(at: 0) == 20_000 && source.line(20_001) == "second")
    #expect(source.line(1) == "" && source.line(19_999) == "" && source.line(20_002) == "")
    let finding = Diagnostic("wrong.", at: SourceRange(6, 7), in: source)
    let lines = DiagnosticFormatter(columns: nil).text(finding).split(separator: "\n")
    #expect(lines[0].contains("20001:1") && lines[1].hasSuffix("20001 | second"), "\(lines)")
  }
}
