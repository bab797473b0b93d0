public import Kernels

/// How a network is trained.
public struct TrainingOptions: Sendable {
  /// Passes over the samples. With `seconds` it is the most that there may be.
  public var epochs: Int
  /// Samples that go through the network together; the last batch of an epoch takes what is left.
  public var batch: Int
  /// Whether fewer samples than `batch` are one batch; else they are refused.
  public var allowsSmallerBatch = false
  /// Batches whose gradients are added to make one step.
  public var accumulation = 1
  public var optimizer: OptimizerSettings
  /// The learning rate that the schedule begins from.
  public var rate: Double
  public var schedule: Schedule
  /// What is minimized.
  public var loss: any Loss = CrossEntropyLoss()
  /// How much samples count by their class.
  public var classWeights = ClassWeighting.equal
  public var limits = GradientClipping()
  /// The most that the root of the sum of squares of the weights into one unit or filter may be; nil is no
  /// limit. Srebro and Shraibman, doi:10.1007/11503415_37; Srivastava et al., JMLR 15, 2014.
  public var maxNorm: Double?
  /// How slowly a moving average of the weights follows them; nil keeps none. With one, it is what is judged
  /// and kept. Polyak and Juditsky, doi:10.1137/0330046.
  public var emaDecay: Double?
  /// When to give up; nil never.
  public var patience: Patience?
  /// How long it may take. 20 steps are timed, and the number of steps that fit is revised on the way.
  public var seconds: Double?
  /// Whether it is noted where the time of its steps goes. What is computed stays the same.
  public var isProfiled = false
  /// The steps that a training with `seconds` had when it ran first; nil measures anew.
  public var plan: StepPlan?
  /// Of the order of samples and of dropout.
  public var seed: UInt64
  /// Stops after this many steps, as an interrupt at that step would have; nil goes to the end.
  public var stopAfterStep: Int?
  /// Of activations, their gradients and the products of layers, but for the first; weights have 32 bits.
  public var precision = Precision.float32

  /// These options for so many samples.
  func fitting(_ samples: Int) -> TrainingOptions {
    var options = self
    if allowsSmallerBatch { options.batch = min(batch, max(samples, 1)) }
    return options
  }

  /// What gradients are cut to before regularisation and optimizer see them.
  public struct GradientClipping: Sendable, Hashable {
    /// All gradients shrink together where the root of the sum of their squares is above this (PyTorch's
    /// `clip_grad_norm_`; Pascanu et al., arXiv:1211.5063).
    public var norm: Double?
    /// Each is cut to within ± this.
    public var value: Double?

    public init(norm: Double? = nil, value: Double? = nil) {
      self.norm = norm
      self.value = value
    }
  }

  /// Early stopping on the validation loss. The weights of the best epoch come back.
  public struct Patience: Sendable, Hashable {
    /// Epochs without a better loss after which the training ends.
    public var epochs: Int
    /// How much lower a loss must be to count as better.
    public var margin: Double

    public init(epochs: Int, margin: Double = 0) {
      self.epochs = epochs
      self.margin = margin
    }
  }

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

  /// Steps that an epoch of so many samples has.
  public func stepsPerEpoch(samples: Int) -> Int { (samples + stepSize - 1) / stepSize }

  /// Samples a step.
  var stepSize: Int { batch * accumulation }
}

extension Precision {
  /// Refuses a precision that this processor hasn't.
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
