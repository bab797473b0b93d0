import Testing

@testable import Plotting

@Suite("Plain text")
struct PlainTextTests {
  @Test func namesCannotSteerATerminal() {
    #expect(PlainText.oneLine("a\nb\tc\r\nd") == "a b c d")
    #expect(PlainText.oneLine("\u{1B}[2Jx\u{7F}\u{9B}") == "\u{FFFD}[2Jx\u{FFFD}\u{FFFD}")
    #expect(PlainText.oneLine("a\u{202E}b") == "a\u{FFFD}b")
    #expect(PlainText.oneLine("Käse 猫 🐈") == "Käse 猫 🐈")
  }

  @Test func asciiShowsNothingElse() {
    #expect(PlainText.shown("猫 é\u{1B}x", .ascii) == "? ??x")
  }

  @Test func widthsAreThoseOfATerminal() {
    #expect(PlainText.width("abc") == 3)
    #expect(PlainText.width("猫é") == 3)
    #expect(PlainText.width("e\u{301}") == 1)
    #expect(PlainText.cut("abcdef", to: 4, .blocks) == "abc…")
    #expect(PlainText.cut("abcdef", to: 4, .ascii) == "abc~")
    #expect(PlainText.cut("猫猫猫", to: 4, .blocks) == "猫…")
    #expect(PlainText.cut("abc", to: 3, .blocks) == "abc")
    #expect(PlainText.cut("abc", to: 0, .blocks) == "")
  }
}
