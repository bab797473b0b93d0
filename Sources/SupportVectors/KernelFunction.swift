internal import Tensors

/// How alike two feature vectors are: what a support vector machine knows of its data.
///
/// With x·y the inner product: linear x·y; polynomial (gamma x·y + coef0)^degree; RBF exp(-gamma |x - y|²);
/// sigmoid tanh(gamma x·y + coef0). The names of the parameters and their defaults are LIBSVM's.
public enum KernelKind: String, Sendable, Hashable, CaseIterable {
  case rbf
  case linear
  case polynomial = "poly"
  case sigmoid
}

/// The width of a kernel.
public enum Gamma: Sendable, Hashable {
  /// 1 / (features * variance of all feature values of the training part), as in scikit-learn.
  case scale
  /// 1 / features, LIBSVM's default.
  case automatic
  case number(Double)
}

/// A kernel with all its numbers known.
public struct KernelFunction: Sendable, Hashable {
  public var kind: KernelKind
  public var gamma: Double
  public var coef0: Double
  public var degree: Int

  public init(kind: KernelKind, gamma: Double, coef0: Double = 0, degree: Int = 3) {
    self.kind = kind
    self.gamma = gamma
    self.coef0 = coef0
    self.degree = degree
  }

  /// The kernel of two vectors in doubles: the reference that the fast code is held against.
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
