/// How far other outputs come within 1 of that of the class: the sum of max(0, 1 - z_class + z_other), or of
/// its square, divided by the number of classes. PyTorch's `MultiMarginLoss` with p 1 or 2.
///
/// Weston and Watkins, "Support vector machines for multi-class pattern recognition", ESANN 1999.
struct HingeLoss: Loss {
  let classes: Int
  let weights: ClassWeights
  let isSquared: Bool

  func value(
    _ logits: UnsafePointer<Float>, label: Int, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let share = weights[label] / Double(classes)
    let own = Double(logits[label])
    var sum = 0.0
    var pull = 0.0
    for index in 0..<classes where index != label {
      let excess = max(0, 1 - own + Double(logits[index]))
      let derivative = isSquared ? 2 * excess : excess > 0 ? 1 : 0
      sum += isSquared ? excess * excess : excess
      pull += derivative
      gradient?[index] = Float(derivative * share) * scale
    }
    gradient?[label] = Float(-pull * share) * scale
    return sum * share
  }
}
