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
}
