/// How weights follow gradients.
public struct OptimizerSettings: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    case sgd
    case adam
  }

  public var kind: Kind
  /// Of `sgd`: 0 is none. PyTorch's convention: v = momentum v + g, w -= rate v.
  public var momentum: Double
  /// L2: the gradient gets decay times the weight added, as PyTorch's `weight_decay`. Biases and batch norm included.
  public var decay: Double

  public init(kind: Kind, momentum: Double = 0.9, decay: Double = 0) {
    self.kind = kind
    self.momentum = momentum
    self.decay = decay
  }
}

/// One step of an optimizer on a stretch of weights. Each weight is worked on alone, so the order of the memory doesn't
/// matter.
struct Optimizer: Sendable {
  let settings: OptimizerSettings

  init(_ settings: OptimizerSettings) { self.settings = settings }

  /// How many numbers are kept for each weight.
  var slotCount: Int {
    switch settings.kind {
    case .sgd: settings.momentum == 0 ? 0 : 1
    case .adam: 2
    }
  }

  /// - Parameters:
  ///   - slots: `slotCount` stretches, `stride` numbers apart, each beginning at this stretch's first weight.
  ///   - step: From 1.
  func update(
    parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>, slots: UnsafeMutablePointer<Float>,
    stride: Int, count: Int, step: Int, rate: Double
  ) {
    switch settings.kind {
    case .sgd:
      SGD.update(
        parameters, gradients, velocity: settings.momentum == 0 ? nil : slots, count: count, isFirst: step == 1,
        rate: Float(rate), momentum: Float(settings.momentum), decay: Float(settings.decay))
    case .adam:
      Adam.update(
        parameters, gradients, mean: slots, square: slots + stride, count: count, step: step, rate: rate,
        decay: Float(settings.decay))
    }
  }
}
