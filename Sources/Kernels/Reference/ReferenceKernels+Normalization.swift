internal import Glibc

extension ReferenceKernels {
  /// What batch normalization yields.
  struct Normalized {
    var output: [Double]
    var mean: [Double]
    var variance: [Double]
  }

  /// Batch normalization of (batch, channels, height, width) with the statistics of the batch.
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

  /// Batch normalization with given statistics.
  static func batchNormalization(
    _ x: [Double], scale: [Double], shift: [Double], mean: [Double], variance: [Double], epsilon: Double,
    sizes: [Int]
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
      let centred =
        gradient[index] - shiftGradient[c] / count - normal.output[index] * scaleGradient[c] / count
      return scale[c] / (normal.variance[c] + epsilon).squareRoot() * centred
    }
    return (input, scaleGradient, shiftGradient)
  }

  private static func channels(_ sizes: [Int]) -> (Int) -> Int {
    let plane = sizes[2] * sizes[3]
    return { $0 / plane % sizes[1] }
  }

  /// Layer normalization of rows.
  static func layerNormalization(
    _ x: [Double], scale: [Double], shift: [Double], epsilon: Double, columns: Int
  ) -> [Double] {
    stride(from: 0, to: x.count, by: columns).flatMap { first in
      let row = x[first..<first + columns]
      let mean = row.reduce(0, +) / Double(columns)
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
      return row.enumerated().map { ($1 - mean) / (variance + epsilon).squareRoot() * scale[$0] + shift[$0] }
    }
  }

  /// The gradients of input, scale and shift.
  static func layerNormalizationBackward(
    _ x: [Double], scale: [Double], gradient: [Double], epsilon: Double, columns: Int
  ) -> (input: [Double], scale: [Double], shift: [Double]) {
    var input: [Double] = []
    var scaleGradient = scale.map { _ in 0.0 }
    var shiftGradient = scaleGradient
    for first in stride(from: 0, to: x.count, by: columns) {
      let row = Array(x[first..<first + columns])
      let incoming = Array(gradient[first..<first + columns])
      let mean = row.reduce(0, +) / Double(columns)
      let deviation = (row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns) + epsilon)
        .squareRoot()
      let normal = row.map { ($0 - mean) / deviation }
      let scaled = zip(incoming, scale).map { $0 * $1 }
      let sum = scaled.reduce(0, +) / Double(columns)
      let product = zip(scaled, normal).reduce(0) { $0 + $1.0 * $1.1 } / Double(columns)
      for column in 0..<columns {
        scaleGradient[column] += incoming[column] * normal[column]
        shiftGradient[column] += incoming[column]
        input.append((scaled[column] - sum - normal[column] * product) / deviation)
      }
    }
    return (input, scaleGradient, shiftGradient)
  }

  /// Local response normalization of (batch, channels, height, width) across channels.
  static func localResponse(_ x: [Double], _ response: LocalResponse, sizes: [Int]) -> [Double] {
    x.indices.map { x[$0] * power(base(x, response, sizes, at: $0), -Double(response.beta)) }
  }

  /// The gradient of the input.
  static func localResponseBackward(
    _ x: [Double], _ response: LocalResponse, gradient: [Double], sizes: [Int]
  ) -> [Double] {
    let beta = Double(response.beta)
    var result = x.map { _ in 0.0 }
    for index in x.indices {
      let base = base(x, response, sizes, at: index)
      result[index] += gradient[index] * power(base, -beta)
      let common = -2 * beta * Double(response.alpha) / Double(response.size) * power(base, -beta - 1)
      for neighbour in neighbours(response, sizes, of: index) {
        result[neighbour] += gradient[index] * x[index] * common * x[neighbour]
      }
    }
    return result
  }

  private static func base(_ x: [Double], _ response: LocalResponse, _ sizes: [Int], at index: Int) -> Double
  {
    let sum = neighbours(response, sizes, of: index).reduce(0) { $0 + x[$1] * x[$1] }
    return Double(response.k) + Double(response.alpha) / Double(response.size) * sum
  }

  private static func neighbours(_ response: LocalResponse, _ sizes: [Int], of index: Int) -> [Int] {
    let plane = sizes[2] * sizes[3]
    let channel = index / plane % sizes[1]
    let half = response.size / 2
    return (max(channel - half, 0)...min(channel + half, sizes[1] - 1)).map { index + ($0 - channel) * plane }
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
