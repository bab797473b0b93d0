/// Constants that affect the bits of training results; recorded in sessions.
public enum Numerics {
  /// Raised with each change of results.
  public static let version = 5
  /// The default of the most samples per shard.
  public static let shardSize = 16

  /// The shards of a step of several batches: those of each batch, one batch after the other.
  ///
  /// - Parameter size: The most samples of a shard.
  static func shards(of count: Int, batch: Int, size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: batch).flatMap { first in
      shards(of: min(batch, count - first), size: size).map {
        first + $0.lowerBound..<first + $0.upperBound
      }
    }
  }

  /// The shards of a batch: ceil(count / size), sizes differ by at most one, larger ones first.
  static func shards(of count: Int, size: Int) -> [Range<Int>] {
    guard count > 0 else { return [] }
    let shards = (count + size - 1) / size
    let (smallest, larger) = count.quotientAndRemainder(dividingBy: shards)
    var first = 0
    return (0..<shards).map { index in
      let next = first + smallest + (index < larger ? 1 : 0)
      defer { first = next }
      return first..<next
    }
  }
}
