/// The mean over the outputs of half the squared error up to `threshold`, and a line beyond it.
///
/// Huber, "Robust estimation of a location parameter", doi:10.1214/aoms/1177703732.
struct HuberLoss: ElementwiseLoss {
  let classes: Int
  let weights: ClassWeights
  let threshold: Double

  func element(_ output: Double, target: Double) -> (loss: Double, derivative: Double) {
    let error = output - target
    guard abs(error) > threshold else { return (error * error / 2, error) }
    return (threshold * (abs(error) - threshold / 2), error > 0 ? threshold : -threshold)
  }
}
