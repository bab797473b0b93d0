internal import Declarations
internal import Kernels

/// `leakyrelu`: leaky ReLU, `x` above zero and `slope * x` below (Maas et al., "Rectifier nonlinearities
/// improve neural network acoustic models", 2013).
public struct LeakyReLU: NetworkElement, Hashable {
  /// The slope of the negative side, above 0 and at most 1.
  public var slope: Double

  /// A leaky rectifier.
  ///
  /// - Parameter slope: Of the negative side, above 0 and at most 1.
  public init(slope: Double = 0.01) { self.slope = slope }

  static let declaration = LayerDeclaration(
    name: "leakyrelu", summary: "Multiply negative values by a small slope (leaky ReLU).",
    parameters: [
      .option(
        "slope", .number(Limits(0, 1, includesLower: false)), default: .number(0.01), "of the negative side")
    ], example: "leakyrelu slope=0.1"
  ) { ActivationLayer(activation: .leakyReLU(slope: Float($0.number("slope")))) }

  public var line: LayerLine { Self.declaration.line(["slope": .number(slope)]) }
}

/// `relu6`: `min(max(x, 0), 6)` (Krizhevsky, "Convolutional deep belief networks on CIFAR-10", 2010; used by
/// MobileNetV2).
public struct ReLU6: NetworkElement, Hashable {
  /// A rectifier that ends at 6.
  public init() {}

  static let declaration = LayerDeclaration(
    name: "relu6", summary: "Clip values to the range from 0 to 6 (ReLU6).", example: "relu6"
  ) { _ in ActivationLayer(activation: .clipped(ceiling: 6)) }

  public var line: LayerLine { Self.declaration.line() }
}

/// `elu`: exponential linear unit, `x` above zero and `alpha * (exp(x) - 1)` below (Clevert et al.,
/// arXiv:1511.07289).
public struct ELU: NetworkElement, Hashable {
  /// How far below zero it goes; above 0.
  public var alpha: Double

  /// An exponential linear unit.
  ///
  /// - Parameter alpha: How far below zero it goes; above 0.
  public init(alpha: Double = 1) { self.alpha = alpha }

  static let declaration = LayerDeclaration(
    name: "elu", summary: "Apply x, and alpha (exp(x) - 1) where x is negative (ELU).",
    parameters: [.option("alpha", .number(.positive), default: .number(1), "how far below zero it goes")],
    example: "elu"
  ) { ActivationLayer(activation: .elu(alpha: Float($0.number("alpha")))) }

  public var line: LayerLine { Self.declaration.line(["alpha": .number(alpha)]) }
}

/// `gelu`: Gaussian error linear unit, `x * Φ(x)` with the exact error function (Hendrycks and Gimpel,
/// arXiv:1606.08415).
public struct GELU: NetworkElement, Hashable {
  /// A Gaussian error linear unit.
  public init() {}

  static let declaration = LayerDeclaration(
    name: "gelu", summary: "Multiply each value by the normal distribution function of it (GELU).",
    example: "gelu"
  ) { _ in ActivationLayer(activation: .gelu) }

  public var line: LayerLine { Self.declaration.line() }
}

/// `swish`: `x * sigmoid(x)`, also called SiLU (Ramachandran et al., arXiv:1710.05941).
public struct Swish: NetworkElement, Hashable {
  /// A sigmoid linear unit.
  public init() {}

  static let declaration = LayerDeclaration(
    name: "swish", summary: "Multiply each value by its sigmoid (SiLU).", example: "swish"
  ) { _ in ActivationLayer(activation: .swish) }

  public var line: LayerLine { Self.declaration.line() }
}

/// `hardswish`: `x * min(max(x / 6 + 0.5, 0), 1)`, a piecewise approximation of swish (Howard et al.,
/// doi:10.1109/ICCV.2019.00140).
public struct HardSwish: NetworkElement, Hashable {
  /// Swish in straight pieces.
  public init() {}

  static let declaration = LayerDeclaration(
    name: "hardswish", summary: "Apply the piecewise linear approximation of swish.", example: "hardswish"
  ) { _ in ActivationLayer(activation: .hardSwish) }

  public var line: LayerLine { Self.declaration.line() }
}

/// `sigmoid`: `1 / (1 + exp(-x))`.
public struct Sigmoid: NetworkElement, Hashable {
  /// A logistic function.
  public init() {}

  static let declaration = LayerDeclaration(
    name: "sigmoid", summary: "Apply 1 / (1 + exp(-x)).", example: "sigmoid"
  ) { _ in ActivationLayer(activation: .sigmoid) }

  public var line: LayerLine { Self.declaration.line() }
}

/// `tanh`: the hyperbolic tangent.
public struct Tanh: NetworkElement, Hashable {
  /// A hyperbolic tangent.
  public init() {}

  static let declaration = LayerDeclaration(
    name: "tanh", summary: "Apply the hyperbolic tangent.", example: "tanh"
  ) { _ in ActivationLayer(activation: .tanh) }

  public var line: LayerLine { Self.declaration.line() }
}

/// `softplus`: `log(1 + exp(x))`, a smooth ReLU.
public struct Softplus: NetworkElement, Hashable {
  /// A smooth rectifier.
  public init() {}

  static let declaration = LayerDeclaration(
    name: "softplus", summary: "Apply log(1 + exp(x)).", example: "softplus"
  ) { _ in ActivationLayer(activation: .softplus) }

  public var line: LayerLine { Self.declaration.line() }
}
