internal import Tensors

/// A learning-rate schedule.
///
/// Formulas are those of PyTorch's `lr_scheduler`; `oneCycle` is fastai's `fit_one_cycle`. `cosine`,
/// `restarts` and `oneCycle` change the rate every step, `step`, `exponential` and `plateau` every epoch.
public struct Schedule: Sendable, Hashable {
  /// The course of the learning rate after the warm-up.
  public enum Course: Sendable, Hashable {
    /// The rate stays as it is.
    case constant
    /// Multiplied by `factor` after every `every` epochs (`StepLR`).
    case step(every: Int, factor: Double)
    /// Multiplied by `factor` after every epoch (`ExponentialLR`).
    case exponential(factor: Double)
    /// Cosine annealing to `lowest` over all steps (`CosineAnnealingLR`; Loshchilov and Hutter,
    /// arXiv:1608.03983).
    case cosine(lowest: Double)
    /// Cosine annealing over `every` epochs with warm restarts, each cycle `growth` times as long as the
    /// previous one (`CosineAnnealingWarmRestarts`, the same paper).
    case restarts(every: Int, growth: Int, lowest: Double)
    /// From rate / 25 up to the rate over the first fraction `rise` of the steps, then down to rate /
    /// 100,000, both along half a cosine (Smith, arXiv:1708.07120).
    case oneCycle(rise: Double)
    /// Multiplied by a factor when the validation loss, or without a validation part the training loss, stops
    /// decreasing (`ReduceLROnPlateau`).
    case plateau(Plateau)
  }

  /// When and how far to reduce the rate on a plateau.
  public struct Plateau: Sendable, Hashable {
    /// The factor of each reduction.
    public var factor = 0.1
    /// Epochs without improvement before a reduction (patience).
    public var wait = 10
    /// The minimum learning rate.
    public var lowest = 0.0

    /// A reduction with these parameters.
    public init(factor: Double = 0.1, wait: Int = 10, lowest: Double = 0) {
      self.factor = factor
      self.wait = wait
      self.lowest = lowest
    }
  }

  /// The position of a step in training.
  public struct Position: Sendable, Hashable {
    /// The step, from 0.
    public var step: Int
    /// The number of steps of the whole training, with revisions.
    public var plan: StepPlan
    /// Steps per epoch.
    public var stepsPerEpoch: Int

    /// A position in a training whose number of steps may be revised.
    public init(step: Int, plan: StepPlan, stepsPerEpoch: Int) {
      self.step = step
      self.plan = plan
      self.stepsPerEpoch = stepsPerEpoch
    }

    /// A position in a training of a fixed number of steps.
    public init(step: Int, steps: Int, stepsPerEpoch: Int) {
      self.init(step: step, plan: StepPlan(first: steps), stepsPerEpoch: stepsPerEpoch)
    }
  }

  /// The course after the warm-up.
  public var course: Course
  /// Epochs, maybe fractional, of linear warm-up to the initial rate of the course (`LinearLR`, then the
  /// course over the remaining steps; Goyal et al., arXiv:1706.02677).
  public var warmup: Double

  /// A schedule of this course after a warm-up of this many epochs.
  public init(_ course: Course, warmup: Double = 0) {
    self.course = course
    self.warmup = warmup
  }

  /// The bounds of the momentum for `oneCycle`: it falls to the lower one while the rate rises, and returns;
  /// nil keeps it constant. fastai and PyTorch use 0.85 and 0.95.
  public var momentum: ClosedRange<Double>?

  /// A constant rate.
  public static let constant = Schedule(.constant)
  /// Cosine annealing to 0.
  public static let cosine = Schedule(.cosine(lowest: 0))

  /// The learning rate of a step. It is continuous where the number of steps is revised.
  ///
  /// - Parameters:
  ///   - position: The step.
  ///   - base: The initial rate, or what a plateau has reduced it to.
  public func rate(at position: Position, base: Double) -> Double {
    let rising = risingSteps(position)
    guard position.step < rising else {
      return courseRate(
        position.step - rising, share: position.plan.share(before: position.step, rising: rising), position,
        base)
    }
    return courseRate(0, share: 0, position, base) * (Double(position.step + 1) / Double(rising))
  }

  /// The momentum of a step; nil if the schedule doesn't change it. During warm-up it has the initial value
  /// of the course.
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
