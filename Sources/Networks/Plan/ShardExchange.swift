/// What the shards of a batch tell each other between two segments of their plans: each writes numbers of its
/// own, and all have written before any reads.
///
/// Unchecked: a shard is one worker's, and a barrier stands between writing and reading.
final class ShardExchange: @unchecked Sendable {
  /// The samples of each shard.
  let sizes: [Int]
  private let length: Int
  private let numbers: UnsafeMutableBufferPointer<Double>

  /// - Parameter length: Numbers of each shard.
  init(sizes: [Int], length: Int) {
    self.sizes = sizes
    self.length = length
    numbers = .allocate(capacity: sizes.count * length)
    numbers.initialize(repeating: 0)
  }

  deinit { numbers.deallocate() }

  /// The numbers of a shard.
  func numbers(of shard: Int) -> UnsafeMutablePointer<Double> {
    guard let base = numbers.baseAddress else { preconditionFailure("a shard that exchanges has numbers") }
    return base + shard * length
  }

  /// Adds the same numbers of all shards, in the association of `GradientTree`.
  ///
  /// - Parameter first: Their place among those of a shard.
  func sums(at first: Int, count: Int) -> [Double] {
    folded { shard in
      Array(UnsafeBufferPointer(start: numbers(of: shard) + first, count: count))
    } with: {
      zip($0, $1).map(+)
    }
  }

  /// The moments of all shards together.
  ///
  /// - Parameters:
  ///   - first: The place of the means among the numbers of a shard; the sums of squares follow.
  ///   - area: Numbers of a channel in each sample.
  func moments(at first: Int, channels: Int, area: Int) -> ChannelMoments {
    folded { shard in
      let own = numbers(of: shard) + first
      return ChannelMoments(
        count: Double(sizes[shard] * area), means: Array(UnsafeBufferPointer(start: own, count: channels)),
        squares: Array(UnsafeBufferPointer(start: own + channels, count: channels)))
    } with: {
      $0.merged(with: $1)
    }
  }

  private func folded<Value>(_ value: (Int) -> Value, with merge: (Value, Value) -> Value) -> Value {
    func fold(_ shards: Range<Int>) -> Value {
      guard shards.count > 1 else { return value(shards.lowerBound) }
      let middle = GradientTree.middle(of: shards)
      return merge(fold(shards.lowerBound..<middle), fold(middle..<shards.upperBound))
    }
    return fold(0..<sizes.count)
  }
}

/// Mean and sum of squared differences of each channel.
struct ChannelMoments {
  let count: Double
  let means: [Double]
  let squares: [Double]

  /// Of both together (Chan, Golub and LeVeque, doi:10.1080/00031305.1983.10483115).
  func merged(with other: ChannelMoments) -> ChannelMoments {
    let whole = count + other.count
    let differences = zip(means, other.means).map { $1 - $0 }
    return ChannelMoments(
      count: whole, means: zip(means, differences).map { $0 + $1 * (other.count / whole) },
      squares: means.indices.map {
        squares[$0] + other.squares[$0] + differences[$0] * differences[$0] * (count * other.count / whole)
      })
  }
}
