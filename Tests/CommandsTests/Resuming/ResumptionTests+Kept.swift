import Diagnostics
import Foundation
import Record
import Runtime
import Testing

@testable import Commands

/// What is kept of a session besides its commands.
extension ResumptionTests {
  /// Names that became words of the language later.
  @Test func sessionsOfFormat1GoOnWithTheirNames() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var header = Program.header(seed: 7)
    header.format = 1
    let writer = SessionWriter(folder: folder, header: header, now: .now)
    for (text, value) in [("let it = 2", 2.0), ("let true = it + 1", 3)] {
      try writer.begin(text)
      try writer.finish(ResultRecord([.init("value", .number(value))]))
    }
    let path = folder + "/cut.fovea"
    try FileManager.default.copyItem(atPath: try #require(writer.path), toPath: path)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("let ans = it * true\n".utf8))
    try handle.close()
    guard case .wentOn(let recorder, nil) = try resume(path).outcome else {
      Issue.record("it was refused")
      return
    }
    try recorder.close()
    let session = try SessionReader.read(path: path)
    #expect(session.header.format == 1 && session.commands.last?.keptValue == .number(6))
    #expect(Replay(session).run(threads: 1).verdict == .same)
  }

  /// What is still to run is what was checked, whatever becomes of the files that it sources.
  @Test func aSourcedScriptThatChangesMeanwhileChangesNothing() throws {
    let cut = CutOffSession()
    try FileManager.default.createDirectory(atPath: cut.folder, withIntermediateDirectories: true)
    let part = cut.folder + "/part.fovea"
    try "let b = 2".write(toFile: part, atomically: true, encoding: .utf8)
    var isDone = false
    cut.shell.onEvent = { if case .result = $0 { isDone = true } }
    cut.shell.interruption = { isDone }
    let source = SourceText(
      name: cut.folder + "/script.fovea", text: "let a = 1\nsource \"part.fovea\"\nlet c = 3")
    #expect(throws: RunFailure.self) { try cut.shell.run(source, as: .script(file: nil)) }
    try cut.recorder.close()
    #expect(try SessionReader.read(path: cut.path).attempts.count < 3)
    try "let b = 4\nlet d = 5".write(toFile: part, atomically: true, encoding: .utf8)
    guard case .wentOn(let recorder, nil) = try resume(cut.path).outcome else {
      Issue.record("it was refused")
      return
    }
    try recorder.close()
    let session = try SessionReader.read(path: cut.path)
    #expect(session.isClosed && session.commands.map(\.text) == ["let a = 1", "let b = 2", "let c = 3"])
  }

  /// What was trained before is found again quickly; its times are still those that it took.
  @Test func timesAreThoseThatWereRecorded() throws {
    let cut = CutOffSession()
    try cut.run(
      "load digits as d limit=300\nmodel m cnn { dense 16; relu; dense classes }\n"
        + "let r = train m on d epochs=2 batch=50")
    let before = try #require(cut.shell.interpreter.environment["r"])
    let path = cut.folder + "/copy.fovea"
    try FileManager.default.copyItem(atPath: cut.path, toPath: path)
    let (shell, outcome) = try resume(path)
    guard case .wentOn(let recorder, nil) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    guard case .record(let first) = before.value,
      case .record(let second)? = shell.interpreter.environment["r"]?.value
    else {
      Issue.record("no results")
      return
    }
    for name in ["seconds", "images_per_second"] { #expect(first[name] == second[name], "\(name)") }
    #expect(shell.workspace.models["m"]?.trainingSeconds == cut.shell.workspace.models["m"]?.trainingSeconds)
    // What runs anew is measured anew.
    try shell.run(SourceText(name: "test", text: "let s = train m on d epochs=1 batch=50"))
    guard case .record(let third)? = shell.interpreter.environment["s"]?.value else { return }
    #expect(third["seconds"] != second["seconds"])
    try recorder.close()
  }
}
