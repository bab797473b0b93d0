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
}
