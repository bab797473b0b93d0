public import Declarations

/// Mean absolute error: the mean of |z - t| over the outputs, with t = 1 for the class and 0 for the others.
/// The derivative at 0 is 0.
public struct MeanAbsoluteErrorLoss: ElementwiseLoss {
  /// Mean absolute error.
  public init() {}

  static let declaration = LossDeclaration(
    name: "mae", summary: "mean absolute error, with the target 1 for the class and 0 for the others"
  ) { _ in MeanAbsoluteErrorLoss() }

  public var arguments: Arguments { Arguments() }

  func element(_ output: Double, target: Double) -> (loss: Double, derivative: Double) {
    let error = output - target
    return (abs(error), error > 0 ? 1 : error < 0 ? -1 : 0)
  }
}
