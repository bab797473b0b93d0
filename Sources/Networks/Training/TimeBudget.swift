internal import Models
internal import Tensors

/// The clock of time-limited training, which tests replace.
///
/// A struct, since a task-local value of function type ends the process in optimized builds (Swift 6.3.1).
public struct TrainingClock: Sendable {
  private let seconds: @Sendable () -> Double

  /// A clock that returns seconds since some fixed moment.
  public init(_ seconds: @escaping @Sendable () -> Double) { self.seconds = seconds }

  /// The clock of the current task, by default `WorkClock`.
  @TaskLocal public static var clock = TrainingClock { WorkClock.seconds }

  static func now() -> Double { clock.seconds() }
}

/// Measures a training of limited time, and says how many steps fit.
///
/// The speed is a mean that forgets: what lies a twentieth of the time back counts a third. The validation of
/// epochs counts as so many steps.
struct TimeBudget {
  let seconds: Double
  private let stepsPerEpoch: Int
  private let start: Double
  /// The end of what was measured last.
  private var last: Double
  private var time = 0.0
  private var steps = 0.0
  private var lastStep = Double.infinity
  /// In steps.
  private var judging: Double
  private var lastJudging = Double.infinity
  private var isJudgingMeasured = false
  /// Steps that aren't counted, because kernels are compiled in them.
  private var cold = 2
  /// When the plan is revised next.
  private var nextTime = 0.0
  private var nextStep = 0

  /// A change of less than this share of the time isn't worth a revision.
  private static let smallest = 0.005
  /// A plan that takes longer than it may by less than this is gone through to its end.
  private static let overrun = 1.01
  /// What takes this many times as long as the mean and as what came before counts for no more: the machine
  /// stood still.
  private static let pause = 4.0

  /// - Parameters:
  ///   - start: When the training began, by `TrainingClock`.
  ///   - judging: What the validation of an epoch takes, in steps, as long as it isn't measured.
  init(seconds: Double, stepsPerEpoch: Int, judging: Double, start: Double) {
    self.seconds = seconds
    self.stepsPerEpoch = stepsPerEpoch
    self.judging = judging
    self.start = start
    last = TrainingClock.now()
  }

  var spent: Double { TrainingClock.now() - start }
  private var stepTime: Double { max(time / max(steps, 1e-9), 1e-9) }

  // MARK: Measuring

  /// Leaves out what was done since the last measurement.
  mutating func skip() { last = TrainingClock.now() }

  mutating func addStep() {
    let now = TrainingClock.now()
    let found = now - last
    last = now
    guard cold == 0 else {
      cold -= 1
      return
    }
    let counted = steps > 0 ? min(found, Self.pause * max(stepTime, lastStep)) : found
    lastStep = found
    let kept = 1 / (1 + counted / (seconds / 20))
    time = time * kept + counted
    steps = steps * kept + 1
  }

  mutating func addJudging() {
    let now = TrainingClock.now()
    defer { last = now }
    guard steps > 0 else { return }
    let found = (now - last) / stepTime
    let counted = min(found, Self.pause * max(judging, lastJudging))
    judging = isJudgingMeasured ? (judging + counted) / 2 : counted
    (lastJudging, isJudgingMeasured) = (found, true)
  }

  // MARK: Planning

  /// The steps that fit into the whole time, at least one and not more than `most`.
  mutating func firstPlan(most: Int) -> Int {
    let total = max(1, min(fitting(seconds - spent, after: 0), most))
    lookAgain(after: 0, total, share: 10)
    return total
  }

  /// Another number of steps, if the one that is planned takes too long or not long enough. Looked for after
  /// every tenth, later after every quarter of what is left.
  ///
  /// - Parameters:
  ///   - step: Steps that were done.
  ///   - isJudged: Whether the epoch of the last step was closed.
  mutating func revision(after step: Int, of planned: Int, most: Int, isJudged: Bool) -> Int? {
    guard steps > 0 else { return nil }
    let spent = spent
    // Of ending here and ending after one more step, what comes closer.
    let evaluated = judging * stepTime
    let near = isJudged ? (stepTime + evaluated) / 2 : evaluated + stepTime / 2
    if step < planned, spent + near > seconds * Self.overrun { return step }
    guard !isJudged, spent >= nextTime || step >= nextStep else { return nil }
    let fitting = fitting(seconds - spent, after: step)
    let total = fitting < most - step ? step + fitting : most
    let isWorthIt = Double(abs(total - planned)) * stepTime > seconds * Self.smallest
    lookAgain(after: step, isWorthIt ? total : planned, share: 4)
    return isWorthIt ? total : nil
  }

  /// Looks at the plan again as a training that goes on from a checkpoint does.
  mutating func lookAgain(after step: Int, _ total: Int, share: Int) {
    let spent = spent
    nextTime = spent + max(seconds - spent, 0) / Double(share)
    nextStep = step + max(1, (total - step) / share)
  }

  /// How many more steps fit into a time, with the validation of each epoch that they end.
  private func fitting(_ left: Double, after step: Int) -> Int {
    let evaluated = judging * stepTime
    func steps(_ time: Double) -> Int { max(0, Int(saturating: ((time - evaluated) / stepTime).rounded())) }
    let inEpoch = stepsPerEpoch * (max(step - 1, 0) / stepsPerEpoch + 1) - step
    var left = left
    guard left > Double(inEpoch) * stepTime + evaluated else { return min(steps(left), inEpoch) }
    left -= Double(inEpoch) * stepTime + evaluated
    let epoch = Double(stepsPerEpoch) * stepTime + evaluated
    let epochs = Int(saturating: (left / epoch).rounded(.down))
    let rest = min(steps(left - Double(epochs) * epoch), stepsPerEpoch - 1)
    let (whole, isTooMany) = epochs.multipliedReportingOverflow(by: stepsPerEpoch)
    return isTooMany || whole > Int.max / 2 ? Int.max / 2 : inEpoch + whole + rest
  }
}
