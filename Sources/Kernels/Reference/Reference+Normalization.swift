extension Reference {
  /// What batch normalisation yields.
  struct Normalized {
    var output: [Double]
    var mean: [Double]
    var variance: [Double]
  }

  /// Batch normalisation of (batch, channels, height, width) with the statistics of the batch.
  static func batchNormalization(
    _ x: [Double], scale: [Double], shift: [Double], epsilon: Double, sizes: [Int]
  ) -> Normalized {
    let channel = channels(sizes)
    let count = Double(x.count / sizes[1])
    var mean = [Double](repeating: 0, count: sizes[1])
    var variance = mean
    for index in x.indices { mean[channel(index)] += x[index] / count }
    for index in x.indices {
      let difference = x[index] - mean[channel(index)]
      variance[channel(index)] += difference * difference / count
    }
    let output = batchNormalization(
      x, scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon, sizes: sizes)
    return Normalized(output: output, mean: mean, variance: variance)
  }

  /// Batch normalisation with given statistics.
  static func batchNormalization(
    _ x: [Double], scale: [Double], shift: [Double], mean: [Double], variance: [Double], epsilon: Double, sizes: [Int]
  ) -> [Double] {
    let channel = channels(sizes)
    return x.indices.map { index in
      let c = channel(index)
      return scale[c] * (x[index] - mean[c]) / (variance[c] + epsilon).squareRoot() + shift[c]
    }
  }

  /// The gradients of input, scale and shift.
  static func batchNormalizationBackward(
    _ x: [Double], scale: [Double], gradient: [Double], epsilon: Double, sizes: [Int]
  ) -> (input: [Double], scale: [Double], shift: [Double]) {
    let channel = channels(sizes)
    let zeros = [Double](repeating: 0, count: sizes[1])
    let count = Double(x.count / sizes[1])
    let unit = [Double](repeating: 1, count: sizes[1])
    let normal = batchNormalization(x, scale: unit, shift: zeros, epsilon: epsilon, sizes: sizes)
    var scaleGradient = zeros
    var shiftGradient = zeros
    for index in x.indices {
      scaleGradient[channel(index)] += gradient[index] * normal.output[index]
      shiftGradient[channel(index)] += gradient[index]
    }
    let input = x.indices.map { index in
      let c = channel(index)
      let centred = gradient[index] - shiftGradient[c] / count - normal.output[index] * scaleGradient[c] / count
      return scale[c] / (normal.variance[c] + epsilon).squareRoot() * centred
    }
    return (input, scaleGradient, shiftGradient)
  }

  private static func channels(_ sizes: [Int]) -> (Int) -> Int {
    let plane = sizes[2] * sizes[3]
    return { $0 / plane % sizes[1] }
  }
}
