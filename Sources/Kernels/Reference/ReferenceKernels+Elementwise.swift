internal import Glibc

extension ReferenceKernels {
  static func activation(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .relu: max(x, 0)
    case .leakyReLU(let slope): x > 0 ? x : Double(slope) * x
    case .elu(let alpha): x > 0 ? x : Double(alpha) * expm1(x)
    case .gelu: x / 2 * (1 + erf(x / 2.0.squareRoot()))
    case .swish: x / (1 + exp(-x))
    case .hardSwish: x * min(max(x / 6 + 0.5, 0), 1)
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: tanh(x)
    case .softplus: max(x, 0) + log1p(exp(-abs(x)))
    case .clipped(let ceiling): min(max(x, 0), Double(ceiling))
    }
  }

  /// How fast the function grows at x.
  static func slope(_ activation: Activation, at x: Double) -> Double {
    switch activation {
    case .relu: return x > 0 ? 1 : 0
    case .leakyReLU(let slope): return x > 0 ? 1 : Double(slope)
    case .elu(let alpha): return x > 0 ? 1 : Double(alpha) * exp(x)
    case .gelu:
      return (1 + erf(x / 2.0.squareRoot())) / 2 + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .swish:
      let sigmoid = 1 / (1 + exp(-x))
      return sigmoid + x * sigmoid * (1 - sigmoid)
    case .hardSwish: return x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5
    case .sigmoid:
      let sigmoid = 1 / (1 + exp(-x))
      return sigmoid * (1 - sigmoid)
    case .tanh: return 1 - tanh(x) * tanh(x)
    case .softplus: return 1 / (1 + exp(-x))
    case .clipped(let ceiling): return x > 0 && x < Double(ceiling) ? 1 : 0
    }
  }

  /// A leaky ReLU of (batch, channels, height, width) with a slope a channel, or one for all.
  static func prelu(_ x: [Double], slopes: [Double], sizes: [Int]) -> [Double] {
    x.indices.map { x[$0] > 0 ? x[$0] : x[$0] * slopes[slope(of: $0, slopes.count, sizes)] }
  }

  /// The gradients of input and slopes.
  static func preluBackward(
    _ x: [Double], slopes: [Double], gradient: [Double], sizes: [Int]
  ) -> (input: [Double], slopes: [Double]) {
    var slopeGradients = slopes.map { _ in 0.0 }
    let input = x.indices.map { index in
      let slope = slope(of: index, slopes.count, sizes)
      if x[index] > 0 { return gradient[index] }
      slopeGradients[slope] += gradient[index] * x[index]
      return gradient[index] * slopes[slope]
    }
    return (input, slopeGradients)
  }

  private static func slope(of index: Int, _ count: Int, _ sizes: [Int]) -> Int {
    count == 1 ? 0 : index / (sizes[2] * sizes[3]) % sizes[1]
  }

  /// Each channel of each image times a factor of its own, (batch, channels).
  static func channelScaling(_ x: [Double], factors: [Double], sizes: [Int]) -> [Double] {
    x.indices.map { x[$0] * factors[$0 / (sizes[2] * sizes[3])] }
  }

  /// The gradients of input and factors.
  static func channelScalingBackward(
    _ x: [Double], factors: [Double], gradient: [Double], sizes: [Int]
  ) -> (input: [Double], factors: [Double]) {
    var factorGradients = factors.map { _ in 0.0 }
    for index in x.indices { factorGradients[index / (sizes[2] * sizes[3])] += x[index] * gradient[index] }
    return (channelScaling(gradient, factors: factors, sizes: sizes), factorGradients)
  }
}
