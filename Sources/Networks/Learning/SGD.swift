/// Stochastic gradient descent with momentum as PyTorch has it: v = momentum v + g, w -= rate v. The first
/// step's velocity is the gradient itself. With Nesterov's momentum w -= rate (g + momentum v).
///
/// Polyak, doi:10.1016/0041-5553(64)90137-5; Sutskever et al., "On the importance of initialization and
/// momentum in deep learning", ICML 2013.
struct SGD: UpdateRule {
  let momentum: Double
  let isNesterov: Bool

  var slotCount: Int { momentum == 0 ? 0 : 1 }

  func update(_ weights: WeightChunk, at point: UpdatePoint) {
    let (parameters, gradients, count, rate) = (
      weights.parameters, weights.gradients, weights.count, Float(point.rate)
    )
    guard momentum != 0 else {
      for index in 0..<count { parameters[index] -= rate * gradients[index] }
      return
    }
    let velocity = weights.slot(0)
    let momentum = Float(point.momentum ?? momentum)
    let kept = point.step == 1 ? 0 : momentum
    if isNesterov {
      for index in 0..<count {
        let moved = kept * velocity[index] + gradients[index]
        velocity[index] = moved
        parameters[index] -= rate * (gradients[index] + momentum * moved)
      }
    } else {
      for index in 0..<count {
        let moved = kept * velocity[index] + gradients[index]
        velocity[index] = moved
        parameters[index] -= rate * moved
      }
    }
  }
}
