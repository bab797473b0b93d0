/// Layer normalization of plain rows: each row is standardized, then scaled and shifted per column.
/// Implemented here because oneDNN only has its reference code for plain layouts; sums are float64 in column
/// order.
public struct LayerNormalization: Sendable {
  let rows: Int
  let columns: Int
  let epsilon: Double

  /// Layer normalization of rows x columns values, with `epsilon` added to the variance.
  public init(rows: Int, columns: Int, epsilon: Double) {
    self.rows = rows
    self.columns = columns
    self.epsilon = epsilon
  }

  /// - Parameters:
  ///   - normal: Gets the rows before scale and shift.
  ///   - deviations: Gets one number a row, the root of variance and epsilon.
  public func forward(
    _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
    normal: UnsafeMutablePointer<Float>, deviations: UnsafeMutablePointer<Float>,
    into result: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let start = row * columns
      var sum = 0.0
      for column in 0..<columns { sum += Double(x[start + column]) }
      let mean = sum / Double(columns)
      var squares = 0.0
      for column in 0..<columns {
        let difference = Double(x[start + column]) - mean
        squares += difference * difference
      }
      let deviation = (squares / Double(columns) + epsilon).squareRoot()
      deviations[row] = Float(deviation)
      for column in 0..<columns {
        let value = Float((Double(x[start + column]) - mean) / deviation)
        normal[start + column] = value
        result[start + column] = value * scale[column] + shift[column]
      }
    }
  }

  /// The gradients of input, scale and shift, from what `forward` left.
  public func backward(
    _ gradient: UnsafePointer<Float>, scale: UnsafePointer<Float>, normal: UnsafePointer<Float>,
    deviations: UnsafePointer<Float>, input: UnsafeMutablePointer<Float>,
    scaleGradient: UnsafeMutablePointer<Float>,
    shiftGradient: UnsafeMutablePointer<Float>
  ) {
    for column in 0..<columns {
      scaleGradient[column] = 0
      shiftGradient[column] = 0
    }
    for row in 0..<rows {
      let start = row * columns
      var sum = 0.0
      var products = 0.0
      for column in 0..<columns {
        let scaled = Double(gradient[start + column]) * Double(scale[column])
        sum += scaled
        products += scaled * Double(normal[start + column])
        scaleGradient[column] += gradient[start + column] * normal[start + column]
        shiftGradient[column] += gradient[start + column]
      }
      let (mean, product) = (sum / Double(columns), products / Double(columns))
      for column in 0..<columns {
        let scaled = Double(gradient[start + column]) * Double(scale[column])
        let centred = scaled - mean - Double(normal[start + column]) * product
        input[start + column] = Float(centred / Double(deviations[row]))
      }
    }
  }
}
