import Foundation
import Testing

/// Ctrl-R at the prompt.
@Suite("Searching the history", .serialized)
struct SearchKeyTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A session whose history holds one entry.
  private func started() throws -> Pseudoterminal {
    let terminal = try Pseudoterminal.atPrompt(in: folder)
    terminal.send("print 6 * 7\r")
    try terminal.expect("\n42\nfovea> ")
    return terminal
  }

  @Test func whatIsFoundRuns() throws {
    let terminal = try started()
    terminal.send("\u{12}6 *\r")
    try terminal.expect("\n42\nfovea> ")
  }

  /// Nor does what was found for the first letters.
  @Test(arguments: ["nonsuch", "6 * 8"])
  func whereNothingIsFoundNothingRunsAndNothingIsLost(_ wanted: String) throws {
    let terminal = try started()
    terminal.send("print 5 *")
    try terminal.expect("print 5 *")
    terminal.send("\u{12}\(wanted)")
    try terminal.expect("(no match '\(wanted)') ")
    terminal.send("\r")
    try terminal.expectScreen(["fovea> print 5 *"], cursorBehind: "fovea> print 5 *")
    terminal.send(" 5\r")
    try terminal.expect("\n25\nfovea> ")
    #expect(terminal.screen.lines.count { $0 == "42" } == 1, "\(terminal.screen.lines)")
  }

  @Test func escapeKeepsWhatIsFound() throws {
    let terminal = try started()
    terminal.send("\u{12}6 *\u{1B}")
    try terminal.expectScreen(["fovea> print 6 * 7"], cursorBehind: "fovea> print 6 * 7")
    terminal.send("0\r")
    try terminal.expect("\n420\nfovea> ")
  }
}
