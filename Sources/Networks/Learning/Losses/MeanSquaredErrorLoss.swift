/// The mean over the outputs of (z - t)², with t 1 for the class and 0 for the others.
struct MeanSquaredErrorLoss: ElementwiseLoss {
  let classes: Int
  let weights: ClassWeights

  func element(_ output: Double, target: Double) -> (loss: Double, derivative: Double) {
    let error = output - target
    return (error * error, 2 * error)
  }
}
