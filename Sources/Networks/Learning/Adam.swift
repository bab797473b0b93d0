/// Adam with PyTorch's defaults: betas 0.9 and 0.999, epsilon 1e-8 added after the root.
///
/// Kingma and Ba, arXiv:1412.6980.
enum Adam {
  static func update(
    _ parameters: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>, mean: UnsafeMutablePointer<Float>,
    square: UnsafeMutablePointer<Float>, count: Int, step: Int, rate: Double, decay: Float
  ) {
    let first: Float = 0.9
    let second: Float = 0.999
    // Repeated multiplication, not pow: its bits are the same everywhere.
    var firstPower = 1.0
    var secondPower = 1.0
    var exponent = step
    var firstBase = 0.9
    var secondBase = 0.999
    while exponent > 0 {
      if exponent & 1 == 1 {
        firstPower *= firstBase
        secondPower *= secondBase
      }
      firstBase *= firstBase
      secondBase *= secondBase
      exponent >>= 1
    }
    let size = Float(rate / (1 - firstPower))
    let root = Float((1 - secondPower).squareRoot())
    for index in 0..<count {
      let gradient = gradients[index] + decay * parameters[index]
      let average = first * mean[index] + (1 - first) * gradient
      let spread = second * square[index] + (1 - second) * (gradient * gradient)
      mean[index] = average
      square[index] = spread
      parameters[index] -= size * average / (spread.squareRoot() / root + 1e-8)
    }
  }
}
