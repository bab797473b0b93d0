/// The purpose that random numbers are drawn for; two purposes never share a number.
///
/// A name's identity is fixed for ever: changing one changes the results of every session that used it.
public struct StreamName: Hashable, Sendable {
  public let identity: UInt32

  public init(identity: UInt32) { self.identity = identity }

  public static let shuffle = StreamName(identity: 1)
  public static let augment = StreamName(identity: 2)
  public static let dropout = StreamName(identity: 3)
  public static let initialize = StreamName(identity: 4)
  public static let split = StreamName(identity: 5)
  /// The order of samples before they are divided into folds.
  public static let folds = StreamName(identity: 16)
  /// The folds that probabilities of support vector machines are fitted on.
  public static let calibration = StreamName(identity: 40)
}

/// Random numbers without state: each is a function of the seed, the stream and a position.
///
/// Because nothing is carried from one number to the next, neither the order of drawing nor the number of
/// threads matters, and a resumed training needs no generator state. The function is Philox4x32-10 of Salmon
/// et al., "Parallel random numbers: as easy as 1, 2, 3" (doi:10.1145/2063384.2063405).
public struct RandomStream: Sendable {
  @usableFromInline let key: SIMD2<UInt32>
  @usableFromInline let stream: UInt32

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
