internal import Tensors

/// How the learning rate changes over a training.
///
/// Formulas are those of PyTorch's `lr_scheduler`, `onecycle` is fastai's `fit_one_cycle`. Cosines and the
/// one cycle move every step, `step`, `exponential` and `plateau` from epoch to epoch.
public struct Schedule: Sendable, Hashable {
  public enum Course: Sendable, Hashable {
    case constant
    /// Times `factor` after every `every` epochs (`StepLR`).
    case step(every: Int, factor: Double)
    /// Times `factor` after every epoch (`ExponentialLR`).
    case exponential(factor: Double)
    /// From the rate to `lowest` along half a cosine (`CosineAnnealingLR` over the steps of the training;
    /// Loshchilov and Hutter, arXiv:1608.03983).
    case cosine(lowest: Double)
    /// Half a cosine over `every` epochs, again and again, each `growth` times as long as the one before
    /// (`CosineAnnealingWarmRestarts`, the same paper).
    case restarts(every: Int, growth: Int, lowest: Double)
    /// From rate / 25 up to the rate over the first `rise` of the steps, then down to rate / 100,000, both
    /// along half a cosine (Smith, arXiv:1708.07120).
    case oneCycle(rise: Double)
    /// Times a factor when the validation loss, or without a validation part the training loss, doesn't fall
    /// any more (`ReduceLROnPlateau`).
    case plateau(Plateau)
  }

  /// When a rate is reduced, and how far.
  public struct Plateau: Sendable, Hashable {
    public var factor = 0.1
    /// Epochs without a better loss that are put up with.
    public var wait = 10
    public var lowest = 0.0

    public init(factor: Double = 0.1, wait: Int = 10, lowest: Double = 0) {
      self.factor = factor
      self.wait = wait
      self.lowest = lowest
    }
  }

  /// Where a step stands.
  public struct Position: Sendable, Hashable {
    /// From 0.
    public var step: Int
    /// Of the whole training.
    public var plan: StepPlan
    public var stepsPerEpoch: Int

    public init(step: Int, plan: StepPlan, stepsPerEpoch: Int) {
      self.step = step
      self.plan = plan
      self.stepsPerEpoch = stepsPerEpoch
    }

    public init(step: Int, steps: Int, stepsPerEpoch: Int) {
      self.init(step: step, plan: StepPlan(first: steps), stepsPerEpoch: stepsPerEpoch)
    }
  }

  public var course: Course
  /// Epochs, or a part of one, in which the rate first rises in equal steps to what the course begins with
  /// (`LinearLR`, then the course over the steps that are left; Goyal et al., arXiv:1706.02677).
  public var warmup: Double

  public init(_ course: Course, warmup: Double = 0) {
    self.course = course
    self.warmup = warmup
  }

  /// Of `oneCycle`: the momentum falls from the upper to the lower bound while the rate rises, and comes back
  /// while it falls; nil leaves it. fastai and PyTorch take 0.85 and 0.95.
  public var momentum: ClosedRange<Double>?

  public static let constant = Schedule(.constant)
  public static let cosine = Schedule(.cosine(lowest: 0))

  /// The rate of a step. Where the number of steps is revised on the way, it goes on from where it is.
  ///
  /// - Parameter base: What was asked for, or what a plateau left of it.
  public func rate(at position: Position, base: Double) -> Double {
    let rising = risingSteps(position)
    guard position.step < rising else {
      return courseRate(
        position.step - rising, share: position.plan.share(before: position.step, rising: rising), position,
        base)
    }
    return courseRate(0, share: 0, position, base) * (Double(position.step + 1) / Double(rising))
  }

  /// The momentum of a step; nil where the schedule leaves it. Before the course begins it is what that
  /// begins with.
  public func momentum(at position: Position) -> Double? {
    guard case .oneCycle(let rise) = course, let momentum else { return nil }
    let rising = risingSteps(position)
    let share = position.plan.share(before: max(position.step, rising), rising: rising)
    return share < rise
      ? Self.fall(from: momentum.upperBound, to: momentum.lowerBound, share: share / rise)
      : Self.fall(from: momentum.lowerBound, to: momentum.upperBound, share: (share - rise) / (1 - rise))
  }

  /// The steps of the warm-up; of those that were planned first, at least one step is left for the course.
  func risingSteps(_ position: Position) -> Int {
    min(Int(saturating: (warmup * Double(position.stepsPerEpoch)).rounded()), max(position.plan.first - 1, 0))
  }

  /// - Parameters:
  ///   - step: Of the course, from 0.
  ///   - share: Of the course, that lies before the step.
  private func courseRate(_ step: Int, share: Double, _ position: Position, _ base: Double) -> Double {
    switch course {
    case .constant, .plateau: return base
    case .step(let every, let factor): return base * Power.of(factor, step / position.stepsPerEpoch / every)
    case .exponential(let factor): return base * Power.of(factor, step / position.stepsPerEpoch)
    case .cosine(let lowest): return Self.fall(from: base, to: lowest, share: share)
    case .restarts(let every, let growth, let lowest):
      var (step, length) = (step, every * position.stepsPerEpoch)
      if growth == 1 { step %= length }
      while step >= length {
        step -= length
        length = length.multipliedReportingOverflow(by: growth).overflow ? Int.max : length * growth
      }
      return Self.fall(from: base, to: lowest, share: Double(step) / Double(length))
    case .oneCycle(let rise):
      return share < rise
        ? Self.fall(from: base / 25, to: base, share: share / rise)
        : Self.fall(from: base, to: base / 100_000, share: (share - rise) / (1 - rise))
    }
  }

  /// From one number to another along half a cosine.
  private static func fall(from first: Double, to last: Double, share: Double) -> Double {
    last + (first - last) * (1 + cosine(share)) / 2
  }

  /// The cosine of a share of half a turn, by its series: the bits are the same everywhere.
  private static func cosine(_ share: Double) -> Double {
    let mirrored = share > 0.5
    let angle = (mirrored ? 1 - share : share) * .pi
    var term = 1.0
    var sum = 1.0
    for order in 1..<14 {
      term *= -angle * angle / Double((2 * order - 1) * (2 * order))
      sum += term
    }
    return mirrored ? -sum : sum
  }
}
