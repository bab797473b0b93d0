/// Stochastic gradient descent with momentum as PyTorch has it: the first step's velocity is the gradient itself.
///
/// Polyak, doi:10.1016/0041-5553(64)90137-5.
enum SGD {
  static func update(
    _ parameters: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>, velocity: UnsafeMutablePointer<Float>?,
    count: Int, isFirst: Bool, rate: Float, momentum: Float, decay: Float
  ) {
    guard let velocity else {
      for index in 0..<count {
        let gradient = gradients[index] + decay * parameters[index]
        parameters[index] -= rate * gradient
      }
      return
    }
    let momentum = isFirst ? 0 : momentum
    for index in 0..<count {
      let gradient = gradients[index] + decay * parameters[index]
      let moved = momentum * velocity[index] + gradient
      velocity[index] = moved
      parameters[index] -= rate * moved
    }
  }
}
