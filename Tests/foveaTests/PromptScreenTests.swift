import Foundation
import Testing

/// What stands on the screen when an entry of several rows is left or drawn anew.
@Suite("The screen at the prompt", .serialized)
struct PromptScreenTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func started(columns: UInt16 = 40, rows: UInt16 = 10) throws -> Pseudoterminal {
    try .atPrompt(in: folder, columns: columns, rows: rows)
  }

  private static let letters = String(repeating: "a", count: 60)

  @Test func controlCLeavesAWrappedLineWhole() throws {
    let terminal = try started()
    let entry = ["fovea> print \"\(Self.letters.prefix(26))", "\(Self.letters.prefix(34))\""]
    terminal.send("rint \"\(Self.letters)\"")
    try terminal.expect("a\"")
    terminal.send("\u{1}p")
    try terminal.expectScreen(entry, cursorBehind: "fovea> p")
    terminal.send("\u{3}")
    try terminal.expect("^C\nfovea> ")
    #expect(terminal.screen.lines.suffix(4) == (entry + ["^C", "fovea>"])[...])
    terminal.send("print 6 * 7\r")
    try terminal.expect("\n42\nfovea> ")
  }

  @Test func controlCLeavesARecalledBlockWhole() throws {
    let terminal = try started()
    terminal.send("for x in [1] {\rprint x\r}\r")
    try terminal.expect("1\nfovea> ")
    terminal.send("\u{1B}[A")
    try terminal.expect("}")
    // From the end of the block to its first line.
    terminal.send(" \u{1B}[A\u{1B}[AZ")
    let entry = ["fovea> foZr x in [1] {", "┊print x", "┊}"]
    try terminal.expectScreen(entry, cursorBehind: "fovea> foZ")
    terminal.send("\u{3}")
    try terminal.expect("^C\nfovea> ")
    #expect(terminal.screen.lines.suffix(5) == (entry + ["^C", "fovea>"])[...])
  }

  @Test func aMistakeInABlockIsTheOnlyOneTold() throws {
    let terminal = try started(columns: 80, rows: 24)
    terminal.send("for r in [1,2] {\rprint $r\r")
    try terminal.expect("In an expression a name stands without '$'.")
    try terminal.expect("fovea> ")
    #expect(!terminal.shown.contains("isn't closed"))
    terminal.send("for r in [1,2] {\rprint r\r}\r")
    try terminal.expect("1\n2\nfovea> ")
  }

  @Test func aRestoredModelIsListedAsTrained() throws {
    let terminal = try started(columns: 100, rows: 24)
    terminal.send("load digits as d; model m cnn { dense classes }; train m on d epochs=1\r")
    try terminal.expect("m trained")
    terminal.send("save m to \"m.safetensors\"; restore \"m.safetensors\" as again; list\r")
    try terminal.expect("again  model")
    try terminal.expect("restored, trained on 1,437 different images of digits")
    #expect(!terminal.shown.contains("not trained"))
  }

  @Test func longHelpComesAWindowAtATime() throws {
    let terminal = try started(columns: 100, rows: 30)
    terminal.send("help train\r")
    try terminal.expect("Space: a page; Enter: a line; q: end")
    #expect(terminal.screen.lines.first?.hasPrefix("train") == true, "\(terminal.screen.lines)")
    terminal.send("\r")
    try terminal.expect("30 of ")
    terminal.send(" ")
    try terminal.expect("59 of ")
    terminal.send("q")
    try terminal.expect("fovea> ")
    terminal.send("print 6 * 7\r")
    try terminal.expect("\n42\nfovea> ")
    // Keys may come in one burst; what stands behind q is for the prompt.
    terminal.send("help train\r")
    try terminal.expect("29 of ")
    terminal.send("  q" + "print 7 * 7\r")
    try terminal.expect("\n49\nfovea> ")
    // Ctrl-C ends the help alone.
    terminal.send("help train\r")
    try terminal.expect("q: end")
    terminal.send("\u{3}")
    try terminal.expect("fovea> ")
    terminal.send("print 5 * 5\r")
    try terminal.expect("\n25\nfovea> ")
  }

  @Test(arguments: [50, 40, 24] as [UInt16])
  func aNarrowPagerShowsTheWayOut(columns: UInt16) throws {
    let terminal = try started(columns: columns, rows: 10)
    terminal.send("help train\r")
    try terminal.expect("q: end")
    terminal.send("q")
    try terminal.expect("fovea> ")
  }

  @Test func thePagerFitsTheRestToANewWidth() throws {
    let terminal = try started(columns: 100, rows: 12)
    terminal.send("help train\r")
    try terminal.expect("q: end")
    terminal.resize(columns: 50, rows: 12)
    try terminal.expect("Space: a page; q: end")
    terminal.send(" ")
    try terminal.expect("22 of ")
    try terminal.expect("q: end")
    terminal.send("q")
    try terminal.expect("fovea> ")
    // Its line is gone, and no word is torn: what stands on the screen are whole rows of the help.
    let lines = terminal.screen.lines
    #expect(!lines.contains { $0.contains("q: end") }, "\(lines)")
    let words = Set(
      try Program.run(["-c", "help train"], in: folder).output.split { $0 == " " || $0 == "\n" })
    for line in lines.dropLast().suffix(10) {
      for word in line.split(separator: " ") { #expect(words.contains(word), "\(word) in \(line)") }
    }
  }

  @Test func aQuestionMarkTakesWhatTabSpells() throws {
    let terminal = try started(columns: 100, rows: 60)
    terminal.send("?epochs=\r")
    try terminal.expect("epochs= of ")
    terminal.send("?nonsuch\r")
    try terminal.expect("    1 | ?nonsuch\n      |  ^~~~~~~")
  }

  @Test func theWelcomeBreaksBetweenWords() throws {
    let lines = try started(rows: 24).screen.lines
    #expect(lines.contains { $0.hasPrefix("image-recognition research.") }, "\(lines)")
  }

  /// A key that the pager has no use for begins the next entry.
  @Test func whatIsTypedIntoThePagerGoesOnAtThePrompt() throws {
    let terminal = try started(columns: 100, rows: 30)
    terminal.send("help train\r")
    try terminal.expect("q: end")
    terminal.send("print 6 * 7\r")
    try terminal.expect("\n42\nfovea> ")
    #expect(!terminal.screen.lines.contains { $0.contains("q: end") })
    // Whoever has typed on already doesn't wait for a text.
    terminal.send("help train\rprint 5 * 5\rprint 7 * 7\r")
    try terminal.expect("\n25\nfovea> ")
    try terminal.expect("\n49\nfovea> ")
    // Keys that write nothing do nothing.
    terminal.send("help train\r")
    try terminal.expect("q: end")
    terminal.send("\u{1B}[A\u{1B}[5~\u{1B}OP\t\u{C}")
    terminal.send("é\u{7F}print 6 * 6\r")
    try terminal.expect("\n36\nfovea> ")
  }

  @Test func aPastedCharacterOfTypesetTextIsNamed() throws {
    let terminal = try started(columns: 100, rows: 24)
    terminal.send("\u{1B}[200~print “6 times 7”\u{1B}[201~\r")
    try terminal.expect("hint: '“' is the character U+201C. Type '\"' instead: \"6 times 7\"")
    terminal.send("model m cnn { conv 4 3×3 }\r")
    try terminal.expect("hint: '×' is the character U+00D7. Type 'x' instead: 3x3")
    terminal.send("load\u{A0}digits as d\r")
    try terminal.expect("hint: U+00A0 is a blank of typeset text. Type an ordinary one: load digits")
  }
}
