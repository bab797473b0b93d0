public import Declarations

/// Huber loss, the mean over the outputs: half the squared error up to `delta`, linear beyond.
///
/// Huber, "Robust estimation of a location parameter", doi:10.1214/aoms/1177703732.
public struct HuberLoss: ElementwiseLoss {
  /// The error at which the loss becomes linear, above 0.
  public var delta: Double

  /// Huber loss.
  ///
  /// - Parameter delta: The error at which the loss becomes linear, above 0.
  public init(delta: Double = 1) { self.delta = delta }

  static let declaration = LossDeclaration(
    name: "huber", summary: "squared error up to a threshold, a line beyond it",
    parameters: [
      .option("delta", .number(.positive), default: .number(1), "error at which the square becomes a line")
    ]
  ) { HuberLoss(delta: $0.number("delta")) }

  public var arguments: Arguments { Arguments(["delta": .number(delta)]) }

  func element(_ output: Double, target: Double) -> (loss: Double, derivative: Double) {
    let error = output - target
    guard abs(error) > delta else { return (error * error / 2, error) }
    return (delta * (abs(error) - delta / 2), error > 0 ? delta : -delta)
  }
}
