/// Adagrad as PyTorch has it: gradients divided by the root of the sum of their squares so far, to which
/// epsilon is added.
///
/// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization",
/// JMLR 12, 2011.
struct Adagrad: UpdateRule {
  let epsilon: Double

  var slotCount: Int { 1 }

  func update(_ weights: WeightChunk, at point: UpdatePoint) {
    let (parameters, gradients, count, rate) = (
      weights.parameters, weights.gradients, weights.count, Float(point.rate)
    )
    let (sum, epsilon) = (weights.slot(0), Float(epsilon))
    for index in 0..<count {
      let gradient = gradients[index]
      let total = sum[index] + gradient * gradient
      sum[index] = total
      parameters[index] -= rate * (gradient / (total.squareRoot() + epsilon))
    }
  }
}
