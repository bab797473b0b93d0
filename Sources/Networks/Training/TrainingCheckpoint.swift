public import Models

/// All that a training needs to go on as if it had never stopped.
public struct TrainingCheckpoint: Sendable, Hashable {
  /// Weights and running statistics, as `Network.tensors()` gives them.
  public var tensors: [NamedTensor]
  /// What the optimizer keeps for each learned tensor, named `tensor.slot0`, `tensor.slot1`.
  public var optimizer: [NamedTensor]
  /// The moving average of weights and running statistics; empty without one.
  public var averages: [NamedTensor]
  /// Weights and running statistics of the best epoch so far; empty without early stopping.
  public var best: [NamedTensor]
  public var counters: Counters
  /// Of the epochs that are complete.
  public var history: [EpochRecord]
  /// Up to `step`.
  public var trace: [TracePoint]

  /// Steps of this training that were done.
  public var step: Int { counters.step }
  /// Epochs that the network had seen before this training.
  public var epochsBefore: Int { counters.epochsBefore }

  /// Where the training stands.
  public struct Counters: Sendable, Hashable, Codable {
    public var step = 0
    public var epochsBefore = 0
    /// Of a training of limited time: the steps that it has, and the seconds that it took.
    public var plan: StepPlan?
    public var spentSeconds: Double?
    /// Of the epoch that is open: summed loss, summed weights, samples and right ones.
    public var openLoss = 0.0
    public var openWeight = 0.0
    public var openCount = 0
    public var openCorrect = 0
    /// Of `schedule=plateau`: the rate that is left, the best loss, epochs since.
    public var plateauRate = 0.0
    public var plateauBest = Double.infinity
    public var plateauBadEpochs = 0
    /// Of early stopping: the best loss, its epoch, epochs since.
    public var bestLoss = Double.infinity
    public var bestEpoch = 0
    public var badEpochs = 0

    public init() {}
  }

  public init(
    tensors: [NamedTensor], optimizer: [NamedTensor], averages: [NamedTensor] = [], best: [NamedTensor] = [],
    counters: Counters, history: [EpochRecord], trace: [TracePoint] = []
  ) {
    self.tensors = tensors
    self.optimizer = optimizer
    self.averages = averages
    self.best = best
    self.counters = counters
    self.history = history
    self.trace = trace
  }
}
