import Diagnostics
import Foundation
import Record
import Runtime
import Testing

@testable import Commands

@Suite("Prints and the last result in a record", .serialized)
struct PrintedReplayTests {
  /// What was typed at the prompt about the last result runs by itself, as a replay and as a script.
  @Test func aSessionWithTheLastResultIsAScript() throws {
    let shell = Shell(.init(threads: 1, seed: 7))
    let folder = NSTemporaryDirectory() + "fovea-last-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let recorder = SessionRecorder(
      SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now))
    shell.recorder = recorder
    let lines = [
      "load digits as d limit=50", "model m cnn { dense classes }", "train m on d epochs=1", "evaluate m",
      "let r = it", "plot confusion of it to \"\(folder)/a.svg\"", "show it", "it", "print it.accuracy:.1%",
      "assert r.accuracy == it.accuracy",
    ]
    for line in lines { try shell.run(SourceText(name: "prompt", text: line)) }
    try recorder.close()
    let path = try #require(recorder.path)
    let session = try SessionReader.read(path: path)
    #expect(session.commands.contains { $0.text == "let r = it" })
    #expect(Replay(session).run(threads: 1).verdict == .same)
    try FileManager.default.removeItem(atPath: folder + "/a.svg")
    let script = TestShell()
    #expect(script.run(try String(contentsOfFile: path, encoding: .utf8)) == [])
    #expect(script.printed.count == 2)
    #expect(TestShell().run(lines.joined(separator: "\n")).count > 0, "what is no session has no 'it'")
  }

  /// Before the digits that a format leaves out were kept, there was the text alone.
  @Test func aNumberWithAFormatIsComparedByAllItsDigits() throws {
    func verdict(_ fields: [ResultRecord.Field]) throws -> Verdict {
      let folder = NSTemporaryDirectory() + "fovea-format-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let writer = SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now)
      try writer.begin("print 2 / 3:.2")
      try writer.finish(ResultRecord(fields))
      try writer.close()
      return Replay(try SessionReader.read(path: try #require(writer.path))).run(threads: 1).verdict
    }
    let text = ResultRecord.Field("text", .text("0.67"))
    #expect(try verdict([text]) == .same)
    #expect(try verdict([text, .init("value", .number(2 / 3))]) == .same)
    #expect(try verdict([text, .init("value", .number(0.666))]) == .differs)
    let shell = TestShell()
    var printed: PrintedText?
    shell.shell.onEvent = { if case .printed(_, let text) = $0 { printed = text } }
    #expect(shell.run("print 2 / 3:.2") == [])
    #expect(printed?.result.fields == [text, .init("value", .number(2 / 3))])
  }
}
