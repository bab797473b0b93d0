/// Adam as PyTorch has it: means of the gradients and of their squares, both corrected for their start at
/// zero; epsilon is added after the root. AdamW is the same with decoupled decay.
///
/// Kingma and Ba, arXiv:1412.6980.
struct Adam: UpdateRule {
  let betas: OptimizerSettings.Betas
  let epsilon: Double

  var slotCount: Int { 2 }

  func update(_ weights: WeightChunk, at point: UpdatePoint) {
    let first = point.momentum ?? betas.first
    let (parameters, gradients, count) = (weights.parameters, weights.gradients, weights.count)
    let (mean, square) = (weights.slot(0), weights.slot(1))
    let (second, epsilon) = (Float(betas.second), Float(epsilon))
    // Rounded once, from Float64: 1 - Float(0.999) is off by 5e-5.
    let (firstRest, secondRest) = (Float(1 - first), Float(1 - betas.second))
    let size = Float(point.rate / (1 - Power.of(first, point.step)))
    let root = Float((1 - Power.of(betas.second, point.step)).squareRoot())
    for index in 0..<count {
      let gradient = gradients[index]
      let average = mean[index] + firstRest * (gradient - mean[index])
      let spread = second * square[index] + secondRest * (gradient * gradient)
      mean[index] = average
      square[index] = spread
      parameters[index] -= size * average / (spread.squareRoot() / root + epsilon)
    }
  }
}
