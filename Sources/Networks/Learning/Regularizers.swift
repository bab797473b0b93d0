/// What keeps weights small.
enum Regularizers {
  /// The gradient of `strength` times the sum of the absolute values; 0 at 0, so that padding stays zero.
  static func addL1(to weights: WeightChunk, strength: Double) {
    let (parameters, gradients, strength) = (weights.parameters, weights.gradients, Float(strength))
    for index in 0..<weights.count {
      let weight = parameters[index]
      gradients[index] += weight > 0 ? strength : weight < 0 ? -strength : 0
    }
  }

  /// The gradient of `strength` / 2 times the sum of the squares.
  static func addL2(to weights: WeightChunk, strength: Double) {
    let (parameters, gradients, strength) = (weights.parameters, weights.gradients, Float(strength))
    for index in 0..<weights.count { gradients[index] += strength * parameters[index] }
  }

  /// Takes this share of each weight away.
  static func shrink(_ weights: WeightChunk, by share: Double) {
    let (parameters, rest) = (weights.parameters, Float(1 - share))
    for index in 0..<weights.count { parameters[index] *= rest }
  }
}
