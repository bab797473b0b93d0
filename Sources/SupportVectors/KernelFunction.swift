internal import Tensors

/// The kernel function of a support vector machine.
///
/// With the inner product x·y: linear x·y; polynomial (gamma x·y + coef0)^degree; RBF exp(-gamma |x -
/// y|²); sigmoid tanh(gamma x·y + coef0). Parameters and defaults are LIBSVM's.
public enum KernelKind: String, Sendable, Hashable, CaseIterable {
  /// exp(-gamma |x - y|²)
  case rbf
  /// x·y
  case linear
  /// (gamma x·y + coef0)^degree
  case polynomial = "poly"
  /// tanh(gamma x·y + coef0)
  case sigmoid
}

/// The kernel coefficient gamma.
public enum Gamma: Sendable, Hashable {
  /// 1 / (features * variance of all training feature values), scikit-learn's default.
  case scale
  /// 1 / features, LIBSVM's default.
  case automatic
  /// A positive number.
  case number(Double)
}

/// A kernel with all parameters known.
public struct KernelFunction: Sendable, Hashable {
  /// The kernel function.
  public var kind: KernelKind
  /// The coefficient gamma; unused by the linear kernel.
  public var gamma: Double
  /// The constant term of the polynomial and sigmoid kernels.
  public var coef0: Double
  /// The degree of the polynomial kernel.
  public var degree: Int

  /// A kernel with these parameters.
  public init(kind: KernelKind, gamma: Double, coef0: Double = 0, degree: Int = 3) {
    self.kind = kind
    self.gamma = gamma
    self.coef0 = coef0
    self.degree = degree
  }

  /// The kernel of two vectors in double precision: the reference for the optimized code.
  public func value(_ x: [Double], _ y: [Double]) -> Double {
    var inner = 0.0
    var distance = 0.0
    for (a, b) in zip(x, y) {
      inner += a * b
      distance += (a - b) * (a - b)
    }
    return switch kind {
    case .linear: inner
    case .polynomial: Self.power(gamma * inner + coef0, degree)
    case .rbf: ElementaryFunctions.exp(-gamma * distance)
    case .sigmoid: ElementaryFunctions.tanh(gamma * inner + coef0)
    }
  }

  static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { value, _ in value * base }
  }
}
