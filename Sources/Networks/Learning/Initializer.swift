internal import Tensors

/// How weights begin.
enum Initializer {
  /// Uniform within ±1/√fan-in, for weights and biases: what PyTorch's convolutions and linear layers begin with (He's
  /// uniform, arXiv:1502.01852, with a = √5).
  ///
  /// - Parameters:
  ///   - tensor: Which tensor of the network this is; each draws its own numbers.
  static func uniform(_ destination: UnsafeMutableBufferPointer<Float>, fanIn: Int, seed: UInt64, tensor: Int) {
    let stream = RandomStream(seed: seed, stream: .initialize)
    let bound = Float(1 / Double(max(fanIn, 1)).squareRoot())
    for index in destination.indices {
      destination[index] = (2 * stream.uniform(epoch: 0, sample: tensor, index: index) - 1) * bound
    }
  }
}
