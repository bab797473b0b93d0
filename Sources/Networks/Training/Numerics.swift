/// Constants that affect the bits of training results; recorded in sessions.
public enum Numerics {
  /// Raised with each change of results.
  public static let version = 4
  /// The maximum number of samples per shard.
  public static let shardSize = 32
  /// The number of partial sums of a step's gradients.
  public static let lanes = 8

  /// The shards of a step of several batches: those of each batch, one batch after the other.
  static func shards(of count: Int, batch: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: batch).flatMap { first in
      shards(of: min(batch, count - first)).map { first + $0.lowerBound..<first + $0.upperBound }
    }
  }

  /// The shards of a batch: ceil(count / 32), sizes differ by at most one, larger ones first.
  static func shards(of count: Int) -> [Range<Int>] {
    guard count > 0 else { return [] }
    let shards = (count + shardSize - 1) / shardSize
    let (size, larger) = count.quotientAndRemainder(dividingBy: shards)
    var first = 0
    return (0..<shards).map { index in
      let next = first + size + (index < larger ? 1 : 0)
      defer { first = next }
      return first..<next
    }
  }
}
