public import Models

/// The result of training.
public struct TrainingOutcome: Sendable, Hashable {
  /// One record per epoch; the last one may be of an incomplete epoch, then without validation.
  public var history: [EpochRecord]
  /// The number of steps done.
  public var steps: Int
  /// The measured time of the training steps alone.
  public var seconds: Double
  /// The measured speed of the training steps alone.
  public var imagesPerSecond: Double
  /// The step after which it was stopped, by an interrupt or `stopAfterStep`; nil if completed.
  public var stoppedAtStep: Int?
  /// The steps of a time-limited training; nil without a limit.
  public var plan: StepPlan?
  /// The final number of planned steps; nil without a time limit.
  public var plannedSteps: Int? { plan?.total }
  /// The epoch whose weights were restored, counted over all trainings of the network; nil without early
  /// stopping, or if no epoch was validated.
  public var bestEpoch: Int?
  /// Whether early stopping ended the training.
  public var endedEarly: Bool
  /// The learning rate of the last step.
  public var lastRate: Double
  /// Layers for which oneDNN only has slow code on this machine.
  public var slowLayers: [String]
  /// Whether threads waited for each other, because memory was short; it doesn't affect the result.
  public var hasFewBuffers = false
  /// Fingerprints of the weights at steps 0, 1, 2, 4, 8, …
  public var trace: [TracePoint] = []
  /// The time spent in each layer; nil if not requested, or if no step could be measured.
  public var profile: StepProfile?
}
