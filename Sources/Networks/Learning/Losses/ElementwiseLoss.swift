/// A loss that compares each output with 1 for the class and 0 for the others, and takes the mean over the
/// outputs.
protocol ElementwiseLoss: LossFunction {
  /// The loss of one output and its derivative.
  func element(_ output: Double, target: Double) -> (loss: Double, derivative: Double)
}

extension ElementwiseLoss {
  func value(
    _ logits: UnsafePointer<Float>, _ target: LossTarget, scale: Float,
    gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let share = target.weight / Double(target.classes)
    var sum = 0.0
    for index in 0..<target.classes {
      let (loss, derivative) = element(Double(logits[index]), target: index == target.label ? 1 : 0)
      sum += loss
      gradient?[index] = Float(derivative * share) * scale
    }
    return sum * share
  }
}
