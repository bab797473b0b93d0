/// The interpolation of upsampling.
public enum ResamplingKind: Sendable, Hashable {
  /// Nearest neighbor: each pixel is repeated.
  case nearest
  /// Bilinear between pixel centers, constant beyond the outermost ones (`align_corners=False`).
  case linear
}

/// Upsampling by integer factors. Implemented here because oneDNN's backward pass of linear resampling is ten
/// times slower.
public struct Resampling: Sendable {
  let source: ActivationSteps
  let destination: ActivationSteps
  let sizes: [Int]
  private let rows: [Tap]
  private let columns: [Tap]

  /// Two neighboring input pixels and the weight of the second.
  private struct Tap {
    var first: Int
    var second: Int
    var share: Float
  }

  /// Upsampling from one layout to another; nil for layouts without simple strides, or with different blocks.
  public init?(_ kind: ResamplingKind, source: Layout, destination: Layout) {
    guard let from = source.activationSteps, let to = destination.activationSteps, from.block == to.block
    else { return nil }
    self.source = from
    self.destination = to
    sizes = source.sizes
    let larger = destination.sizes
    rows = Self.taps(kind, count: sizes[2], larger: larger[2])
    columns = Self.taps(kind, count: sizes[3], larger: larger[3])
  }

  private static func taps(_ kind: ResamplingKind, count: Int, larger: Int) -> [Tap] {
    (0..<larger).map { index in
      switch kind {
      case .nearest: return Tap(first: index * count / larger, second: index * count / larger, share: 0)
      case .linear:
        let place = max((Double(index) + 0.5) * Double(count) / Double(larger) - 0.5, 0)
        let first = min(Int(place), count - 1)
        return Tap(first: first, second: min(first + 1, count - 1), share: Float(place - Double(first)))
      }
    }
  }

  /// Writes the upsampled images.
  public func forward(_ x: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>) {
    forEachPixel { target, corners, weights, lanes in
      for lane in 0..<lanes {
        let top = x[corners.0 + lane] * weights.0 + x[corners.1 + lane] * weights.1
        let bottom = x[corners.2 + lane] * weights.2 + x[corners.3 + lane] * weights.3
        result[target + lane] = top + bottom
      }
    }
  }

  /// The gradient with respect to the input, summed in the order of output rows and columns.
  ///
  /// - Parameters:
  ///   - gradient: The gradient of the output.
  ///   - result: The gradient of the input, which is cleared first.
  ///   - count: The size of `result` in floats.
  public func backward(_ gradient: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, count: Int)
  {
    result.update(repeating: 0, count: count)
    forEachPixel { target, corners, weights, lanes in
      for lane in 0..<lanes {
        let value = gradient[target + lane]
        result[corners.0 + lane] += value * weights.0
        result[corners.1 + lane] += value * weights.1
        result[corners.2 + lane] += value * weights.2
        result[corners.3 + lane] += value * weights.3
      }
    }
  }

  /// Calls `body` with the place of every output pixel, the places and weights of the four input pixels that
  /// it is made of, and how many channels lie side by side there.
  @inline(__always)
  private func forEachPixel(_ body: (Int, (Int, Int, Int, Int), (Float, Float, Float, Float), Int) -> Void) {
    for image in 0..<sizes[0] {
      for first in stride(from: 0, to: sizes[1], by: source.block) {
        let from = image * source.image + first / source.block * source.channelBlock
        let to = image * destination.image + first / source.block * destination.channelBlock
        let lanes = min(source.block, sizes[1] - first)
        for (y, row) in rows.enumerated() {
          let (above, below) = (from + row.first * source.row, from + row.second * source.row)
          for (x, column) in columns.enumerated() {
            let (left, right) = (column.first * source.column, column.second * source.column)
            body(
              to + y * destination.row + x * destination.column,
              (above + left, above + right, below + left, below + right),
              (
                (1 - row.share) * (1 - column.share), (1 - row.share) * column.share,
                row.share * (1 - column.share),
                row.share * column.share
              ), lanes)
          }
        }
      }
    }
  }
}
