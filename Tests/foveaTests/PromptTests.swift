import Foundation
import Testing

@Suite("The prompt", .serialized)
struct PromptTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func started() throws -> Pseudoterminal { try .atPrompt(in: folder) }

  @Test func tabCompletesVerbsNamesAndSources() throws {
    let terminal = try started()
    terminal.send("lo\tdig\tas picture_set\r")
    try terminal.expect("picture_set: 1,437 training, 360 test images")
    terminal.send("descr\tpicture\t\r")
    try terminal.expect("the largest class has")
    terminal.send("quit\r")
    #expect(terminal.end() == 0)
  }

  @Test func tabListsWhatCouldFollow() throws {
    let terminal = try started()
    terminal.send("load digits as d\r")
    try terminal.expect("fovea> ")
    terminal.send("split d \t")
    try terminal.expect("validation=")
    try terminal.expect("share for validation")
  }

  @Test func aBlockIsOneEntryOfTheHistory() throws {
    var terminal = try started()
    terminal.send("model mini cnn {\r  conv 4 3x3; relu\r  dense classes\r}\r")
    try terminal.expect("mini: 3 layers")
    terminal.send("history\r")
    try terminal.expect("1  model mini cnn {")
    try terminal.expect("2  history")
    terminal.send("\u{4}")
    try terminal.expect("recorded in")
    #expect(terminal.end() == 0)
    // Another session finds it whole, by what it begins with.
    terminal = try started()
    terminal.send("mod\u{1B}[A")
    try terminal.expect("dense classes")
    terminal.send("\r")
    try terminal.expect("mini: 3 layers")
  }

  @Test func controlCStopsATrainingAndKeepsWhatItLearnt() throws {
    let terminal = try started()
    terminal.send("load digits as d; model mini cnn { conv 8 3x3; relu; dense classes }\r")
    try terminal.expect("mini: 3 layers")
    terminal.send("train mini on d epochs=100000\r")
    try terminal.expect("images/s")
    terminal.send("\u{3}")
    // Its 100,000 epochs would take hours.
    try terminal.expect("fovea> ")
    #expect(terminal.shown.contains("stopped at step"))
    terminal.send("evaluate mini\r")
    try terminal.expect("mini on d.test: accuracy")
  }

  @Test func controlCThrowsTheLineAway() throws {
    let terminal = try started()
    terminal.send("model half cnn {\rconv")
    try terminal.expect("conv")
    terminal.send("\u{3}")
    try terminal.expect("fovea> ")
    terminal.send("print 1 + 2\r")
    try terminal.expect("3\nfovea> ")
  }

  @Test func whatIsWrongLeavesTheSessionGoing() throws {
    let terminal = try started()
    terminal.send("trian x\r")
    try terminal.expect("there is no command 'trian'")
    try terminal.expect("Did you mean 'train'?")
    terminal.send("load ./nowhere as d\r")
    try terminal.expect("there is no built-in data set, file or folder './nowhere'")
    terminal.send("list\r")
    try terminal.expect("Nothing is defined yet")
  }

  @Test func aSearchFindsOlderEntries() throws {
    let terminal = try started()
    terminal.send("print 11 * 11\r")
    // What is typed before the prompt is back is echoed by the terminal itself, and ^R means something else
    // to it.
    try terminal.expect("121\nfovea> ")
    terminal.send("print 5\r")
    try terminal.expect("5\nfovea> ")
    terminal.send("\u{12}11 *")
    try terminal.expect("(search '11 *') print 11 * 11")
    terminal.send("\r")
    try terminal.expect("121")
  }

  @Test func aPasteOfSeveralLinesComesInOnePiece() throws {
    let terminal = try started()
    terminal.send("\u{1B}[200~print 1\nprint 20 + 3\u{1B}[201~")
    try terminal.expect("print 20 + 3")
    terminal.send("\r")
    try terminal.expect("23")
  }

  @Test func controlLClearsTheScreenAndNothingElse() throws {
    let terminal = try started()
    terminal.send("\u{C}print 6 * 7\r")
    try terminal.expect("42\nfovea> ")
    #expect(!terminal.shown.contains("^L"))
  }

  /// Typed before the prompt is back, keys do what they do at it.
  @Test func whatIsTypedAheadWaitsForThePrompt() throws {
    let terminal = try started()
    terminal.send("print 11 * 11\rprint 5\r\u{12}11 *")
    try terminal.expect("121\nfovea> print 5\n5\n")
    try terminal.expect("(search '11 *') print 11 * 11")
    terminal.send("\r")
    try terminal.expect("121")
    terminal.send("print 6\r\u{4}")
    try terminal.expect("6\nfovea> ")
    #expect(terminal.end() == 0)
  }

  /// 80 columns hold the progress line of a script too, whose characters are wide only where the locale is
  /// known.
  @Test func theProgressOfAScriptStaysOnItsLine() throws {
    try folder.write(
      "load digits as d\nmodel m cnn { conv 8 3x3; relu; dense classes }\ntrain m on d epochs=60",
      to: "a.fovea")
    let terminal = try Pseudoterminal(["run", "a.fovea"], in: folder)
    try terminal.expect("images/s")
    try terminal.expect("m trained on d.train")
    // Each drawing stands behind a carriage return, which the text that is kept doesn't hold.
    let drawings = terminal.shown.components(separatedBy: "epoch ").dropFirst().dropLast()
    #expect(drawings.allSatisfy { "epoch \($0.prefix { $0 != "\n" })".count <= 79 })
  }

  /// Killed in the middle of a training, the session holds every command typed, and opens.
  @Test func aKillLosesNoCommand() throws {
    let terminal = try started()
    terminal.send("load digits as d\r")
    try terminal.expect("360 test")
    terminal.send("model mini cnn { conv 8 3x3; relu; dense classes }\r")
    try terminal.expect("mini: 3 layers")
    terminal.send("train mini on d epochs=100000\r")
    try terminal.expect("images/s")
    #expect(terminal.kill() == 128 + SIGKILL)
    let session = try #require(folder.sessions.first)
    let text = try folder.read(session)
    for command in [
      "load digits as d", "model mini cnn { conv 8 3x3; relu; dense classes }",
      "train mini on d epochs=100000",
    ] {
      #expect(text.contains("\n\(command)\n"))
    }
    let opened = try Program.run(["open", session], in: folder)
    #expect(opened.status == 0)
    #expect(
      opened.output.contains("'train mini on d epochs=100000' had not finished when the session was cut off"))
  }
}
