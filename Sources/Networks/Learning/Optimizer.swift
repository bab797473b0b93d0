/// How weights follow gradients: the rule, its numbers, and what pulls weights towards zero.
///
/// Names, defaults and formulas are PyTorch's, so that a rate found there works here.
public struct OptimizerSettings: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    case sgd
    case adam
    case adamw
    case rmsprop
    case adagrad

    /// PyTorch's learning rate; `sgd` has none there, and 0.05 suits batches of 128 with momentum 0.9.
    public var defaultRate: Double {
      switch self {
      case .sgd: 0.05
      case .adam, .adamw: 0.001
      case .rmsprop, .adagrad: 0.01
      }
    }

    public var defaultMomentum: Double { self == .sgd ? 0.9 : 0 }
    public var defaultDecay: Double { self == .adamw ? 0.01 : 0 }
    public var defaultEpsilon: Double { self == .adagrad ? 1e-10 : 1e-8 }
  }

  public var kind: Kind
  /// Of `sgd` and `rmsprop`: 0 is none.
  public var momentum: Double
  /// Of `sgd`: looks ahead along the momentum.
  public var isNesterov = false
  /// Of `adam` and `adamw`: how slowly the mean and the mean square of the gradients follow.
  public var betas = Betas()
  /// Of `rmsprop`: how slowly the mean square of the gradients follows.
  public var alpha = 0.99
  /// Added to the root of the mean square; not of `sgd`.
  public var epsilon: Double
  /// Weight decay. The gradient gets this times the weight added (L2), or, where `decouplesDecay`, the weight
  /// shrinks by rate times this. Biases and the numbers of normalisations included, as in PyTorch.
  public var decay: Double
  /// Loshchilov and Hutter, "Decoupled weight decay regularization", arXiv:1711.05101.
  public var decouplesDecay: Bool
  /// L1: the gradient gets this times the sign of the weight added.
  public var l1 = 0.0

  public struct Betas: Sendable, Hashable {
    public var first = 0.9
    public var second = 0.999

    public init(first: Double = 0.9, second: Double = 0.999) {
      self.first = first
      self.second = second
    }
  }

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
  /// Of the loss at first; regularisers add theirs in place.
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

/// One step of an optimizer: the regularisers, then the rule.
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
