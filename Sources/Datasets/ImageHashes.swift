/// A set of image hashes, to detect test images that a model was trained on.
///
/// A hash covers size and pixels as loaded, whatever the file. Equal images have equal hashes; the
/// probability of a collision among 10^10 pairs of different images is below one in a billion.
public struct ImageHashes: Sendable, Hashable {
  /// Ascending, without duplicates.
  private var values: [UInt64]

  /// The hashes of all images of a part.
  public init(of part: Part) {
    values = Self.sorted(part.imageHashes)
  }

  /// The number of distinct images.
  public var count: Int { values.count }

  /// The hashes of both sets.
  public func union(_ other: ImageHashes) -> ImageHashes {
    var result = self
    result.values = Self.sorted(values + other.values)
    return result
  }

  /// The number of images of a part that are in this set.
  public func overlap(with part: Part) -> Int {
    let known = Set(values)
    return part.imageHashes.count { known.contains($0) }
  }

  private static func sorted(_ hashes: [UInt64]) -> [UInt64] {
    var result: [UInt64] = []
    for hash in hashes.sorted() where hash != result.last { result.append(hash) }
    return result
  }

  // MARK: In files

  /// 16 hexadecimal digits per image, ascending.
  public var text: String {
    String(
      decoding: values.flatMap { value in
        (0..<16).map { Self.digits[Int(value >> (60 - 4 * UInt64($0)) & 15)] }
      },
      as: UTF8.self)
  }

  /// Parses `text`; nil if it is malformed.
  public init?(text: String) {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 16) else { return nil }
    var values: [UInt64] = []
    values.reserveCapacity(digits.count / 16)
    for start in stride(from: 0, to: digits.count, by: 16) {
      var value: UInt64 = 0
      for digit in digits[start..<start + 16] {
        guard let number = Self.digits.firstIndex(of: digit) else { return nil }
        value = value << 4 | UInt64(number)
      }
      guard values.last.map({ $0 < value }) ?? true else { return nil }
      values.append(value)
    }
    self.values = values
  }

  private static let digits = Array("0123456789abcdef".utf8)
}

extension Part {
  /// The hash of each image, by position.
  public var imageHashes: [UInt64] {
    let hashes = store.hashes
    return indices.map { hashes[$0] }
  }
}

/// Hashes of images, for finding equal ones quickly.
enum PixelHash {
  /// A hash of an image's size and pixels.
  static func of(_ bytes: UnsafeRawBufferPointer, _ shape: SampleShape) -> UInt64 {
    var hash = mixed(mixed(mixed(UInt64(shape.width)) ^ UInt64(shape.height)) ^ UInt64(shape.channels))
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = mixed(hash ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      offset += 8
    }
    for byte in bytes[offset...] { hash = mixed(hash ^ UInt64(byte)) }
    return hash
  }

  /// One round of Steele's SplitMix64 (doi:10.1145/2714064.2660195): every bit reaches every other.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
