import Diagnostics
import Foundation
import Images
import Models
import Record
import Runtime
import Testing

@testable import Commands

@Suite("Replaying a session", .serialized)
struct ReplayTests {
  static let script = """
    param epochs = 2
    load digits as digits8 limit=400
    model small cnn { conv 4 3x3; relu; dense classes }
    train small on digits8 epochs=$epochs batch=50
    let r = evaluate small
    """

  /// A closed session with what `script` gave. `edit` may change a command on its way into the record.
  func record(
    _ script: String = Self.script, stoppingAt step: Int? = nil, edit: (String) -> String = { $0 }
  ) throws -> Session {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "fovea-replay-\(UUID().uuidString)"
    ).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shell = Shell(.init(threads: 2, seed: 7))
    let writer = SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now)
    let recorder = SessionRecorder(writer)
    shell.recorder = recorder
    shell.context.recordedTraining.stopAtStep = step
    try shell.run(SourceText(name: "script", text: script))
    try recorder.close()
    let path = try #require(recorder.path)
    let session = try SessionReader.read(path: path)
    guard session.commands.contains(where: { edit($0.text) != $0.text }) else { return session }
    return try forged(session, edit)
  }

  /// The same record with other commands, and a chain that holds: what only a replay can find out.
  func forged(
    _ session: Session, header: SessionHeader = Program.header(seed: 7), _ edit: (String) -> String
  ) throws -> Session {
    try forged(session.commands.map(\.text), header: header, edit)
  }

  func forged(
    _ commands: [String], header: SessionHeader, _ edit: (String) -> String = { $0 }
  ) throws -> Session {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "fovea-replay-\(UUID().uuidString)"
    ).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shell = Shell(.init(threads: 2, seed: 7))
    shell.context.allowsOldNames = header.format == 1
    let writer = SessionWriter(folder: folder, header: header, now: .now)
    for text in commands {
      var result = ResultRecord()
      shell.onEvent = { event in
        switch event {
        case .result(_, _, _, let found, _): result = found
        case .printed(_, let printed): result = printed.result
        case .started, .stopped: break
        }
      }
      try shell.run(SourceText(name: "script", text: text))
      try writer.begin(edit(text))
      try writer.finish(result)
    }
    try writer.close()
    return try SessionReader.read(path: try #require(writer.path))
  }

  @Test(arguments: [1, 2]) func givesTheSameBitsOnAnyNumberOfThreads(threads: Int) throws {
    let report = Replay(try record()).run(threads: threads)
    #expect(report.verdict == .same, "\(report.lines)")
    #expect(report.compared == 5)
  }

  @Test(arguments: [1, 2, 3]) func undoTakesBackTheSameOnAnyNumberOfThreads(threads: Int) throws {
    let script = Self.script + "\nset threads=2\nlet r = evaluate small\nundo\nundo\nevaluate small"
    let report = Replay(try record(script)).run(threads: threads)
    #expect(report.verdict == .same, "\(report.lines)")
  }

  @Test func endsAtALine() throws {
    let session = try record()
    var replay = Replay(session)
    replay.until = session.commands[2].line
    let report = replay.run(threads: 2)
    #expect(report.compared == 3)
    #expect(report.ending == .until(line: session.commands[2].line))
    #expect(report.exitCode == 0)
  }

  @Test func goesToTheStepWhereATrainingWasStopped() throws {
    let session = try record(stoppingAt: 3)
    #expect(session.commands[3].stopped?.step == 3)
    let report = Replay(session).run(threads: 1)
    #expect(report.verdict == .same, "\(report.lines)")
  }

  @Test func anotherParameterIsShownAndNotJudged() throws {
    var replay = Replay(try record())
    #expect(replay.parameters == ["epochs"])
    replay.overrides = [("epochs", "1")]
    let report = replay.run(threads: 2)
    #expect(report.exitCode == 0)
    #expect(report.lines.contains("  epochs: 2 → 1"))
    #expect(report.lines.contains("  steps: 16 → 8"))
  }

  @Test func otherDataEndsItBeforeAnythingIsTrained() throws {
    let session = try record { $0.replacingOccurrences(of: "limit=400", with: "limit=390") }
    let report = Replay(session).run(threads: 2)
    #expect(report.verdict == .inconclusive)
    #expect(report.exitCode == 3)
    #expect(report.compared == 2, "only the parameter and the data")
    #expect(
      report.lines.contains(
        "line \(session.commands[1].line) loads other data than was recorded, so nothing below it was run"))
  }

  /// A load behind a training is looked at before the training: here the second part of the data is another.
  @Test func otherDataFurtherDownIsFoundBeforeTheTraining() throws {
    let script = """
      let few = 390
      load digits as d limit=400
      model m cnn { dense classes }
      train m on d epochs=1
      load digits as more limit=$few
      evaluate m on more.test
      """
    let session = try record(script) { $0.replacingOccurrences(of: "let few = 390", with: "let few = 380") }
    let report = Replay(session).run(threads: 2)
    #expect(report.exitCode == 3)
    #expect(report.compared == 1)
    #expect(
      report.lines.contains {
        $0.hasSuffix("loads other data than was recorded, so nothing below it was run")
      })
    #expect(Replay(try record(script)).run(threads: 2).verdict == .same)
  }

  /// Looking for other data runs nothing that writes.
  @Test func lookingAheadOverwritesNothing() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "fovea-ahead-\(UUID().uuidString).svmlight"
    ).path
    defer { try? FileManager.default.removeItem(atPath: file) }
    let session = try record(
      """
      let d0 = load digits as d limit=100
      let e = export d.test to "\(file)"
      model m cnn { dense classes }
      train m on d epochs=1
      load digits as more limit=50
      """)
    try "mine".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(Replay(session).run(threads: 1).verdict == .same)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
  }

  /// What `restore` and `predict` read is data too: with another file nothing is judged.
  @Test func filesThatComeInAreHeldAgainstTheRecord() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "fovea-files-\(UUID().uuidString)"
    ).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func save(_ seed: Int) throws {
      try Shell(.init(threads: 1, seed: 1)).run(
        SourceText(
          name: "script",
          text: """
            load digits as d limit=100
            model m cnn { dense classes }
            train m on d epochs=1 seed=\(seed)
            save m to "\(folder)/m.safetensors"
            """))
    }
    try save(1)
    let session = try record(
      "restore \"\(folder)/m.safetensors\" as m\nload digits as d\nevaluate m on d.test")
    #expect(Replay(session).run(threads: 1).verdict == .same)
    try save(2)
    let report = Replay(session).run(threads: 1)
    #expect(report.verdict == .inconclusive && report.compared == 1, "\(report.lines)")
    // The same weights with other names of classes are another file too.
    try save(1)
    let place = URL(fileURLWithPath: "\(folder)/m.safetensors")
    var file = try Safetensors(decoding: Array(try Data(contentsOf: place)))
    file.metadata["fovea.classes"] = file.metadata["fovea.classes"]?.replacing("9", with: "nine")
    try Data(file.encoded()).write(to: place)
    let renamed = Replay(session).run(threads: 1)
    #expect(renamed.verdict == .inconclusive && renamed.compared == 1, "\(renamed.lines)")
    #expect(renamed.lines.contains { $0.contains("file_hash") }, "\(renamed.lines)")
  }

  private static func write(_ image: Image, to path: String) throws {
    try Data(image.encodedPNG()).write(to: URL(fileURLWithPath: path))
  }

  /// The hash of picture files tells other files from another decoder, and is nothing of its own.
  @Test func theHashOfFilesTellsWhyPixelsAreOthers() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "fovea-decoder-\(UUID().uuidString)"
    ).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (shade, name) in [(3, "a"), (9, "b")] as [(UInt8, String)] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/data/\(name)", withIntermediateDirectories: true)
      try Self.write(
        Image(width: 1, height: 1, channels: 1, pixels: [shade]), to: "\(folder)/data/\(name)/1.png")
    }
    let session = try record("load \"\(folder)/data\" as d")
    let recorded = try #require(session.commands.first?.results.last)
    #expect(recorded.fields.contains { $0.name == "files_hash" })
    #expect(Replay(session).run(threads: 1).verdict == .same)
    func replay(_ pairs: (String, String)...) throws -> ReplayReport {
      let writer = SessionWriter(folder: folder + "/sessions", header: Program.header(seed: 7), now: .now)
      var result = ResultRecord()
      let shell = Shell(.init(threads: 1, seed: 7))
      shell.onEvent = { if case .result(_, _, _, let found, _) = $0 { result = found } }
      let text = session.commands[0].text
      try shell.run(SourceText(name: "script", text: text))
      let fields = result.fields.compactMap { field -> ResultRecord.Field? in
        guard let pair = pairs.first(where: { $0.0 == field.name }) else { return field }
        return pair.1.isEmpty ? nil : ResultRecord.Field(field.name, .text(pair.1))
      }
      try writer.begin(text)
      try writer.finish(ResultRecord(fields))
      try writer.close()
      return Replay(try SessionReader.read(path: try #require(writer.path))).run(threads: 1)
    }
    let other = "sha256:" + String(repeating: "0", count: 64)
    // A session of before the field was there, and one of files that were packed otherwise.
    #expect(try replay(("files_hash", "")).verdict == .same)
    #expect(try replay(("files_hash", other)).verdict == .same)
    let decoder = try replay(("fingerprint", other))
    #expect(decoder.verdict == .inconclusive && decoder.isEnded)
    #expect(
      decoder.lines.contains {
        $0.hasPrefix("line 4 gets other pixels from the files that were recorded: another version of libpng")
      }, "\(decoder.lines)")
    for pairs in [
      [("fingerprint", other), ("files_hash", other)], [("fingerprint", other), ("files_hash", "")],
    ] {
      let data = try replay(pairs[0], pairs[1])
      #expect(data.verdict == .inconclusive)
      #expect(data.lines.contains { $0.hasPrefix("line 4 loads other data than was recorded") })
    }
  }

  /// A value in the place of its name means the same there.
  @Test(arguments: [
    "for i in [-2, 3] { print i^2 }", "for i in [-2] { let y = i^2; print y, -i, 1 - i, i * i, 2^i }",
    "for i in [-2] { assert i^2 > 0 }", "for i in [-2] { print \"big $(i^2)\", [i][0] }",
  ])
  func negativeValuesOfLoopsReplay(script: String) throws {
    let report = Replay(try record(script)).run(threads: 1)
    #expect(report.verdict == .same, "\(report.lines)")
  }

  /// What isn't recorded has no place in a replay: neither has its name, nor does 'undo' see it.
  @Test(arguments: [
    "let a = 1\nlet r = list\nprint r\nr", "let r = list\nlet k = r\nlet a = 1\nundo",
    "let a = 1\nlet a = 2\nlet r = runs list\nundo\nprint a",
    "let a = 1\nfor i in 1..2 { let s = list; print s }",
  ])
  func aNameOfWhatIsNotRecordedReplays(script: String) throws {
    let session = try record(script)
    let report = Replay(session).run(threads: 1)
    #expect(report.verdict == .same && report.ending == .complete, "\(report.lines)")
  }

  /// A record is a script: what 'it' stood for stands there as its value.
  @Test func theLastResultIsRecordedAsItsValue() throws {
    let shell = Shell(.init(threads: 1, seed: 7))
    let folder = NSTemporaryDirectory() + "fovea-last-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let recorder = SessionRecorder(
      SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now))
    shell.recorder = recorder
    for line in ["load digits as d limit=40", "it.train", "load digits as e limit=$(it.train)"] {
      try shell.run(SourceText(name: "prompt", text: line))
    }
    try recorder.close()
    let session = try SessionReader.read(path: try #require(recorder.path))
    #expect(
      session.commands.map(\.text) == [
        "load digits as d limit=40", "print 40", "load digits as e limit=40",
      ])
    #expect(Replay(session).run(threads: 1).verdict == .same)
  }

  @Test func aToleranceMayStandInAName() throws {
    let script = """
      let close = 1e-3
      load digits as d limit=100
      model m cnn { dense classes }
      train m on d epochs=1 batch=50 rate=0.01 tolerance=$close
      """
    let session = try record(script) { $0.replacingOccurrences(of: "rate=0.01", with: "rate=0.01000001") }
    #expect(Replay(session).run(threads: 1).verdict == .same)
  }

  /// `set` counts for `undo` whether it changes anything on this machine or not.
  @Test(arguments: [1, 2]) func undoHangsOnNoMachine(threads: Int) throws {
    let session = try record("let a = 5\nlet a = 6\nset threads=2\nundo\nprint a")
    #expect(Replay(session).run(threads: threads).verdict == .same)
  }

  @Test func tellsBeforehandThatTheEnvironmentIsAnother() throws {
    let session = try record()
    #expect(Replay(session).environmentDifferences.isEmpty)
  }

  @Test func provesNothingWhereItWasInterrupted() throws {
    var replay = Replay(try record())
    var done = 0
    replay.onStep = { _ in done += 1 }
    replay.interruption = { done == 2 }
    let report = replay.run(threads: 2)
    #expect(report.compared == 2)
    #expect(report.verdict == .inconclusive)
    #expect(report.exitCode == 130)
    #expect(report.lines.contains("interrupted"))
  }

  @Test func namesTheStepAndTheLayerWhereATrainingParts() throws {
    let session = try record { $0.replacingOccurrences(of: "batch=50", with: "batch=50 rate=0.051") }
    let report = Replay(session).run(threads: 2)
    #expect(report.exitCode == 1)
    #expect(
      report.lines.contains("  the weights part at step 1 (epoch 1), first in layer 1.conv"),
      "\(report.lines)")
  }
}
