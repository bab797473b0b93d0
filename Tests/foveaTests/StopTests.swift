import Foundation
import Testing

/// Ctrl-Z at the prompt, and `fg`.
@Suite("A stop at the prompt", .serialized)
struct StopTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// The prompt, started by a shell.
  private func started() throws -> Pseudoterminal {
    let terminal = try Pseudoterminal(
      ["--norc", "--noprofile", "--noediting", "-i"], in: folder, program: "/bin/bash")
    terminal.send("PS1='$ '; '\(Program.path)'\r")
    try terminal.expect("fovea> ")
    return terminal
  }

  /// Whether Ctrl-Z comes when all is drawn, or together with other keys.
  @Test(arguments: [["print 6 * 7", "\u{1A}"], ["print 6 *", " 7\u{1A}"], ["print 6 * 7\u{1A}"]])
  func theLineIsDrawnOnceAndWhole(_ typed: [String]) throws {
    let terminal = try started()
    for (index, keys) in typed.enumerated() {
      terminal.send(keys)
      if index + 1 < typed.count { try terminal.expect(keys) }
    }
    try terminal.expect("Stopped")
    try terminal.expect("$ ")
    terminal.send("fg\r")
    try terminal.expect("fovea> print 6 * 7")
    terminal.send("\r")
    try terminal.expect("\n42\nfovea> ")
    // Once before the stop, once after it.
    #expect(
      terminal.screen.lines.count { $0.contains("fovea> print 6 * 7") } == 2, "\(terminal.screen.lines)")
    #expect(terminal.screen.lines.suffix(3) == ["fovea> print 6 * 7", "42", "fovea>"])
  }

  @Test func aPasteThatHoldsTheKeyStopsNothing() throws {
    let terminal = try started()
    terminal.send("\u{1B}[200~print 6\u{1A} * 7\u{1B}[201~\r")
    try terminal.expect("\n42\nfovea> ")
  }

  @Test func aSearchGoesOnAfterAStop() throws {
    let terminal = try started()
    terminal.send("print 6 * 7\r")
    try terminal.expect("\n42\nfovea> ")
    terminal.send("\u{12}6 *\u{1A}")
    try terminal.expect("Stopped")
    try terminal.expect("$ ")
    terminal.send("fg\r")
    try terminal.expect("(search '6 *') print 6 * 7")
    let lines = terminal.screen.lines
    #expect(lines.contains { $0.contains("Stopped") } && lines.contains("$ fg"), "\(lines)")
    terminal.send("\r")
    try terminal.expect("\n42\nfovea> ")
  }

  /// The stop is far longer than the training: only counted it could fill its time.
  @Test func aStopIsNoTimeOfATraining() throws {
    let terminal = try started()
    terminal.send("load digits as d limit=200; model m cnn { dense classes }\r")
    try terminal.expect("fovea> ")
    terminal.send("let r = train m on d time=3s\r")
    try terminal.expect("images/s")
    terminal.send("\u{1A}")
    try terminal.expect("Stopped")
    try terminal.expect("$ ")
    Thread.sleep(forTimeInterval: 20)
    terminal.send("fg\r")
    try terminal.expect("fovea> ")
    terminal.send("print r.seconds < 20\r")
    try terminal.expect("\nyes\n")
  }
}
