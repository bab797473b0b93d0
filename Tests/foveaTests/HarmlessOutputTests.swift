import Diagnostics
import Foundation
import Testing

@Suite("What strangers' words do to a terminal")
struct HarmlessOutputTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A title of the window, the 8-bit form of the sequence that clears the screen, and marks that turn the
  /// direction.
  private static let hostile = "x\u{1B}]0;title\u{7}y\u{9B}2J\u{202E}z\u{2066}"

  private func show(_ arguments: [String], input: String = "") throws -> String {
    let outcome = try Program.run(arguments, input: input, in: folder)
    return outcome.output + outcome.errors
  }

  @Test func sessionsScriptsAndErrorsAreShownHarmless() throws {
    let text = "# \(Self.hostile)\nprint \"\(Self.hostile)\"\nlet a = \"\(Self.hostile)\"\n"
    try folder.write(text, to: "a.fovea")
    #expect(try show(["run", "a.fovea"]).contains("x\u{FFFD}]0;title\u{FFFD}y\u{FFFD}2J\u{FFFD}z\u{FFFD}"))
    _ = try show(["run", "a.fovea"])
    let sessions = folder.sessions
    try #require(sessions.count == 2)
    try folder.write(
      "print 1\nprnit \"\(Self.hostile)\"\nload \"./\(Self.hostile)\" as d\n", to: "wrong.fovea")
    try folder.write("# \(Self.hostile)\n\n```fovea\n\(text)```\n", to: "n.md")
    for arguments in [
      ["open", sessions[0]], ["replay", sessions[0]], ["runs", "diff", sessions[0], sessions[1]],
      ["runs", "sessions"],
      ["run", "wrong.fovea"], ["run", Self.hostile], ["open", Self.hostile], ["notebook", "run", "n.md"],
      ["notebook", "check", "n.md"], ["run", "--json", "a.fovea"],
      ["-c", "open \(sessions[0]); replay \(sessions[0])"],
      ["-c", "runs diff \(sessions[0]) \(sessions[1])"],
    ] {
      let shown = try show(arguments)
      #expect(!shown.isEmpty)
      #expect(
        !shown.unicodeScalars.contains(where: SafeText.isHarmful), "\(arguments): \(shown.debugDescription)")
    }
  }

  /// A daemon may start a program without standard streams; the record then must not get what is reported.
  @Test(arguments: ["<&- >&- 2>&-", "<&- >&-", "2>&-", "<&-", "0<&- 2>&-"])
  func closedStreamsTouchNothing(_ streams: String) throws {
    try folder.write("print 6 * 7\nset seed=3\nprint nothing_of_that_name[1]\n", to: "bad.fovea")
    try folder.write("set seed=3\nlist\nassert 1 == 2\n", to: "a.fovea")
    for (command, status) in [("run a.fovea", 1), ("run bad.fovea", 2), ("-c 'set seed=4'", 0)] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "exec '\(Program.path)' \(command) \(streams)"]
      process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
      process.environment = folder.environment
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == status, "\(command) \(streams)")
    }
    #expect(folder.sessions.count == 2)
    for session in folder.sessions {
      #expect(try folder.read(session).hasPrefix("#"))
      #expect(try Program.run(["open", session], in: folder).status == 0)
      #expect(try Program.run(["replay", session], in: folder).errors.contains("differs") == false)
    }
  }
}
