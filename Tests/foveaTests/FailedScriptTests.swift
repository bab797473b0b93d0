import Foundation
import Record
import Testing

/// A script that fails after something was trained in it is mended and goes on.
@Suite("Scripts that fail after a training")
struct FailedScriptTests {
  private static let beginning = """
    note "the beginning"
    load ./pictures as p
    model tiny cnn { conv 4 3x3; relu; dense classes }
    for rate in [0.1, 0.05] {
      train tiny on p epochs=3 batch=16 rate=$rate fresh=yes
    }
    crossvalidate tiny on p folds=2 epochs=2

    """
  private let folder: WorkFolder

  init() throws {
    folder = try WorkFolder()
    try folder.writeImages(to: "pictures")
  }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(arguments, in: folder)
  }
  private func write(_ end: String) throws { try folder.write(Self.beginning + end, to: "a script.fovea") }
  private var session: String { get throws { try #require(folder.sessions.first) } }
  private var kept: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/state/fovea/resume")) ?? []
  }

  /// Runs the script with a command that fails, and says what the session is then.
  private func fail(_ end: String = "note \"late\"\nassert 1 > 2\nprint \"the end\"\n") throws -> String {
    try write(end)
    let failed = try run("run", "a script.fovea", "--seed", "7")
    #expect(failed.status == 1)
    #expect(
      failed.errors.contains(
        "What was trained isn't lost: mend the script, then: fovea resume \(try session)\n"),
      "\(failed.errors)")
    #expect(try !folder.read(session).contains("\n#. end"))
    return try session
  }

  @Test func theMendedScriptGoesOnWithWhatWasTrained() throws {
    let session = try fail()
    try write("note \"late\"\nassert 2 > 1\nnote \"mended\"\nlet r = evaluate tiny\nprint \"the end\"\n")
    let resumed = try run("resume")
    #expect(
      resumed.status == 0 && resumed.output.hasSuffix("the end\n"), "\(resumed.output)\(resumed.errors)")
    #expect(resumed.errors.contains("the session '\(session)' wasn't closed, and its last command failed"))
    // No step was taken.
    #expect(
      resumed.output.components(separatedBy: " steps brought back from a checkpoint\n").count == 3,
      "\(resumed.output)")
    let read = try SessionReader.read(path: folder.path + "/" + session)
    #expect(read.isClosed && read.fault == nil)
    #expect(
      read.attempts.suffix(4).map(\.text) == [
        "assert 1 > 2", "assert 2 > 1", "let r = evaluate tiny", "print \"the end\"",
      ])
    #expect(read.attempts.count == 9)
    #expect(
      read.proseLines == [
        "the beginning", "for rate in [0.1, 0.05] {",
        "  train tiny on p epochs=3 batch=16 rate=$rate fresh=yes", "}", "late",
        "mended",
      ])
    #expect(try run("replay", session).status == 0)
    #expect(kept.isEmpty)
  }

  @Test func itIsListedAsLeftOpen() throws {
    let session = try fail()
    #expect(try run("open", session).output.contains(" done, 1 failed, not closed after the last one failed"))
    #expect(
      try run("replay", session).output.contains(
        "the session wasn't closed, and its last command failed, so it may"))
    #expect(try run("runs", "sessions").output.contains("  cut off, command failed\n"))
    #expect(try run("runs", "sessions", "state=cut off").lines.count == 2)
  }

  @Test func aScriptMayFailAgain() throws {
    let session = try fail()
    try write("note \"late\"\nprint 1\nassert 3 > 4\n")
    let again = try run("resume", session)
    #expect(
      again.status == 1 && again.errors.contains("mend the script, then: fovea resume \(session)"),
      "\(again.errors)")
    // As it is, it fails as before.
    #expect(try run("resume", session).status == 1)
    try write("note \"late\"\nprint 1\nassert 3 < 4\n")
    #expect(try run("resume", session).status == 0)
    let read = try SessionReader.read(path: folder.path + "/" + session)
    #expect(
      read.attempts.dropFirst(5).map(\.text) == [
        "assert 1 > 2", "print 1", "assert 3 > 4", "assert 3 > 4", "assert 3 < 4",
      ])
    #expect(try run("replay", session).status == 0)
  }

  /// What ran already can't be another thing afterwards.
  @Test func whatStandsAboveMustBeWhatRan() throws {
    let session = try fail()
    let before = try folder.read(session)
    let text = try folder.read("a script.fovea").replacing("1 > 2", with: "2 > 1")
    for (changed, reason) in [
      (
        text.replacing("epochs=3", with: "epochs=4"),
        "and now came 'train tiny on p epochs=4 batch=16 rate=0.1 fresh=yes'."
      ),
      (
        String(text.prefix(upTo: try #require(text.range(of: "crossvalidate")).lowerBound)),
        "and the script ends before that."
      ),
      (text.replacing("2 > 1", with: "missing > 1"), "there is no value 'missing'."),
    ] {
      try folder.write(changed, to: "a script.fovea")
      let resumed = try run("resume", session)
      #expect(resumed.status != 0 && resumed.errors.contains(reason), "\(resumed.errors)")
      #expect(
        reason.hasPrefix("there is no value")
          || resumed.errors.contains("back and resume again, or run it anew: fovea run 'a script.fovea'"),
        "\(resumed.errors)")
      #expect(try folder.read(session) == before)
    }
    try folder.write(text, to: "a script.fovea")
    #expect(try run("resume", session).status == 0)
  }

  @Test func aScriptThatIsGoneGoesOnAsItWas() throws {
    let session = try fail("let r = evaluate tiny\nassert r.accuracy > 2\n")
    try FileManager.default.removeItem(atPath: folder.path + "/a script.fovea")
    let resumed = try run("resume", session)
    #expect(resumed.status == 1)
    #expect(
      resumed.errors.contains(
        "the script 'a script.fovea' can't be read any more: it doesn't exist. It goes on as it was."))
  }

  @Test func whatTrainedNothingIsClosed() throws {
    try folder.write("load ./pictures as p\nassert 1 > 2\n", to: "a script.fovea")
    let failed = try run("run", "a script.fovea")
    #expect(failed.status == 1 && !failed.errors.contains("resume"))
    #expect(try folder.read(session).contains("\n#. end"))
    #expect(kept.isEmpty)
  }

  /// What came through a pipe can't be mended, but its models come back.
  @Test func aPipeLeavesItsModels() throws {
    let failed = try Program.run([], input: Self.beginning + "assert 1 > 2\n", in: folder)
    #expect(failed.status == 1)
    #expect(
      failed.errors.contains(
        "What was trained isn't lost: at a terminal, 'fovea resume \(try session)' brings it back."),
      "\(failed.errors)")
    #expect(try run("resume").status == 1)
    #expect(try !folder.read(session).contains("\n#. end"))
    // Left without a word it stays as it is; a command at the prompt goes on with it.
    let terminal = try Pseudoterminal(["resume"], in: folder)
    try terminal.expect("fovea> ")
    terminal.send("\u{4}")
    #expect(terminal.end() == 0)
    #expect(try !folder.read(session).contains("\n#. end"))
    let second = try Pseudoterminal(["resume"], in: folder)
    try second.expect("fovea> ")
    second.send("let r = evaluate tiny\r")
    try second.expect("macro F1")
    try second.expect("fovea> ")
    second.send("\u{4}")
    #expect(second.end() == 0)
    #expect(try folder.read(session).contains("\n#. end"))
    #expect(try run("replay", session).status == 0)
    #expect(kept.isEmpty)
  }

  @Test func jsonSaysSoToo() throws {
    try write("assert 1 > 2\n")
    let events = try run("run", "a script.fovea", "--json").events()
    let error = try #require(events.first { $0["event"] as? String == "error" })
    #expect((error["hint"] as? String)?.contains("mend the script, then: fovea resume sessions/") == true)
    #expect(try !folder.read(session).contains("\n#. end"))
  }
}
