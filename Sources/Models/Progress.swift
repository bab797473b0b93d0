/// How far a fit is, in the terms of the family.
public enum FittingProgress: Sendable, Hashable {
  /// Passes over the samples, step by step.
  case epochs(TrainingProgress)
  /// Optimisation problems, solved one after the other or side by side.
  case problems(SolverProgress)
}

/// How far a solver is that has several problems to solve; sent a few times a second.
public struct SolverProgress: Sendable, Hashable {
  /// Problems solved.
  public var done: Int
  public var problems: Int
  /// Steps of the solver so far, over all problems.
  public var iterations: Int
  /// How far the open problem that is furthest from its optimum violates the conditions of optimality; NaN
  /// where none is open.
  public var violation: Double
  /// How much of the whole is done, 0 to 1; open problems are guessed.
  public var share: Double
  /// How much of the whole was known from a fit that was broken off, 0 to 1.
  public var known: Double
  /// Since the beginning.
  public var seconds: Double

  public init(
    done: Int, problems: Int, iterations: Int, violation: Double, share: Double, known: Double,
    seconds: Double
  ) {
    self.done = done
    self.problems = problems
    self.iterations = iterations
    self.violation = violation
    self.share = share
    self.known = known
    self.seconds = seconds
  }

  /// NaN while nothing can be said.
  public var secondsLeft: Double { share > known ? seconds / (share - known) * (1 - share) : .nan }
}

/// How far a training is; sent a few times a second.
public struct TrainingProgress: Sendable, Hashable {
  public enum Phase: Sendable { case training, validating }

  public var phase: Phase
  /// Counted as in the curve: from 1, and on from the epochs of the trainings before.
  public var epoch: Int
  public var epochs: Int
  /// Steps done, over all epochs.
  public var step: Int
  public var steps: Int
  /// Means over this epoch so far.
  public var loss: Double
  public var accuracy: Double
  public var imagesPerSecond: Double
  public var secondsLeft: Double

  public init(
    phase: Phase, epoch: Int, epochs: Int, step: Int, steps: Int, loss: Double, accuracy: Double,
    imagesPerSecond: Double,
    secondsLeft: Double
  ) {
    self.phase = phase
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.steps = steps
    self.loss = loss
    self.accuracy = accuracy
    self.imagesPerSecond = imagesPerSecond
    self.secondsLeft = secondsLeft
  }
}

/// What an epoch of a training came to.
public struct EpochRecord: Sendable, Hashable, Codable {
  /// From 1, over all trainings of the model.
  public var epoch: Int
  /// Mean over the epoch's samples, as they were met.
  public var loss: Double
  public var accuracy: Double
  public var validationLoss: Double?
  public var validationAccuracy: Double?
  /// The learning rate of the last step, where a schedule changes it.
  public var rate: Double?

  public init(
    epoch: Int, loss: Double, accuracy: Double, validationLoss: Double? = nil,
    validationAccuracy: Double? = nil,
    rate: Double? = nil
  ) {
    self.epoch = epoch
    self.loss = loss
    self.accuracy = accuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.rate = rate
  }
}
