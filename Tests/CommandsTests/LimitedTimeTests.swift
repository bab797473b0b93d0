import Diagnostics
import Foundation
import Networks
import Record
import Runtime
import Synchronization
import Testing

@testable import Commands

/// `train … time=…` as it is recorded and replayed, by a clock that only looking at it moves.
@Suite("Limited time at the prompt") struct LimitedTimeTests {
  private static let script = """
    load digits as d limit=400
    model m cnn { dense classes }
    train m on d time=2s schedule=cosine warmup=1
    evaluate m
    """

  /// A session whose clock goes at another pace from the middle of the training on.
  ///
  /// - Parameter plan: Where the training has one from the beginning.
  private func record(later pace: Double = 0.01, plan: StepPlan? = nil) throws -> Session {
    let folder = FileManager.default.temporaryDirectory.path + "/fovea-time-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let time = Mutex(0.0)
    let shell = Shell(.init(threads: 2, seed: 7))
    let recorder = SessionRecorder(SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now))
    shell.recorder = recorder
    shell.context.recordedTraining.plan = plan
    let now: @Sendable () -> Double = {
      time.withLock {
        $0 += $0 < 1 ? 0.01 : pace
        return $0
      }
    }
    try TrainingClock.$clock.withValue(TrainingClock(now)) {
      try shell.run(SourceText(name: "script", text: Self.script))
    }
    try recorder.close()
    return try SessionReader.read(path: try #require(recorder.path))
  }

  @Test(arguments: [0.02, 0.004]) func aReplayTakesTheStepsOfTheRecord(pace: Double) throws {
    let session = try record(later: pace)
    let training = session.commands[2]
    let plan = try #require(
      StepPlan(training.results.flatMap(\.fields).map { .init($0.name, $0.value.result) }))
    #expect(!plan.revisions.isEmpty && training.stopped?.step == plan.total)
    for threads in [1, 2] {
      let report = Replay(session).run(threads: threads)
      #expect(report.verdict == .same, "\(report.lines)")
      #expect(report.compared == 4)
    }
  }

  /// As it was recorded before plans were revised.
  @Test func aRecordWithOneNumberIsRepeatedByIt() throws {
    let session = try record(plan: StepPlan(first: 30))
    let fields = session.commands[2].results.flatMap(\.fields)
    #expect(fields.first { $0.name == "planned_steps" }?.text == "30")
    #expect(!fields.contains { $0.name == "plan" })
    #expect(session.commands[2].stopped?.step == 30)
    let report = Replay(session).run(threads: 1)
    #expect(report.verdict == .same, "\(report.lines)")
  }
}
