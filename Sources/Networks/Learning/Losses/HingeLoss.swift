public import Declarations

/// Multiclass hinge loss: the sum of max(0, 1 - z_class + z_other) over the other outputs, divided by the
/// number of classes. PyTorch's `MultiMarginLoss` with p = 1.
///
/// Weston and Watkins, "Support vector machines for multi-class pattern recognition", ESANN 1999.
public struct HingeLoss: MarginLoss {
  /// Hinge loss.
  public init() {}

  static let declaration = LossDeclaration(
    name: "hinge", summary: "how far the margin between the class and each other one is below 1"
  ) { _ in HingeLoss() }

  public var arguments: Arguments { Arguments() }
  static let isSquared = false
}

/// The multiclass hinge loss with squared terms. PyTorch's `MultiMarginLoss` with p = 2.
public struct SquaredHingeLoss: MarginLoss {
  /// Squared hinge loss.
  public init() {}

  static let declaration = LossDeclaration(
    name: "squared_hinge", summary: "the squares of how far each margin is below 1"
  ) { _ in SquaredHingeLoss() }

  public var arguments: Arguments { Arguments() }
  static let isSquared = true
}

/// A sum over the other classes of how far their margins are below 1, or of the squares.
protocol MarginLoss: LossFunction {
  static var isSquared: Bool { get }
}

extension MarginLoss {
  func value(
    _ logits: UnsafePointer<Float>, _ target: LossTarget, scale: Float,
    gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let share = target.weight / Double(target.classes)
    let own = Double(logits[target.label])
    var sum = 0.0
    var pull = 0.0
    for index in 0..<target.classes where index != target.label {
      let excess = max(0, 1 - own + Double(logits[index]))
      let derivative = Self.isSquared ? 2 * excess : excess > 0 ? 1 : 0
      sum += Self.isSquared ? excess * excess : excess
      pull += derivative
      gradient?[index] = Float(derivative * share) * scale
    }
    gradient?[target.label] = Float(-pull * share) * scale
    return sum * share
  }
}
