extension ReferenceKernels {
  /// A dense layer: x is (batch, inputs), weights (outputs, inputs).
  static func dense(_ x: [Double], weights: [Double], bias: [Double]?, inputs: Int, outputs: Int) -> [Double]
  {
    (0..<x.count / inputs * outputs).map { index in
      let (row, output) = index.quotientAndRemainder(dividingBy: outputs)
      return (0..<inputs).reduce(bias?[output] ?? 0) {
        $0 + x[row * inputs + $1] * weights[output * inputs + $1]
      }
    }
  }

  /// The gradients of input, weights and bias.
  static func denseBackward(
    _ x: [Double], weights: [Double], gradient: [Double], inputs: Int, outputs: Int
  ) -> (input: [Double], weights: [Double], bias: [Double]) {
    var input = [Double](repeating: 0, count: x.count)
    var weightGradients = [Double](repeating: 0, count: weights.count)
    var bias = [Double](repeating: 0, count: outputs)
    for row in 0..<x.count / inputs {
      for output in 0..<outputs {
        let value = gradient[row * outputs + output]
        bias[output] += value
        for index in 0..<inputs {
          input[row * inputs + index] += value * weights[output * inputs + index]
          weightGradients[output * inputs + index] += value * x[row * inputs + index]
        }
      }
    }
    return (input, weightGradients, bias)
  }
}
