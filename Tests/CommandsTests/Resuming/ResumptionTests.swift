import Diagnostics
import Foundation
import Models
import Networks
import Record
import Runtime
import Testing

@testable import Commands

/// A session in a folder of its own that is given up at a moment that the test chooses, as if its process had
/// been killed.
final class CutOffSession {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "fovea-resume-\(UUID().uuidString)"
  ).path
  let shell = Shell(.init(threads: 2, seed: 7))
  let recorder: SessionRecorder

  init() {
    let store = CheckpointStore()
    recorder = SessionRecorder(
      SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now), checkpoints: store)
    shell.recorder = recorder
    shell.checkpoints = store
  }

  deinit {
    if let path = recorder.path { StateFolder(ofSession: path)?.remove() }
    try? FileManager.default.removeItem(atPath: folder)
  }

  func run(_ text: String) throws(RunFailure) { try shell.run(SourceText(name: "test", text: text)) }

  var path: String { recorder.path ?? "" }
}

@Suite("Going on with a session that was cut off", .serialized)
struct ResumptionTests {
  private static let beginning = """
    load digits as digits8 limit=300
    model small cnn { dense 16; relu; dense classes }
    train small on digits8 epochs=2 batch=50
    """

  func resume(_ path: String) throws -> (shell: Shell, outcome: Resumption.Outcome) {
    let shell = Shell(.init(threads: 1, seed: 99))
    let outcome = try Resumption(path: path).run(in: shell)
    return (shell, outcome)
  }

  @Test func bringsNamesAndWeightsBack() throws {
    let path: String
    let folder: String
    let weights: String?
    do {
      let cut = CutOffSession()
      try cut.run(Self.beginning)
      weights = cut.shell.workspace.models["small"]?.model?.weightsHash
      // The copy has no lock and no end.
      folder = cut.folder + "-copy"
      path = folder + "/cut.fovea"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: cut.path, toPath: path)
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (shell, outcome) = try resume(path)
    guard case .wentOn(let recorder, nil) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(shell.workspace.settings.seed == 7)
    #expect(shell.workspace.models["small"]?.model?.weightsHash == weights)
    #expect(shell.typed == Self.beginning.split(separator: "\n").map(String.init), "what 'history' shows")
    try shell.run(SourceText(name: "test", text: "undo\nlet r = 1"))
    #expect(shell.workspace.models["small"]?.model == nil, "undo reaches behind the cut")
    try recorder.close()
    let session = try SessionReader.read(path: path)
    #expect(session.isClosed && session.fault == nil)
    #expect(session.commands.map(\.text).last == "let r = 1")
    #expect(Replay(session).run(threads: 2).verdict == .same)
  }

  @Test func foldsAndMachinesThatWereDoneAreFoundAgain() throws {
    let cut = CutOffSession()
    let text = """
      load digits as d limit=300
      model m cnn { dense classes }
      model s svm probabilities=yes
      crossvalidate m on d folds=4 epochs=2
      train s on d
      """
    try cut.run(text)
    let parts = try #require(cut.shell.checkpoints?.parts)
    #expect(parts.entries().count == 50, "four folds, a machine and its 45 pairs")
    // The same work in this session comes from there; it counts as computed, and gives the same. What is
    // written anew is another file.
    let folder = try #require(cut.shell.checkpoints?.folder).file("parts")
    func files() throws -> [String: UInt64] {
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
      return try Dictionary(
        uniqueKeysWithValues: names.map { name in
          let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
          return (name, try #require(attributes[.systemFileNumber] as? UInt64))
        })
    }
    let before = try files()
    var results: [ResultRecord] = []
    cut.shell.onEvent = { if case .result(_, _, _, let result, _) = $0 { results.append(result) } }
    try cut.run("crossvalidate m on d folds=4 epochs=2\ntrain s on d")
    #expect(results.count == 2 && results.allSatisfy { !$0.isCached })
    #expect(try files().filter { before[$0.key] != nil } == before)
    #expect(
      parts.entries().count == 51, "a machine that is trained again has a key of its own, its pairs have not")
    try cut.recorder.close()
    #expect(parts.entries().isEmpty, "what is closed needs nothing to go on with")
    let session = try SessionReader.read(path: cut.path)
    let report = Replay(session).run(threads: 1)
    #expect(report.verdict == .same, "\(report.lines)")
  }

  @Test func refusesWhatDoesNotComeBack() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let writer = SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now)
    try writer.begin("print 1")
    try writer.finish(ResultRecord([.init("text", .text("2"))]))
    let path = folder + "/cut.fovea"
    try FileManager.default.copyItem(atPath: try #require(writer.path), toPath: path)
    let before = FileManager.default.contents(atPath: path)
    guard case .refused(let report) = try resume(path).outcome else {
      Issue.record("it went on")
      return
    }
    #expect(report.exitCode == 1)
    #expect(FileManager.default.contents(atPath: path) == before)
  }

  @Test func goesOnWhereNothingHadFinished() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data((Program.header(seed: 7).text + "let a = 1\n").utf8).write(
      to: URL(fileURLWithPath: folder + "/cut.fovea"))
    guard case .wentOn(let recorder, nil) = try resume(folder + "/cut.fovea").outcome else {
      Issue.record("it was refused")
      return
    }
    try recorder.close()
    #expect(try SessionReader.read(path: folder + "/cut.fovea").commands.map(\.text) == ["let a = 1"])
  }

  @Test func saysWhyAClosedSessionIsNone() throws {
    let cut = CutOffSession()
    try cut.run("let a = 1")
    try cut.recorder.close()
    #expect(throws: RecordError.closed(name: cut.path)) { try Resumption(path: cut.path) }
  }

  @Test func theVerbWantsAnEmptySession() throws {
    let session = TestShell()
    #expect(session.run("load digits as digits8 limit=50") == [])
    #expect(
      session.run("resume") == [
        "1:1: this session has commands of its own, and 'resume' would mix two sessions. "
          + "Leave it, and type: fovea resume"
      ])
  }
}

@Suite("Keeping checkpoints", .serialized)
struct CheckpointStoreTests {
  /// A training leaves its last checkpoint until the session is closed, and nothing afterwards.
  @Test func liesBesideTheSessionUntilItIsClosed() throws {
    let cut = CutOffSession()
    try cut.run(
      "load digits as digits8 limit=300; model small cnn { dense classes }; train small on digits8 epochs=2")
    let folder = try #require(StateFolder(ofSession: cut.path))
    let saver = try #require(cut.shell.checkpoints?.folder)
    #expect(saver == folder)
    let deadline = Date().addingTimeInterval(300)
    func files() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }
    while !files().contains(where: { $0.hasSuffix(".safetensors") }), Date() < deadline { usleep(10_000) }
    #expect(files().count { $0.hasSuffix(".safetensors") } == 1)
    try cut.recorder.close()
    #expect(files() == [])
  }

  @Test func takesOnlyTheCheckpointOfThisVeryTraining() throws {
    let folder = try #require(StateFolder(ofSession: "/nowhere/\(UUID().uuidString).fovea", beginning: [0]))
    defer { folder.remove() }
    func saver(_ position: String, command: String = "train", data: String = "sha256:1") throws
      -> CheckpointSaver
    {
      let store = CheckpointStore()
      store.begin(command, at: position, in: folder)
      return try #require(store.saver(definition: "cnn { dense classes }", data: data, seed: 1))
    }
    let checkpoint = TrainingCheckpoint(
      tensors: [.init(name: "1.dense.weights", shape: [2], values: [1, 2])], optimizer: [],
      counters: .init(), history: [])
    let first = try saver("aaaa")
    first.save(checkpoint)
    while first.isBusy { usleep(1000) }
    #expect(first.problem == nil)
    #expect(try saver("aaaa").saved() == checkpoint)
    #expect(try saver("bbbb").saved() == nil)
    #expect(try saver("aaaa", command: "train more").saved() == nil)
    #expect(try saver("aaaa", data: "sha256:2").saved() == nil)
    // A file that the disk spoiled is none.
    let path = folder.file("aaaa.safetensors")
    var bytes = try #require(FileManager.default.contents(atPath: path))
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(try saver("aaaa").saved() == nil)
  }
}
