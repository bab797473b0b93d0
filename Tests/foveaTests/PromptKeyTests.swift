import Foundation
import Testing

@Suite("Keys at the prompt", .serialized)
struct PromptKeyTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func started() throws -> Pseudoterminal { try .atPrompt(in: folder) }

  /// Sequences that keyboards send and that mean nothing here, of several terminals.
  private static let meaningless = [
    "[5~", "[6~", "[2~", "[15~", "[17~", "[24~", "OP", "OQ", "OS", "[[A", "[[E", "[11~", "[Z", "[1;2P",
    "[15;5~", "[5;3~",
    "[2;5~", "[2$", "[2^", "[23@", "[I", "[O", "[13;2u", "[27;5;13~", "[E",
    "[1;-9223372036854775808P", "[1;99999999999999999999P",
  ]

  @Test func enterOnAnEmptyLineAsksAgain() throws {
    let terminal = try started()
    for _ in 0..<3 {
      terminal.send("\r")
      try terminal.expect("\nfovea> ")
    }
    terminal.send("\n   \r\n\rprint 6 * 7\r")
    try terminal.expect("42\n")
    terminal.send("\u{4}")
    #expect(terminal.end() == 0)
  }

  @Test func enterDuringATrainingAsksAgainAndControlDNamesWhatIsLost() throws {
    let terminal = try started()
    terminal.send("load digits as d; model m cnn { dense classes }; model k cnn { dense classes }\r")
    try terminal.expect("k: ")
    terminal.send("train m on d epochs=3\r\r\r")
    try terminal.expect("m trained")
    terminal.send("train k on d epochs=1; save k to \"k.safetensors\"\r")
    try terminal.expect("saved to k.safetensors")
    terminal.send("print 6 * 7\r")
    try terminal.expect("42\nfovea> ")
    terminal.send("\u{4}")
    try terminal.expect("not saved: 'm'. A replay of the session trains it again")
    #expect(terminal.end() == 0)
  }

  /// libedit has a command line of its own, behind Alt-X, and searches a history that it doesn't have.
  @Test func keysOfLibeditItselfDoNothing() throws {
    let terminal = try started()
    for key in ["x", "X", "n", "N", "p", "P"] {
      terminal.send("print 6\u{1B}\(key) * 7\r")
      try terminal.expect("\n42\nfovea> ")
    }
  }

  @Test func theCommandModeOfViHasNoCommandLineOfLibedit() throws {
    try folder.write("bind -v\n", to: ".editrc")
    let terminal = try started()
    terminal.send("print 6 * 7\u{1B}")
    // An escape alone is told from the beginning of a key by time.
    Thread.sleep(forTimeInterval: 0.5)
    terminal.send(":\r")
    try terminal.expect("\n42\nfovea> ")
  }

  @Test func noKeyWritesRubbish() throws {
    let terminal = try started()
    let nothing = Self.meaningless.map { "\u{1B}\($0)" }.joined() + "\u{0}\u{1F}"
    terminal.send(nothing + "print 1" + nothing + " + 2" + nothing + "\r")
    try terminal.expect("\n3\nfovea> ")
    // In a block.
    terminal.send("for x in [7] {\r" + nothing + "print x * 6" + nothing + "\r}\r")
    try terminal.expect("\n42\n")
    // During a training.
    terminal.send("load digits as d; model m cnn { dense classes }; train m on d epochs=2\r" + nothing)
    try terminal.expect("m trained")
    terminal.send("print 5 * 5\r")
    try terminal.expect("\n25\n")
  }

  /// Each pair of keys leads to the same place and back, by whatever a terminal sends for them.
  @Test(arguments: [
    ("[H", "[F"), ("OH", "OF"), ("[1~", "[4~"), ("[7~", "[8~"), ("[1;5H", "[1;5F"),
  ])
  func homeAndEnd(_ home: String, _ end: String) throws {
    let terminal = try started()
    terminal.send("int 6 * \u{1B}\(home)pr\u{1B}\(end)8\r")
    try terminal.expect("\n48\n")
  }

  @Test(arguments: [
    ("[1;5D", "[1;5C"), ("Od", "Oc"), ("[1;3D", "[1;3C"), ("\u{1B}[D", "\u{1B}[C"), ("b", "f"),
  ])
  func wordsLeftAndRight(_ left: String, _ right: String) throws {
    let terminal = try started()
    terminal.send("print 60 + 7\u{1B}\(left)\u{1B}\(left)1\u{1B}\(right)1\r")
    try terminal.expect("\n\(1601 + 7)\n")
  }

  @Test func theKeysOfEmacs() throws {
    let terminal = try started()
    // Back and forth by characters, deleting forward, a word killed and brought back.
    terminal.send("print 12\u{2}\u{2}3\u{6}4\u{1B}[3~\u{1}\u{5} + 1\r")
    try terminal.expect("\n\(314 + 1)\n")
    terminal.send("print 5 plus\u{1B}\u{7F}* 5\r")
    try terminal.expect("\n25\n")
  }

  @Test func editrcWins() throws {
    try folder.write("bind ^A ed-delete-prev-char\nbind \"^[[5~\" ed-move-to-beg\n", to: ".editrc")
    let terminal = try started()
    terminal.send("int 19\u{1} + 1\u{1B}[5~pr\r")
    try terminal.expect("\n2\n")
  }

  @Test func damagedLinesOfEditrcCountForNothing() throws {
    let lines = [
      "bind \"^[[A ed-prev-history", "bind \(String(repeating: "k", count: 3000)) ed-move-to-beg",
      "bind ^A \\",
      "bind \u{0}^A", "nothing of this name", "bind ^A ed-delete-prev-char",
    ]
    try folder.write(lines.joined(separator: "\n") + "\n", to: ".editrc")
    let terminal = try started()
    terminal.send("print 19\u{1} + 1\r")
    try terminal.expect("\n2\n")
  }

  @Test func theEndOfNothingIsAPlaceInVi() throws {
    try folder.write("bind -v\n", to: ".editrc")
    let terminal = try started()
    // To the end of an empty line, and to an older entry from there.
    terminal.send("print 6 * 7\r")
    try terminal.expect("\n42\nfovea> ")
    terminal.send("\u{1B}0$\u{1B}[A")
    try terminal.expect("print 6 * 7")
    terminal.send("\r")
    try terminal.expect("\n42\n")
  }

  @Test func escapeIsAKeyOfVi() throws {
    try folder.write("bind -v\n", to: ".editrc")
    let terminal = try started()
    terminal.send("xprint 6 * 7\u{1B}0x")
    try terminal.expect("print 6 * 7")
    // What asks libedit's own history finds nothing.
    terminal.send("_GkjNn")
    terminal.send("\r")
    try terminal.expect("\n42\n")
  }

  @Test func aBlockIsMarkedAndEdited() throws {
    let terminal = try started()
    terminal.send("for x in [1, 2] {\rprint x * 10\r")
    try terminal.expect("print x * 10")
    terminal.send("}")
    try terminal.expect("}")
    #expect(terminal.screen.lines.suffix(3) == ["fovea> for x in [1, 2] {", "┊print x * 10", "┊}"])
    // Up into the line before, to its end, and over the end of the line both ways.
    terminal.send("\u{1B}[A\u{1B}[F0\u{1B}[C\u{1B}[D\u{1B}[D\u{1B}[C1\u{1B}[B\u{1B}[F\r")
    try terminal.expect("1001\n")
    try terminal.expect("2002\n")
  }

  @Test func aJoinedLineLosesItsMark() throws {
    let terminal = try started()
    terminal.send("for x in [1] {\rprint x\r + 9\u{1}\u{7F}\u{5}\r}\r")
    try terminal.expect("\n10\n")
  }

  @Test func aResizeDrawsTheLineOnce() throws {
    let terminal = try started()
    terminal.send("print 1234567890")
    try terminal.expect("1234567890")
    terminal.resize(columns: 60, rows: 24)
    try terminal.expect("fovea> print 1234567890")
    #expect(terminal.screen.lines.filter { $0.contains("print 1234567890") }.count == 1)
    terminal.send("\r")
    try terminal.expect("\n1234567890\n")
  }

  /// ESC alone means nothing: what is typed later is no Alt with that key.
  @Test func aKeyBehindEscapeIsItself() throws {
    let terminal = try started()
    terminal.send("print 6\u{1B}")
    try terminal.expect("print 6")
    Thread.sleep(forTimeInterval: 0.5)
    terminal.send(" * 7\u{1B}\u{1B}")
    try terminal.expect(" * 7")
    Thread.sleep(forTimeInterval: 0.5)
    terminal.send("\r")
    try terminal.expect("\n42\nfovea> ")
    // As one burst it is Alt-B, and an arrow.
    terminal.send("int 6 * 7\u{1B}b\u{1B}b\u{1B}b\u{1B}[H")
    terminal.send("pr\r")
    try terminal.expect("\n42\nfovea> ")
  }
}
