/// RMSprop as PyTorch has it: gradients divided by the root of their running mean square, to which epsilon is
/// added; with momentum on the quotients.
///
/// Tieleman and Hinton, "Neural networks for machine learning", lecture 6.5, Coursera 2012.
struct RMSprop: UpdateRule {
  let alpha: Double
  let epsilon: Double
  let momentum: Double

  var slotCount: Int { momentum == 0 ? 1 : 2 }

  func update(_ weights: WeightChunk, at point: UpdatePoint) {
    let (parameters, gradients, count, rate) = (
      weights.parameters, weights.gradients, weights.count, Float(point.rate)
    )
    let square = weights.slot(0)
    let (alpha, rest, epsilon) = (Float(alpha), Float(1 - alpha), Float(epsilon))
    for index in 0..<count {
      let gradient = gradients[index]
      square[index] = alpha * square[index] + rest * (gradient * gradient)
    }
    guard momentum != 0 else {
      for index in 0..<count {
        parameters[index] -= rate * (gradients[index] / (square[index].squareRoot() + epsilon))
      }
      return
    }
    let (velocity, momentum) = (weights.slot(1), Float(momentum))
    for index in 0..<count {
      let moved = momentum * velocity[index] + gradients[index] / (square[index].squareRoot() + epsilon)
      velocity[index] = moved
      parameters[index] -= rate * moved
    }
  }
}
