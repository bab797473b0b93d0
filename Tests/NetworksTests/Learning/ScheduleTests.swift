import Testing

@testable import Networks

/// Seven epochs of five steps, as learning.py has them.
@Suite struct ScheduleTests {
  private static let schedules: [(name: String, schedule: Schedule, base: Double)] = [
    ("constant", .constant, 0.1),
    ("step", Schedule(.step(every: 2, factor: 0.3)), 0.1),
    ("exponential", Schedule(.exponential(factor: 0.8)), 0.1),
    ("cosine", Schedule(.cosine(lowest: 0.001)), 0.1),
    ("restarts", Schedule(.restarts(every: 1, growth: 2, lowest: 0.002)), 0.1),
    ("even restarts", Schedule(.restarts(every: 2, growth: 1, lowest: 0)), 0.1),
    ("onecycle", Schedule(.oneCycle(rise: 0.25)), 0.001),
    ("warm cosine", Schedule(.cosine(lowest: 0), warmup: 2), 0.1),
    ("warm step", Schedule(.step(every: 2, factor: 0.3), warmup: 1), 0.1),
  ]

  @Test(arguments: schedules.indices) func equalsPyTorchAndFastai(index: Int) throws {
    let (name, schedule, base) = Self.schedules[index]
    let expected = try #require(Expected.values.schedules[name])
    #expect(expected.count == 35)
    for (step, rate) in expected.enumerated() {
      let found = schedule.rate(at: .init(step: step, steps: 35, stepsPerEpoch: 5), base: base)
      let error = abs(found - rate)
      #expect(error <= 1e-9, "\(name), step \(step): \(found) for \(rate)")
    }
  }

  @Test func theOneCyclesMomentumIsFastais() throws {
    var schedule = Schedule(.oneCycle(rise: 0.25))
    #expect(schedule.momentum(at: .init(step: 3, steps: 35, stepsPerEpoch: 5)) == nil)
    schedule.momentum = 0.85...0.95
    for (step, momentum) in try #require(Expected.values.schedules["onecycle momentum"]).enumerated() {
      let found = try #require(schedule.momentum(at: .init(step: step, steps: 35, stepsPerEpoch: 5)))
      #expect(abs(found - momentum) <= 1e-9, "step \(step)")
    }
    var cosine = Schedule.cosine
    cosine.momentum = 0.85...0.95
    #expect(cosine.momentum(at: .init(step: 3, steps: 35, stepsPerEpoch: 5)) == nil)
  }

  @Test func aPlateauIsLeftAsPyTorchLeavesIt() throws {
    let losses = try #require(Expected.values.schedules["plateau losses"])
    var tracker = PlateauTracker(.init(factor: 0.5, wait: 1, lowest: 0.02), rate: 0.1)
    let found = losses.map { loss in
      tracker.add(loss)
      return tracker.rate
    }
    #expect(found == Expected.values.schedules["plateau"])
  }

  @Test func aWarmUpOfPartOfAnEpochEndsWhereTheCourseBegins() {
    let schedule = Schedule(.constant, warmup: 0.5)
    let rates = (0..<6).map { schedule.rate(at: .init(step: $0, steps: 40, stepsPerEpoch: 8), base: 1) }
    #expect(rates == [0.25, 0.5, 0.75, 1, 1, 1])
  }

  @Test func longRoundsDoNotOverflow() {
    let schedule = Schedule(.restarts(every: 100_000, growth: 1000, lowest: 0))
    let rate = schedule.rate(at: .init(step: 1 << 60, steps: .max, stepsPerEpoch: 1 << 20), base: 1)
    #expect((0...1).contains(rate))
  }
}
