public import Datasets
public import Kernels

/// The options of training a network.
public struct TrainingOptions: Sendable {
  /// Passes over the samples; with `seconds` the maximum.
  public var epochs: Int
  /// Samples per batch; the last batch of an epoch may be smaller.
  public var batch: Int
  /// Whether fewer samples than `batch` form one batch; otherwise they are an error.
  public var allowsSmallerBatch = false
  /// Batches whose gradients are accumulated for one step.
  public var accumulation = 1
  /// The most samples of a shard: the part of a batch that one thread works on at a time, and that batch
  /// normalization takes its statistics of. It decides about the result, threads don't.
  public var shard = Numerics.shardSize
  /// The optimization algorithm.
  public var optimizer: OptimizerSettings
  /// The initial learning rate.
  public var rate: Double
  /// The learning-rate schedule.
  public var schedule: Schedule
  /// The loss function to minimize; nil for the usual one of the task: cross-entropy, and of label sets
  /// binary cross-entropy.
  public var loss: (any Loss)?
  /// Sample weights by class.
  public var classWeights = ClassWeighting.equal
  /// Gradient clipping.
  public var limits = GradientClipping()
  /// The maximum L2 norm of the weights of one unit or filter; nil for none. Srebro and Shraibman,
  /// doi:10.1007/11503415_37; Srivastava et al., JMLR 15, 2014.
  public var maxNorm: Double?
  /// The decay of an exponential moving average of the weights, which then replaces them in evaluation and in
  /// the result; nil for none. Polyak and Juditsky, doi:10.1137/0330046.
  public var emaDecay: Double?
  /// Early stopping; nil for none.
  public var patience: Patience?
  /// The time limit; nil for none. After 20 timed steps, the number of steps is estimated and then revised
  /// during training.
  public var seconds: Double?
  /// Whether the time spent in each layer is measured; it doesn't affect the result.
  public var isProfiled = false
  /// The plan of an earlier run with `seconds`, to reproduce it; nil measures anew.
  public var plan: StepPlan?
  /// The seed of the order of samples and of dropout.
  public var seed: UInt64
  /// Stops after this many steps, like an interrupt; nil doesn't stop.
  public var stopAfterStep: Int?
  /// The precision of activations, their gradients and layer products, except in the first layer; weights are
  /// float32.
  public var precision = Precision.float32

  /// The loss function of a training for a task.
  public func loss(for task: PredictionTask) -> any Loss { loss ?? Losses.usual(for: task) }

  /// These options for so many samples.
  func fitting(_ samples: Int) -> TrainingOptions {
    var options = self
    if allowsSmallerBatch { options.batch = min(batch, max(samples, 1)) }
    return options
  }

  /// Gradient clipping before regularization and optimizer.
  public struct GradientClipping: Sendable, Hashable {
    /// The maximum L2 norm of all gradients together (PyTorch's `clip_grad_norm_`; Pascanu et al.,
    /// arXiv:1211.5063); nil for none.
    public var norm: Double?
    /// The maximum absolute value of each gradient; nil for none.
    public var value: Double?

    /// Clipping with these limits.
    public init(norm: Double? = nil, value: Double? = nil) {
      self.norm = norm
      self.value = value
    }
  }

  /// Early stopping on the validation loss; the weights of the best epoch are restored.
  public struct Patience: Sendable, Hashable {
    /// Epochs without improvement after which training stops.
    public var epochs: Int
    /// What counts as an improvement: the minimum decrease of the validation loss, of label sets the minimum
    /// increase of the macro average precision.
    public var margin: Double

    /// Early stopping after this many epochs without improvement.
    public init(epochs: Int, margin: Double = 0) {
      self.epochs = epochs
      self.margin = margin
    }
  }

  /// Options with these values; all others have their defaults.
  public init(
    epochs: Int, batch: Int, optimizer: OptimizerSettings, rate: Double, schedule: Schedule = .constant,
    seed: UInt64 = 0,
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

  /// Steps per epoch for this many samples.
  public func stepsPerEpoch(samples: Int) -> Int { (samples + stepSize - 1) / stepSize }

  /// Shards per full step: how many threads can have work at once.
  public func shardsPerStep(samples: Int) -> Int {
    let options = fitting(samples)
    return options.shards(of: min(options.stepSize, samples)).count
  }

  /// Samples a step.
  var stepSize: Int { batch * accumulation }

  /// The shards of a step of so many samples, as ranges of them.
  func shards(of samples: Int) -> [Range<Int>] { Numerics.shards(of: samples, batch: batch, size: shard) }
}

extension Precision {
  /// Checks that the processor supports this precision.
  ///
  /// - Throws: `.invalidOption`.
  public func checkSupport() throws(NetworkError) {
    guard self != .float32, !KernelLibrary.hasBFloat16 else { return }
    throw .invalidOption(
      name: "precision", found: rawValue,
      expected:
        "f32: 16 bits need a processor with AVX-512, and this one offers \(KernelLibrary.instructionSet)")
  }
}
