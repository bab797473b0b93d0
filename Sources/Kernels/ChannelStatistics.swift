/// Sums over the images of a shard that batch normalization needs where several shards share one mean and
/// variance. Loops of our own: oneDNN takes the statistics of what it is given, and gives no sums.
public struct ChannelStatistics: Sendable {
  private let sizes: [Int]
  private let steps: ActivationSteps

  /// - Parameter layout: How the images lie, of 32 bits. Nil where the loops don't know it.
  public init?(_ layout: Layout) {
    guard let steps = layout.activationSteps else { return nil }
    self.steps = steps
    sizes = layout.sizes
  }

  private var channels: Int { sizes[1] }

  /// The numbers of a channel.
  public var count: Int { sizes[0] * sizes[2] * sizes[3] }

  /// The mean of each channel, and the sum of squared differences from it, in 64 bits: the channel's first
  /// number is subtracted before, so that little cancels (Chan, Golub and LeVeque,
  /// doi:10.1080/00031305.1983.10483115).
  public func moments(
    _ x: UnsafePointer<Float>, means: UnsafeMutablePointer<Double>, squares: UnsafeMutablePointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: channels) { first in
      for channel in 0..<channels {
        first[channel] = Double(x[steps.offset(channel: channel, row: 0, column: 0)])
        (means[channel], squares[channel]) = (0, 0)
      }
      steps.forEachPlace(sizes) { place, _, channel, count in
        for index in 0..<count {
          let difference = Double(x[place + index]) - first[channel + index]
          means[channel + index] += difference
          squares[channel + index] += difference * difference
        }
      }
      for channel in 0..<channels {
        let mean = means[channel] / Double(count)
        squares[channel] -= means[channel] * mean
        means[channel] = first[channel] + mean
      }
    }
  }

  /// What the shared mean and variance add to the gradient of the input:
  /// `gradient -= factor * (shift + normalized * scale)`, where `normalized = (x - mean) * inverse`.
  ///
  /// - Parameter terms: One a channel.
  public func subtract(
    _ terms: [Term], x: UnsafePointer<Float>, from gradient: UnsafeMutablePointer<Float>
  ) {
    terms.withUnsafeBufferPointer { terms in
      steps.forEachPlace(sizes) { place, _, channel, count in
        for index in 0..<count {
          let term = terms[channel + index]
          let normalized = (x[place + index] - term.mean) * term.inverse
          gradient[place + index] -= term.factor * (term.shift + normalized * term.scale)
        }
      }
    }
  }

  /// What `subtract` needs of a channel.
  public struct Term: Sendable {
    let mean: Float
    let inverse: Float
    let factor: Float
    let shift: Float
    let scale: Float

    /// - Parameters:
    ///   - mean: Of all shards.
    ///   - inverse: One over the root of their variance and epsilon.
    ///   - factor: The learned scale times `inverse`, over the count of all shards' numbers.
    ///   - shift: The sum of the output's gradients.
    ///   - scale: The sum of the output's gradients times the normalized input.
    public init(mean: Float, inverse: Float, factor: Float, shift: Float, scale: Float) {
      (self.mean, self.inverse, self.factor, self.shift, self.scale) = (mean, inverse, factor, shift, scale)
    }
  }
}
