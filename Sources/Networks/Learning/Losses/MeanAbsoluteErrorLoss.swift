/// The mean over the outputs of |z - t|, with t 1 for the class and 0 for the others. Where they meet the
/// derivative is 0.
struct MeanAbsoluteErrorLoss: ElementwiseLoss {
  let classes: Int
  let weights: ClassWeights

  func element(_ output: Double, target: Double) -> (loss: Double, derivative: Double) {
    let error = output - target
    return (abs(error), error > 0 ? 1 : error < 0 ? -1 : 0)
  }
}
