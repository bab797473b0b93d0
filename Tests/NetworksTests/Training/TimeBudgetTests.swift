import Datasets
import Models
import Synchronization
import Testing

@testable import Networks

/// Trainings of limited time, by a clock that only the reading of images moves: so every machine sees the
/// same.
@Suite("Trainings of limited time") struct TimeBudgetTests {
  /// A clock on which an image takes so many seconds, by the time of day.
  final class Clock: Sendable {
    private let time = Mutex(0.0)
    private let pace: @Sendable (Double) -> Double

    init(_ pace: @escaping @Sendable (Double) -> Double) { self.pace = pace }

    var now: Double { time.withLock { $0 } }
    func read() { time.withLock { $0 += pace($0) } }
  }

  struct TimedSpots: SampleSource {
    let spots: Spots
    let clock: Clock
    var count: Int { spots.count }
    var shape: SampleShape { spots.shape }
    var classes: Int { spots.classes }
    func label(_ position: Int) -> Int { spots.label(position) }
    func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) {
      clock.read()
      spots.read(position, epoch: epoch, into: &destination)
    }
  }

  struct Day: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let pace: @Sendable (Double) -> Double

    init(_ name: String, _ pace: @escaping @Sendable (Double) -> Double) {
      (testDescription, self.pace) = (name, pace)
    }
  }

  static let days = [
    Day("even") { _ in 0.001 },
    Day("twice as slow from the middle on") { $0 < 30 ? 0.001 : 0.002 },
    Day("three times as fast later") { $0 < 40 ? 0.003 : 0.001 },
    Day("a busy stretch") { (20..<35).contains($0) ? 0.005 : 0.001 },
    Day("busy while it is timed") { $0 < 2 ? 0.004 : 0.001 },
    Day("one long pause") { (25..<25.001).contains($0) ? 10 : 0.001 },
    Day("waves") { Int($0) % 7 < 3 ? 0.0025 : 0.001 },
  ]
  static let budget = 60.0

  private func train(
    _ day: Day, _ settings: TrainingOptions, validation: Int? = 60, resuming: TrainingCheckpoint? = nil,
    checkpoint: ((TrainingCheckpoint) -> Void)? = nil, shouldStop: () -> Bool = { false }
  ) throws -> (outcome: TrainingOutcome, hash: String, seconds: Double) {
    let clock = Clock(day.pace)
    let source = TimedSpots(spots: Spots(count: 110), clock: clock)
    let evaluated = validation.map { TimedSpots(spots: Spots(count: $0, seed: 8), clock: clock) }
    let network = try makeNetwork("dense classes", source: source)
    let now: @Sendable () -> Double = { clock.now }
    let outcome = try TrainingClock.$clock.withValue(TrainingClock(now)) {
      try network.train(
        on: source, validation: evaluated, options: settings, threads: 1, resuming: resuming,
        checkpointEvery: .zero,
        checkpoint: checkpoint, shouldStop: shouldStop)
    }
    return (outcome, network.weightsHash, clock.now)
  }

  private var settings: TrainingOptions {
    var settings = options(epochs: 100_000, batch: 40)
    settings.seconds = Self.budget
    settings.schedule = Schedule(.cosine(lowest: 0), warmup: 2)
    return settings
  }

  @Test(arguments: days) func endsWithItsTimeAndIsRepeatedByItsPlan(day: Day) throws {
    let first = try train(day, settings)
    #expect(abs(first.seconds / Self.budget - 1) < 0.05, "\(first.seconds) s")
    let plan = try #require(first.outcome.plan)
    #expect(first.outcome.steps == plan.total && first.outcome.stoppedAtStep == plan.total)
    #expect(first.outcome.history.last?.validationLoss != nil)
    // On an even day, once: what judging takes isn't known before.
    #expect(day.testDescription == "even" ? plan.revisions.count == 1 : !plan.revisions.isEmpty, "\(plan)")
    #expect(plan.revisions.count < 40)
    // On another day.
    var settings = settings
    settings.plan = plan
    settings.stopAfterStep = plan.total
    let again = try train(Self.days[0], settings)
    #expect(again.outcome.plan == plan)
    #expect(again.outcome.stoppedAtStep == plan.total)
    #expect(again.outcome.history == first.outcome.history)
    #expect(again.hash == first.hash)
  }

  /// Judging may take longer than learning.
  @Test(arguments: [nil, 1, 400]) func judgingTakesOfTheTime(validation: Int?) throws {
    let found = try train(Self.days[1], settings, validation: validation)
    #expect(abs(found.seconds / Self.budget - 1) < 0.05, "\(found.seconds) s")
  }

  /// A kill loses what was done since the checkpoint, nothing else.
  @Test func goesOnFromACheckpoint() throws {
    let day = Self.days[1]
    var checkpoints: [TrainingCheckpoint] = []
    let whole = try train(day, settings, checkpoint: { checkpoints.append($0) })
    let checkpoint = try #require(
      checkpoints.last {
        $0.counters.spentSeconds ?? 100 < 40 && $0.counters.plan?.revisions.isEmpty == false
      })
    let read = try #require(TrainingCheckpoint(Safetensors(decoding: checkpoint.file().encoded())))
    #expect(read == checkpoint)
    // The machine is as slow as it was before.
    let rest = try train(Day("slow") { _ in 0.002 }, settings, resuming: read)
    let spent = try #require(checkpoint.counters.spentSeconds)
    #expect(abs((spent + rest.seconds) / Self.budget - 1) < 0.05, "\(spent) s and \(rest.seconds) s")
    let plan = try #require(rest.outcome.plan)
    let before = try #require(checkpoint.counters.plan).revisions
    #expect(plan.revisions.starts(with: before))
    // The record of what was killed and went on gives the same training without a kill, and from any
    // checkpoint of it.
    var settings = settings
    (settings.plan, settings.stopAfterStep) = (plan, plan.total)
    var replayed: [TrainingCheckpoint] = []
    let again = try train(day, settings, checkpoint: { replayed.append($0) })
    #expect(again.hash == rest.hash && again.outcome.history == rest.outcome.history)
    let middle = replayed[replayed.count / 2]
    #expect(try train(day, settings, resuming: middle).hash == rest.hash)
    #expect(whole.outcome.plan?.revisions.starts(with: before) == true)
  }

  /// Stopped by hand on the way, the schedule is still that of all planned steps.
  @Test func anInterruptEndsNoPlan() throws {
    var count = 0
    let first = try train(
      Self.days[4], settings,
      shouldStop: {
        count += 1
        return count > 400
      })
    let plan = try #require(first.outcome.plan)
    let step = try #require(first.outcome.stoppedAtStep)
    #expect(!plan.revisions.isEmpty && step < plan.total)
    var settings = settings
    (settings.plan, settings.stopAfterStep) = (plan, step)
    let again = try train(Self.days[0], settings)
    #expect(again.outcome.stoppedAtStep == step)
    #expect(again.outcome.plan == plan && again.hash == first.hash)
  }

  /// A record may say anything.
  @Test func aForgedPlanStaysWithinTheEpochs() throws {
    var settings = options(epochs: 2, batch: 40)
    settings.seconds = Self.budget
    let plans = [
      StepPlan(first: .max, revisions: [.init(step: 3, total: .max)]), StepPlan(first: 1 << 60),
      StepPlan(first: -5, revisions: [.init(step: .min, total: .max)]),
      StepPlan(
        first: 4,
        revisions: [.init(step: 2, total: 1), .init(step: .max, total: .max), .init(step: 3, total: .max)]),
    ]
    let steps = try plans.map { plan in
      settings.plan = plan
      return try train(Self.days[0], settings).outcome.steps
    }
    #expect(steps == [6, 6, 1, 6])
  }

  @Test func theRateDoesNotJumpWhereThePlanChanges() {
    let plan = StepPlan(
      first: 1000,
      revisions: [.init(step: 100, total: 500), .init(step: 300, total: 900), .init(step: 880, total: 2000)])
    for schedule in [Schedule(.cosine(lowest: 0), warmup: 3), Schedule(.oneCycle(rise: 0.25), warmup: 0.5)] {
      let rates = (0..<2000).map {
        schedule.rate(at: .init(step: $0, plan: plan, stepsPerEpoch: 20), base: 1)
      }
      #expect(rates.allSatisfy { (0...1).contains($0) } && rates.max()! > 0.99 && rates[1999] < 0.01)
      let jumps = zip(rates, rates.dropFirst()).map { abs($0 - $1) }
      #expect(jumps.max()! < 0.11, "a warm-up of 10 steps")
      #expect(jumps.dropFirst(61).max()! < 0.02)
    }
    // Without a revision it is what it always was.
    #expect(
      (0..<35).map { StepPlan(first: 35).share(before: $0, rising: 0) } == (0..<35).map { Double($0) / 35 })
  }
}
