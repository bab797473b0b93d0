/// The progress of a fit, by kind of training.
public enum FittingProgress: Sendable, Hashable {
  /// Passes over the samples, step by step.
  case epochs(TrainingProgress)
  /// Optimization problems, solved one after the other or in parallel.
  case problems(SolverProgress)
}

/// The progress of a solver with several problems; reported several times per second.
public struct SolverProgress: Sendable, Hashable {
  /// The number of problems solved.
  public var done: Int
  /// The number of problems in all.
  public var problems: Int
  /// Iterations so far, over all problems.
  public var iterations: Int
  /// The largest violation of the optimality (KKT) conditions among the open problems; NaN when none is open.
  public var violation: Double
  /// The estimated fraction of work done, 0 to 1.
  public var share: Double
  /// The fraction of the work that was restored from an interrupted fit, 0 to 1.
  public var known: Double
  /// Seconds since the start.
  public var seconds: Double

  /// Progress with these values.
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

  /// The estimated remaining seconds; NaN while unknown.
  public var secondsLeft: Double { share > known ? seconds / (share - known) * (1 - share) : .nan }
}

/// The progress of training; reported several times per second, and at the end of each epoch.
public struct TrainingProgress: Sendable, Hashable {
  /// The part of an epoch.
  public enum Phase: Sendable {
    /// Training steps.
    case training
    /// Evaluation on the validation part.
    case validating
  }

  /// The part of the epoch.
  public var phase: Phase
  /// The epoch, from 1 over all trainings of the model.
  public var epoch: Int
  /// The last epoch, in the same count.
  public var epochs: Int
  /// Training steps done, over all epochs.
  public var step: Int
  /// Training steps in all.
  public var steps: Int
  /// The mean loss over this epoch so far.
  public var loss: Double
  /// The fraction of correct predictions over this epoch so far.
  public var accuracy: Double
  /// The measured training speed.
  public var imagesPerSecond: Double
  /// The estimated remaining seconds; NaN while unknown.
  public var secondsLeft: Double
  /// The epoch that has just ended, with its validation; each is reported once. Nil in between.
  public var finished: EpochRecord?

  /// Progress with these values.
  public init(
    phase: Phase, epoch: Int, epochs: Int, step: Int, steps: Int, loss: Double, accuracy: Double,
    imagesPerSecond: Double,
    secondsLeft: Double, finished: EpochRecord? = nil
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
    self.finished = finished
  }
}

/// The metrics of one training epoch.
public struct EpochRecord: Sendable, Hashable, Codable {
  /// The epoch, from 1 over all trainings of the model.
  public var epoch: Int
  /// The mean training loss, each batch with the weights at its time.
  public var loss: Double
  /// The fraction of correct predictions on training samples, likewise.
  public var accuracy: Double
  /// The mean loss on the validation part after the epoch; nil without one.
  public var validationLoss: Double?
  /// The accuracy on the validation part after the epoch; nil without one.
  public var validationAccuracy: Double?
  /// Of label sets, the macro average precision on the validation part after the epoch; nil without one.
  public var validationMacroAP: Double?
  /// The learning rate of the last step, if a schedule changes it.
  public var rate: Double?

  /// A record with these values.
  public init(
    epoch: Int, loss: Double, accuracy: Double, validationLoss: Double? = nil,
    validationAccuracy: Double? = nil,
    rate: Double? = nil, validationMacroAP: Double? = nil
  ) {
    self.epoch = epoch
    self.loss = loss
    self.accuracy = accuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.rate = rate
    self.validationMacroAP = validationMacroAP
  }
}
