/// The purpose of a random stream; streams of different purposes are independent.
///
/// An identity must never change: that would change the results of every session that used it.
public struct StreamName: Hashable, Sendable {
  /// The number that distinguishes this stream from the others with the same seed.
  public let identity: UInt32

  /// A stream with an identity that none of the streams below has.
  public init(identity: UInt32) { self.identity = identity }

  /// The order of the training samples in an epoch.
  public static let shuffle = StreamName(identity: 1)
  /// Random parameters of data augmentation.
  public static let augment = StreamName(identity: 2)
  /// Dropout masks.
  public static let dropout = StreamName(identity: 3)
  /// Initial weights.
  public static let initialize = StreamName(identity: 4)
  /// The random split of a data set into parts.
  public static let split = StreamName(identity: 5)
  /// Partners and shares of mixed training samples.
  public static let mix = StreamName(identity: 6)
  /// Places, sizes and noise of the built-in data set `shapes`.
  public static let shapes = StreamName(identity: 7)
  /// The order of samples before they are assigned to folds.
  public static let folds = StreamName(identity: 16)
  /// Which samples are drawn in each resample of a bootstrap.
  public static let bootstrap = StreamName(identity: 17)
  /// The internal cross-validation for probability estimates of support vector machines (Platt scaling).
  public static let calibration = StreamName(identity: 40)
}

/// A counter-based random number generator: each number is a function of seed, stream and position.
///
/// As there is no state, neither the order of draws nor the number of threads affects the results. The
/// function is Philox4x32-10 of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3"
/// (doi:10.1145/2063384.2063405).
public struct RandomStream: Sendable {
  @usableFromInline let key: SIMD2<UInt32>
  @usableFromInline let stream: UInt32

  /// The stream of this name for a seed.
  @inlinable
  public init(seed: UInt64, stream: StreamName) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.stream = stream.identity
  }

  /// 128 random bits at a position. All three coordinates count from zero and are taken modulo 2^32.
  @inlinable
  public func bits(epoch: Int, sample: Int, index: Int) -> SIMD4<UInt32> {
    Self.philox(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: sample),
        UInt32(truncatingIfNeeded: epoch), stream),
      key: key)
  }

  /// A number in [0, 1) with 24 random bits: every value is exact in Float.
  @inlinable
  public func uniform(epoch: Int, sample: Int, index: Int) -> Float {
    Float(bits(epoch: epoch, sample: sample, index: index)[0] >> 8) * 0x1p-24
  }

  /// A number in [0, 1) with 53 random bits.
  @inlinable
  public func uniformDouble(epoch: Int, sample: Int, index: Int) -> Double {
    let word = bits(epoch: epoch, sample: sample, index: index)
    return Double((UInt64(word[0]) << 32 | UInt64(word[1])) >> 11) * 0x1p-53
  }

  /// The permutation of 0..<count that belongs to an epoch.
  ///
  /// A Fisher-Yates shuffle whose draws are 64-bit multiplications (Lemire, doi:10.1145/3230636) without
  /// rejection: the bias is below count/2^64.
  ///
  /// - Complexity: O(count).
  public func permutation(of count: Int, epoch: Int) -> [Int] {
    var order = Array(0..<count)
    guard count > 1 else { return order }
    for position in stride(from: count - 1, to: 0, by: -1) {
      let word = bits(epoch: epoch, sample: position, index: 0)
      let draw = UInt64(word[0]) << 32 | UInt64(word[1])
      order.swapAt(position, Int(draw.multipliedFullWidth(by: UInt64(position + 1)).high))
    }
    return order
  }

  @inlinable
  static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var counter = counter
    var key = key
    for _ in 0..<10 {
      let first = UInt64(0xD251_1F53) &* UInt64(counter[0])
      let second = UInt64(0xCD9E_8D57) &* UInt64(counter[2])
      counter = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ counter[1] ^ key[0], UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ counter[3] ^ key[1], UInt32(truncatingIfNeeded: first))
      key = SIMD2(key[0] &+ 0x9E37_79B9, key[1] &+ 0xBB67_AE85)
    }
    return counter
  }
}
