import Commands
import Foundation
import Record
import Runtime
import Testing

/// Sessions that came by mail: running them again touches nothing of one's own.
@Suite("Sessions that somebody else wrote")
struct StrangeSessionTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
    try Program.run(arguments, in: folder, environment: environment)
  }

  /// A session whose chain holds and that holds these commands with these results.
  ///
  /// - Parameter header: That of a session which the program recorded, whose environment may name other
  ///   kernels than this one does.
  private func forge(
    _ commands: [(String, ResultRecord)], as name: String = "strange.fovea", header: SessionHeader? = nil
  ) throws {
    let writer = SessionWriter(
      folder: folder.path + "/mail", header: header ?? Commands.Program.header(seed: 7), now: .now)
    for (text, result) in commands {
      try writer.begin(text)
      try writer.finish(result)
    }
    try writer.close()
    try FileManager.default.moveItem(atPath: try #require(writer.path), toPath: folder.path + "/" + name)
  }

  private static let held = [
    "resume", "resume \"sessions/20260101-000000-aaaa.fovea\"", "let r = resume", "print 1; resume",
    "replay \"strange.fovea\"",
    "record off", "runs", "open \"strange.fovea\"", "source \"other.fovea\"", "if 1 == 1 { resume }",
    "for i in [1] { resume }",
  ]

  @Test(arguments: held) func whatIsNeverRecordedIsRefused(command: String) throws {
    let cut = Commands.Program.header(seed: 3).text + "export d.test to \"mine.svmlight\"\nprint 5\n"
    try folder.write(cut, to: "sessions/20260101-000000-aaaa.fovea")
    try folder.write("print 1\n", to: "other.fovea")
    try forge([("let a = 1", ResultRecord()), (command, ResultRecord())])
    let outcome = try run("replay", "strange.fovea")
    #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("which is never recorded") && outcome.output.contains("nothing was run"))
    #expect(try folder.read("sessions/20260101-000000-aaaa.fovea") == cut)
    let json = try run("replay", "strange.fovea", "--json").events()
    #expect(json.last?["verdict"] as? String == "differs" && json.last?["status"] as? Int == 1)
  }

  @Test func aFileThatIsNotThereIsNoVerdict() throws {
    for verb in ["replay", "open", "resume", "run"] {
      #expect(try run(verb, "nothing.fovea").status == 2, "\(verb)")
    }
  }

  /// A file of holes says that it has terabytes.
  @Test func aHugeFileIsLeftOut() throws {
    try folder.write(Commands.Program.header(seed: 3).text, to: "sessions/20260101-000000-aaaa.fovea")
    let path = folder.path + "/sessions/20260101-000000-aaaa.fovea"
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 1 << 42)
    for arguments in [["replay", path], ["open", path], ["resume", path]] {
      let outcome = try Program.run(arguments, in: folder)
      #expect(outcome.status == 2 && outcome.errors.contains("no session has"), "\(outcome.errors)")
    }
    #expect(try run("runs", "list").status == 0)
  }

  /// Entries cut off above the end line, and an end line without its count.
  @Test func whatIsCutOffIsNoticed() throws {
    #expect(try run("-c", "let a = 1\nlet b = 2").status == 0)
    let path = try #require(folder.sessions.last)
    let lines = try folder.read(path).split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    #expect(try run("replay", path).status == 0)
    let first = try #require(lines.firstIndex { $0.hasPrefix("#~ ") })
    let end = try #require(lines.last { $0.hasPrefix("#. end 2 ") })
    for last in [end, "#. end", end.replacingOccurrences(of: "end 2", with: "end 1")] {
      try folder.write((lines[...first] + [last, ""]).joined(separator: "\n"), to: "cut.fovea")
      #expect(try run("replay", "cut.fovea").status == 1, "\(last)")
    }
    // As sessions of older programs end.
    try forge([("let a = 1", ResultRecord([.init("value", .integer(1))]))])
    let old =
      try folder.read("strange.fovea").split(separator: "\n").dropLast().joined(separator: "\n")
      + "\n#. end\n"
    try folder.write(old, to: "old.fovea")
    #expect(try SessionReader.read(path: folder.path + "/old.fovea").fault == nil)
  }

  /// A record with a chain that holds, but without a field, or with one where it is never compared.
  @Test func whatTheRecordLacksDiffers() throws {
    let load = "load digits as d limit=60"
    let whole = try run("-c", load)
    #expect(whole.status == 0)
    let entry = try #require(
      try SessionReader.read(path: folder.path + "/" + folder.sessions[0]).commands.first)
    let fields = entry.result.fields
    func forge(_ commands: [(String, ResultRecord)], as name: String) throws {
      try self.forge(commands, as: name, header: entry.environment)
    }
    try forge([(load, ResultRecord(fields))], as: "whole.fovea")
    #expect(try run("replay", "whole.fovea").status == 0)
    try forge([(load, ResultRecord(fields.filter { $0.name != "classes" }))], as: "less.fovea")
    let less = try run("replay", "less.fovea")
    #expect(less.status == 1 && less.output.contains("classes wasn't recorded"), "\(less.output)")
    let moved = fields.map {
      $0.name == "train" ? ResultRecord.Field("train", .integer(5), measured: true) : $0
    }
    try forge([(load, ResultRecord(moved))], as: "moved.fovea")
    #expect(try run("replay", "moved.fovea").status == 1)
    // Where nothing at all was recorded, nothing can be told.
    try forge([(load, ResultRecord())], as: "nothing.fovea")
    #expect(try run("replay", "nothing.fovea").status == 3)
    try forge([(load, ResultRecord(fields)), ("let a = 1", ResultRecord())], as: "one.fovea")
    #expect(try run("replay", "one.fovea").status == 1)
  }

  /// However many steps a record of limited time claims, its replay takes hardly more than its history has.
  @Test func aForgedNumberOfStepsIsNotTrained() throws {
    let script = ["load digits as d limit=60", "model m cnn { dense classes }", "train m on d time=0.2s"]
    #expect(try run("-c", script.joined(separator: "\n")).status == 0)
    let session = try SessionReader.read(path: folder.path + "/" + folder.sessions[0])
    let forged = session.commands.map { entry -> (String, ResultRecord) in
      let isTraining = entry.text.hasPrefix("train")
      let result = ResultRecord(
        entry.result.fields.filter { $0.name != "plan" }.map { field in
          isTraining && ["steps", "planned_steps"].contains(field.name)
            ? .init(field.name, .integer(90_000)) : field
        })
      return (entry.text, result)
    }
    try forge(forged, as: "forged.fovea", header: session.header)
    let replay = try run("replay", "forged.fovea", "--json")
    #expect(replay.status == 1, "\(replay.output)")
    #expect(!replay.output.contains("\"steps\":90000"))
  }

  /// What is measured, and so never compared, says the command and not the record: a better accuracy that
  /// stands among the times is held against the one that is found.
  @Test func whatIsMeasuredIsNotTheRecordsWord() throws {
    let script = ["load digits as d limit=100", "model m svm", "train m on d", "evaluate m"]
    let outcome = try run("-c", script.joined(separator: "\n"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let session = try SessionReader.read(path: folder.path + "/" + folder.sessions[0])
    let entries = session.commands
    #expect(entries.count == 4 && entries.allSatisfy { !$0.text.isEmpty })
    func forge(_ name: String, _ change: (ResultRecord.Field) -> ResultRecord.Field) throws {
      let changed = entries.map { entry in
        (entry.text, ResultRecord(entry.result.fields.map { $0.isMeasured ? $0 : change($0) }))
      }
      try self.forge(changed, as: name, header: session.header)
    }
    try forge("whole.fovea") { $0 }
    #expect(try run("replay", "whole.fovea").status == 0)
    for name in ["accuracy", "support_vectors", "train"] {
      try forge("\(name).fovea") { field in
        field.name == name ? .init(name, .number(0.999), measured: true) : field
      }
      let moved = try run("replay", "\(name).fovea")
      #expect(moved.status == 1 && moved.output.contains("\(name) wasn't recorded, is "), "\(moved.output)")
    }
    // Nor is a time compared that stands among the results.
    let timed = entries.map { entry in
      (entry.text, ResultRecord(entry.result.fields.map { .init($0.name, $0.value) }))
    }
    try self.forge(timed, as: "timed.fovea", header: session.header)
    #expect(try run("replay", "timed.fovea").status == 0)
  }

  @Test func twoThatReplayEachOtherAreRefused() throws {
    try forge([("replay \"b.fovea\"", ResultRecord())], as: "a.fovea")
    try forge([("replay \"a.fovea\"", ResultRecord())], as: "b.fovea")
    #expect(try run("replay", "a.fovea").status == 1)
    let verb = try run("-c", "replay \"a.fovea\"")
    #expect(verb.output.contains("which is never recorded"))
  }

  /// A cut-off session whose unfinished command is such a one runs it neither.
  @Test func aTailThatIsNeverRecordedIsNotRun() throws {
    let cut = Commands.Program.header(seed: 3).text + "print 5\n"
    try folder.write(cut, to: "sessions/20260101-000000-aaaa.fovea")
    let strange = Commands.Program.header(seed: 3).text + "resume \"sessions/20260101-000000-aaaa.fovea\"\n"
    try folder.write(strange, to: "strange.fovea")
    _ = try run("resume", "strange.fovea")
    #expect(try folder.read("sessions/20260101-000000-aaaa.fovea") == cut)
  }

  @Test func aNotebookIsCheckedWithoutOtherSessions() throws {
    let cut = Commands.Program.header(seed: 3).text + "print 5\n"
    try folder.write(cut, to: "sessions/20260101-000000-aaaa.fovea")
    try folder.write("```fovea\nresume\nprint 1\n```\n", to: "a.md")
    _ = try run("notebook", "check", "a.md")
    #expect(try folder.read("sessions/20260101-000000-aaaa.fovea") == cut)
  }

  /// Whatever spelling names it, a file goes into the replay's folder and is read from there.
  @Test func filesAreWrittenAndReadInTheFolderOfTheReplay() throws {
    try folder.write(
      """
      load digits as d limit=60
      model m cnn { dense classes }
      train m on d epochs=1
      save m to "m.safetensors"
      restore "./m.safetensors" as n
      export d.test to "\(folder.path)/test.svmlight"
      load "test.svmlight" as e size=8x8
      plot loss of m to "../\(folder.path.split(separator: "/").last ?? "")/loss.svg"
      """, to: "a.fovea")
    let recorded = try run("run", "a.fovea")
    #expect(recorded.status == 0, "\(recorded.errors)")
    for file in ["m.safetensors", "test.svmlight", "loss.svg"] { try folder.write("mine", to: file) }
    let session = try #require(folder.sessions.last)
    let outcome = try run("replay", session)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    for file in ["m.safetensors", "test.svmlight", "loss.svg"] { #expect(try folder.read(file) == "mine") }
    // A disk that takes no files says nothing about results.
    let unwritable = try run("replay", session, environment: ["TMPDIR": "/proc"])
    #expect(unwritable.status == 3, "\(unwritable.output)")
  }
}
