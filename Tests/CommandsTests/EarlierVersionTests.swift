import Diagnostics
import Foundation
import Record
import Runtime
import Testing

@testable import Commands

/// What version 0.1 of the program recorded and saved: Fixtures/version-0.1 holds sessions of format 1, models
/// and a notebook.
@Suite("Files of version 0.1", .serialized)
struct EarlierVersionTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/version-0.1").path

  private func session(_ name: String) throws -> Session {
    try SessionReader.read(path: Self.folder + "/" + name)
  }

  /// Whether the machine is that which recorded, in what kernels look at.
  private func isRecordingMachine(_ session: Session) -> Bool {
    Comparison(current: Program.header(seed: 1)).environmentDifferences(session.commands[0]).allSatisfy {
      $0.name.hasPrefix("numerics")
    }
  }

  /// Loads, splits, values and support vector machines.
  @Test func whatNoNetworkIsInReplaysAsTheSame() throws {
    let session = try session("values.fovea")
    let report = Replay(session).run(threads: 2)
    #expect(report.verdict != .differs && report.ending == .complete, "\(report.lines)")
    if isRecordingMachine(session) { #expect(report.verdict == .same, "\(report.lines)") }
  }

  @Test func trainingsAreSameOrExcusedByTheirNumerics() throws {
    let session = try session("network.fovea")
    let report = Replay(session).run(threads: 2)
    #expect(report.verdict != .differs && report.ending == .complete, "\(report.lines)")
    #expect(
      report.verdict == .same || report.lines.contains { $0.contains("numerics.networks 3, now") },
      "\(report.lines)")
  }

  @Test(arguments: ["values.fovea", "network.fovea"]) func theirTrainingsAreListed(name: String) throws {
    let runs = RecordedRun.runs(of: try session(name))
    #expect(runs.map(\.model) == (name == "values.fovea" ? ["v", "w", "v"] : ["m", "m", "m", "m"]))
    #expect(runs.allSatisfy { $0.source == "digits" && $0.fingerprint.hasPrefix("sha256:") })
  }

  /// The hashes are those that version 0.1 told of the same models.
  @Test(arguments: [("cnn", "network.fovea"), ("svm", "values.fovea")])
  func itsModelsEvaluateToTheSame(model: String, session name: String) throws {
    let session = try session(name)
    let saved = try #require(session.commands.last { $0.text.hasPrefix("save") })
    let shell = TestShell()
    #expect(
      shell.run(
        """
        load digits as d limit=200
        split d validation=20% seed=\(name == "values.fovea" ? 3 : 7)
        restore "\(Self.folder)/\(model).safetensors" as m
        evaluate m on d.test
        """) == [])
    let weights = try #require(saved.results.last?.fields.first { $0.name == "weights" }?.text)
    #expect(shell.result("restore")?["weights"]?.value == .text(weights))
    guard isRecordingMachine(session) else { return }
    let evaluated = try #require(
      session.commands.last { $0.text.contains("evaluate") && !$0.text.contains(" w ") })
    let accuracy = try #require(evaluated.results.last?.fields.first { $0.name == "accuracy" })
    #expect(
      shell.result("evaluate")?["accuracy"].map { StoredResult(.init([$0])).results } == [
        "accuracy=\(accuracy.text)"
      ])
  }

  /// What earlier versions called 'weights' and 'by' is recorded as 'class_weights' and 'metric' now.
  @Test func wordsThatCollidedReplayAsTheSame() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/fovea-words-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shell = Shell(.init(threads: 2, seed: 7))
    let recorder = EarlierRecorder(
      SessionRecorder(SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now)))
    shell.recorder = recorder
    try shell.run(
      SourceText(
        name: "test",
        text: """
          load digits as d limit=60; split d validation=30%
          model s svm kernel=linear weights=balanced
          sweep weights=[equal, balanced] train s on d
          train s on d candidate=yes; choose s by=validation_accuracy
          """))
    try recorder.inner.close()
    let path = try #require(recorder.inner.path)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for words in [
      "svm kernel=linear weights=b", "on d weights=equal candidate=yes", "choose s by=valid", "\"weights=e",
    ] {
      #expect(text.contains(words), "\(words): \(text)")
    }
    let session = try SessionReader.read(path: path)
    let report = Replay(session).run(threads: 1)
    #expect(report.verdict == .same && report.ending == .complete, "\(report.lines)")
    #expect(RecordedRun.runs(of: session).allSatisfy { $0.settings["class_weights"] != nil })
  }
}

/// Records as a version did that had the earlier words.
private final class EarlierRecorder: RunObserver {
  let inner: SessionRecorder

  init(_ inner: SessionRecorder) { self.inner = inner }

  private func earlier(_ text: String) -> String {
    text.replacing("class_weights", with: "weights").replacing("metric=", with: "by=")
  }

  private func earlier(_ value: ResultValue) -> ResultValue {
    switch value {
    case .text(let text): .text(earlier(text))
    case .rows(let rows): .rows(rows.map { $0.map(earlier) })
    default: value
    }
  }

  private func earlier(_ field: ResultRecord.Field) -> ResultRecord.Field {
    .init(earlier(field.name), earlier(field.value), measured: field.isMeasured)
  }

  func comment(_ text: String) throws { try inner.comment(earlier(text)) }
  func note(_ text: String) throws { try inner.note(text) }
  func willRun(_ text: String) throws { try inner.willRun(earlier(text)) }
  func didFinish(_ result: ResultRecord) throws {
    var result = result
    result.fields = result.fields.map(earlier)
    result.provenance = result.provenance.map(earlier)
    try inner.didFinish(result)
  }
  func didFail(_ message: String) throws { try inner.didFail(message) }
}
