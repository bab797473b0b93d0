public import Models

/// How a network is trained.
public struct TrainingOptions: Sendable, Hashable {
  public var epochs: Int
  /// Samples a step; the last step of an epoch takes what is left.
  public var batch: Int
  public var optimizer: OptimizerSettings
  /// The learning rate that the schedule begins from.
  public var rate: Double
  public var schedule: Schedule
  /// Of the order of samples and of dropout.
  public var seed: UInt64
  /// Stops after this many steps, as an interrupt at that step would have; nil goes to the end.
  public var stopAfterStep: Int?

  public init(
    epochs: Int, batch: Int, optimizer: OptimizerSettings, rate: Double, schedule: Schedule = .constant, seed: UInt64 = 0,
    stopAfterStep: Int? = nil
  ) {
    self.epochs = epochs
    self.batch = batch
    self.optimizer = optimizer
    self.rate = rate
    self.schedule = schedule
    self.seed = seed
    self.stopAfterStep = stopAfterStep
  }
}

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
  /// Layers for which oneDNN has only slow code here.
  public var slowLayers: [String]
  /// The weights at steps 0, 1, 2, 4, 8, …
  public var trace: [TracePoint] = []
}

/// All that a training needs to go on as if it had never stopped.
public struct TrainingCheckpoint: Sendable, Hashable {
  /// Weights and running statistics, as `Network.tensors()` gives them.
  public var tensors: [NamedTensor]
  /// What the optimizer keeps for each learned tensor, named `tensor.slot0`, `tensor.slot1`.
  public var optimizer: [NamedTensor]
  /// Steps of this training that were done.
  public var step: Int
  /// Epochs that the network had seen before this training.
  public var epochsBefore: Int
  /// Of the epoch that is open: summed loss, samples and right ones.
  public var openLoss: Double
  public var openCount: Int
  public var openCorrect: Int
  /// Of the epochs that are complete.
  public var history: [EpochRecord]
  /// Up to `step`.
  public var trace: [TracePoint]

  public init(
    tensors: [NamedTensor], optimizer: [NamedTensor], step: Int, epochsBefore: Int, openLoss: Double, openCount: Int,
    openCorrect: Int, history: [EpochRecord], trace: [TracePoint] = []
  ) {
    self.tensors = tensors
    self.optimizer = optimizer
    self.step = step
    self.epochsBefore = epochsBefore
    self.openLoss = openLoss
    self.openCount = openCount
    self.openCorrect = openCorrect
    self.history = history
    self.trace = trace
  }
}
