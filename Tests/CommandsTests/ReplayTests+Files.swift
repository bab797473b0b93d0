import Foundation
import Record
import Testing

@testable import Commands

/// Files that a session wrote, and names that it had.
extension ReplayTests {
  /// A file that the session wrote before is its own, whatever lies there now.
  @Test func aFileOfItsOwnIsNoOtherData() throws {
    let file = FileManager.default.temporaryDirectory.path + "/fovea-own-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let script = """
      load digits as d limit=100
      model m cnn { dense classes }
      train m on d epochs=1
      save m to "\(file)"
      restore "\(file)" as n
      evaluate n on d.test
      """
    let session = try record(script)
    for text in [nil, "other"] {
      try? FileManager.default.removeItem(atPath: file)
      try text?.write(toFile: file, atomically: true, encoding: .utf8)
      let report = Replay(session).run(threads: 1)
      #expect(report.verdict == .same && report.compared == 6, "\(report.lines)")
    }
    try? FileManager.default.removeItem(atPath: file)
    // A training that gives other weights gives another file: what follows is judged as well.
    let other = try record(script) { $0.replacing("train m on d epochs=1", with: "train m on d epochs=2") }
    try? FileManager.default.removeItem(atPath: file)
    let report = Replay(other).run(threads: 1)
    #expect(report.verdict == .differs && report.compared == 6 && report.ending == .complete)
    var header = Program.header(seed: 7)
    header.versions = header.versions.map { $0.name == "numerics.networks" ? .init($0.name, "1") : $0 }
    let earlier = Replay(
      try forged(session, header: header) {
        $0.replacing("train m on d epochs=1", with: "train m on d epochs=2")
      }
    ).run(threads: 1)
    #expect(
      earlier.verdict == .inconclusive && earlier.compared == 6 && earlier.ending == .complete,
      "\(earlier.lines)")
  }

  /// What a name stood for before an 'undo' says nothing of a load behind it.
  @Test func lookingAheadKnowsNoValuesBehindAnUndo() throws {
    let session = try record(
      """
      let few = 90
      load digits as d limit=100
      model m cnn { dense classes }
      train m on d epochs=1
      let few = 80
      undo
      load digits as more limit=$few
      """)
    let report = Replay(session).run(threads: 1)
    #expect(report.verdict == .same && report.compared == 7, "\(report.lines)")
  }

  /// Names that became words of the language later are names in what was recorded before.
  @Test func sessionsOfFormat1KeepTheirNames() throws {
    var header = Program.header(seed: 7)
    header.format = 1
    let session = try forged(
      ["let it = 2", "let ans = it + 1", "let true = ans * 2", "print it, ans, true"], header: header)
    #expect(session.header.format == 1 && session.fault == nil && session.commands.count == 4)
    let report = Replay(session).run(threads: 1)
    #expect(report.verdict == .same && report.compared == 4, "\(report.lines)")
  }
}
