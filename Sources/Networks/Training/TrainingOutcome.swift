public import Models

/// What a training came to.
public struct TrainingOutcome: Sendable, Hashable {
  /// One record an epoch; the last one may be of part of an epoch, then without validation.
  public var history: [EpochRecord]
  /// Steps of this training that were done.
  public var steps: Int
  /// Measured, of the training steps alone.
  public var seconds: Double
  /// Measured, of the training steps alone.
  public var imagesPerSecond: Double
  /// The step that it was stopped after, by an interrupt or by `stopAfterStep`; nil where it went to its end.
  public var stoppedAtStep: Int?
  /// The steps that a training of limited time had; nil without such a limit.
  public var plan: StepPlan?
  /// As they were planned at the end.
  public var plannedSteps: Int? { plan?.total }
  /// The epoch whose weights came back, counted over all trainings of the network; nil without early
  /// stopping, or where no epoch was judged.
  public var bestEpoch: Int?
  /// Whether patience ran out before the last epoch.
  public var endedEarly: Bool
  /// The rate of the last step.
  public var lastRate: Double
  /// Layers for which oneDNN has only slow code here.
  public var slowLayers: [String]
  /// The weights at steps 0, 1, 2, 4, 8, …
  public var trace: [TracePoint] = []
  /// Where the time of its steps went; nil where nobody asked, or where no step could be measured.
  public var profile: StepProfile?
}
