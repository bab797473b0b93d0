public import Declarations

/// Mean squared error: the mean of (z - t)² over the outputs, with t = 1 for the class and 0 for the others.
public struct MeanSquaredErrorLoss: ElementwiseLoss {
  /// Mean squared error.
  public init() {}

  static let declaration = LossDeclaration(
    name: "mse", summary: "mean squared error, with the target 1 for the class and 0 for the others"
  ) { _ in MeanSquaredErrorLoss() }

  public var arguments: Arguments { Arguments() }

  func element(_ output: Double, target: Double) -> (loss: Double, derivative: Double) {
    let error = output - target
    return (error * error, 2 * error)
  }
}
