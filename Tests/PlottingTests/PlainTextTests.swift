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

  /// Names of data sets that begin alike, or differ in the middle only.
  @Test(arguments: [3, 6, 12, 20, 24, 32], [TerminalStyle.blocks, .ascii])
  func differentNamesStayDifferent(limit: Int, style: TerminalStyle) {
    let names = [
      "Cherry_(including_sour)___Powdery_mildew", "Cherry_(including_sour)___healthy",
      "Corn_(maize)___healthy", "Apple",
      "Apple",
      "a_very_long_name_that_differs_here_1_and_ends_in_the_same_way_for_all_of_them",
      "a_very_long_name_that_differs_here_2_and_ends_in_the_same_way_for_all_of_them",
      "a_very_long_name_1_that_differs_twice_1_and_ends_in_the_same_way_for_all_of_them",
      "a_very_long_name_1_that_differs_twice_2_and_ends_in_the_same_way_for_all_of_them",
      "a_very_long_name_2_that_differs_twice_1_and_ends_in_the_same_way_for_all_of_them",
    ]
    let cut = PlainText.apart(names, to: limit, style)
    #expect(cut.allSatisfy { PlainText.width($0) <= limit }, "\(cut)")
    #expect(Set(cut).count == Set(names).count, "\(cut)")
    #expect(cut[3] == cut[4])
    if style == .ascii { #expect(cut.allSatisfy { $0.allSatisfy(\.isASCII) }) }
  }

  @Test func whatFitsStaysWhole() { #expect(PlainText.apart(["cat", "dog"], to: 3) == ["cat", "dog"]) }
}
