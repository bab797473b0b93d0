public import Models

/// The complete state of an interrupted training, from which it continues with identical results.
public struct TrainingCheckpoint: Sendable, Hashable {
  /// Weights and running statistics, as from `Network.tensors()`.
  public var tensors: [NamedTensor]
  /// The optimizer's state of each tensor, named `tensor.slot0`, `tensor.slot1`.
  public var optimizer: [NamedTensor]
  /// The moving average of weights and running statistics; empty without `emaDecay`.
  public var averages: [NamedTensor]
  /// Weights and running statistics of the best epoch so far; empty without early stopping.
  public var best: [NamedTensor]
  /// The position in training and running sums.
  public var counters: Counters
  /// The metrics of the completed epochs.
  public var history: [EpochRecord]
  /// Fingerprints of the weights up to `step`.
  public var trace: [TracePoint]

  /// Steps of this training done.
  public var step: Int { counters.step }
  /// Epochs the network was trained for before this training.
  public var epochsBefore: Int { counters.epochsBefore }

  /// The position in training and running sums.
  public struct Counters: Sendable, Hashable, Codable {
    /// Steps of this training done.
    public var step = 0
    /// Epochs the network was trained for before this training.
    public var epochsBefore = 0
    /// The planned steps of a time-limited training; nil without a limit.
    public var plan: StepPlan?
    /// The seconds spent of a time-limited training; nil without a limit.
    public var spentSeconds: Double?
    /// The summed loss of the current epoch.
    public var openLoss = 0.0
    /// The summed sample weights of the current epoch.
    public var openWeight = 0.0
    /// The samples of the current epoch so far.
    public var openCount = 0
    /// The correct predictions of the current epoch so far.
    public var openCorrect = 0
    /// The current rate of `schedule=plateau`.
    public var plateauRate = 0.0
    /// The best loss seen by `schedule=plateau`.
    public var plateauBest = Double.infinity
    /// Epochs without improvement for `schedule=plateau`.
    public var plateauBadEpochs = 0
    /// The best validation loss for early stopping; of label sets the best macro average precision, negative.
    public var bestLoss = Double.infinity
    /// The epoch that it is of.
    public var bestEpoch = 0
    /// Epochs without improvement for early stopping.
    public var badEpochs = 0

    /// The counters at the start of a training.
    public init() {}
  }

  /// A checkpoint with these values.
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
