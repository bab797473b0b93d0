internal import Datasets

/// A loss that compares each output with 1 for a class that the sample shows and 0 for the others, and takes
/// the mean over the outputs.
protocol ElementwiseLoss: LossFunction {
  /// The loss of one output and its derivative.
  func element(_ output: Double, target: Double) -> (loss: Double, derivative: Double)
}

extension ElementwiseLoss {
  static var tasks: Set<PredictionTask> { [.classification, .multilabel] }

  func value(
    _ logits: UnsafePointer<Float>, _ target: LossTarget, scale: Float,
    gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let share = target.weight / Double(target.classes)
    var sum = 0.0
    for index in 0..<target.classes {
      let (loss, derivative) = element(
        Double(logits[index]), target: target.target.contains(index) ? 1 : 0)
      let weight = target.weight(ofOutput: index)
      sum += loss * weight
      gradient?[index] = Float(derivative * weight * share) * scale
    }
    return sum * share
  }
}
