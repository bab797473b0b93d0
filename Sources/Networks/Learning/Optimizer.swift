/// The optimization algorithm with its hyperparameters and weight regularization.
///
/// Names, defaults and formulas are PyTorch's, so learning rates carry over.
public struct OptimizerSettings: Sendable, Hashable {
  /// The optimization algorithm.
  public enum Kind: String, Sendable, CaseIterable {
    /// Stochastic gradient descent, optionally with (Nesterov) momentum.
    case sgd
    /// Adam; weight decay is L2 regularization.
    case adam
    /// Adam with decoupled weight decay.
    case adamw
    /// RMSprop, optionally with momentum.
    case rmsprop
    /// Adagrad.
    case adagrad

    /// PyTorch's default learning rate; `sgd` has none there, and 0.05 suits batches of 128 with momentum
    /// 0.9.
    public var defaultRate: Double {
      switch self {
      case .sgd: 0.05
      case .adam, .adamw: 0.001
      case .rmsprop, .adagrad: 0.01
      }
    }

    /// 0.9 for `sgd`, else 0.
    public var defaultMomentum: Double { self == .sgd ? 0.9 : 0 }
    /// 0.01 for `adamw`, else 0.
    public var defaultDecay: Double { self == .adamw ? 0.01 : 0 }
    /// 1e-10 for `adagrad`, else 1e-8.
    public var defaultEpsilon: Double { self == .adagrad ? 1e-10 : 1e-8 }
  }

  /// The algorithm.
  public var kind: Kind
  /// Momentum of `sgd` and `rmsprop`; 0 disables it.
  public var momentum: Double
  /// Whether `sgd` uses Nesterov momentum.
  public var isNesterov = false
  /// Decay rates of the running mean and mean square of gradients, for `adam` and `adamw`.
  public var betas = Betas()
  /// Decay rate of the running mean square of gradients, for `rmsprop`.
  public var alpha = 0.99
  /// Added to the root of the mean square, except for `sgd`.
  public var epsilon: Double
  /// Weight decay: the gradient is increased by `decay` times the weight (L2), or with `decouplesDecay` the
  /// weight shrinks by rate times `decay`. It includes biases and normalization parameters, as in PyTorch.
  public var decay: Double
  /// Whether weight decay is decoupled from the gradient: Loshchilov and Hutter, "Decoupled weight decay
  /// regularization", arXiv:1711.05101.
  public var decouplesDecay: Bool
  /// L1 regularization: the gradient is increased by `l1` times the sign of the weight.
  public var l1 = 0.0

  /// Decay rates of Adam.
  public struct Betas: Sendable, Hashable {
    /// The decay rate of the running mean, beta1.
    public var first = 0.9
    /// The decay rate of the running mean square, beta2.
    public var second = 0.999

    /// These decay rates, each at least 0 and below 1.
    public init(first: Double = 0.9, second: Double = 0.999) {
      self.first = first
      self.second = second
    }
  }

  /// An algorithm with its default hyperparameters.
  ///
  /// - Parameters:
  ///   - kind: The algorithm.
  ///   - momentum: The momentum; nil takes the default.
  ///   - decay: The weight decay; nil takes the default.
  public init(kind: Kind, momentum: Double? = nil, decay: Double? = nil) {
    self.kind = kind
    self.momentum = momentum ?? kind.defaultMomentum
    self.decay = decay ?? kind.defaultDecay
    epsilon = kind.defaultEpsilon
    decouplesDecay = kind == .adamw
  }
}

/// A chunk of the learned numbers and what moves them.
struct WeightChunk {
  let parameters: UnsafeMutablePointer<Float>
  /// Of the loss at first; regularizers add theirs in place.
  let gradients: UnsafeMutablePointer<Float>
  /// What the rule keeps for each number: its slots lie `stride` numbers apart, each beginning at the first
  /// number.
  let slots: UnsafeMutablePointer<Float>
  let stride: Int
  let count: Int

  func slot(_ index: Int) -> UnsafeMutablePointer<Float> { slots + index * stride }
}

/// A rule that moves weights along gradients. A new one is a file with a type that conforms, and a case of
/// `OptimizerSettings.Kind`. Each number is worked on alone, so the order of the memory doesn't matter.
protocol UpdateRule: Sendable {
  /// How many numbers are kept for each weight.
  var slotCount: Int { get }

  func update(_ weights: WeightChunk, at point: UpdatePoint)
}

/// What a step's update depends on besides the weights.
struct UpdatePoint {
  /// From 1.
  var step: Int
  var rate: Double
  /// Of a schedule that changes it: in place of the momentum of `sgd`, of beta1 of `adam` and `adamw`; nil
  /// leaves them.
  var momentum: Double?
}

/// One step of an optimizer: the regularizers, then the rule.
struct Optimizer: Sendable {
  let settings: OptimizerSettings
  private let rule: any UpdateRule

  init(_ settings: OptimizerSettings) {
    self.settings = settings
    rule =
      switch settings.kind {
      case .sgd: SGD(momentum: settings.momentum, isNesterov: settings.isNesterov)
      case .adam, .adamw: Adam(betas: settings.betas, epsilon: settings.epsilon)
      case .rmsprop: RMSprop(alpha: settings.alpha, epsilon: settings.epsilon, momentum: settings.momentum)
      case .adagrad: Adagrad(epsilon: settings.epsilon)
      }
  }

  var slotCount: Int { rule.slotCount }

  func update(_ weights: WeightChunk, at point: UpdatePoint) {
    if settings.l1 > 0 { Regularizers.addL1(to: weights, strength: settings.l1) }
    if settings.decay > 0 {
      if settings.decouplesDecay {
        Regularizers.shrink(weights, by: point.rate * settings.decay)
      } else {
        Regularizers.addL2(to: weights, strength: settings.decay)
      }
    }
    rule.update(weights, at: point)
  }
}
