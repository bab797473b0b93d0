internal import Glibc

/// Finds bytes of a content again: what is new gets the next number, from 0.
///
/// A dictionary would do, at three times the time for tables of millions of rows. Numbers follow from the
/// order of what is asked for alone, whatever the hash.
///
/// - Complexity: O(bytes) a question; hashes begin with a random number, so that nobody can choose names that
///   collide.
struct ByteTable {
  /// Where bytes lie, for as long as the content stays where it is.
  struct Key {
    let bytes: UnsafeRawBufferPointer

    init(_ content: UnsafeBufferPointer<UInt8>, _ place: Range<Int>) {
      bytes = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: content[place]))
    }

    func isSame(as other: Key) -> Bool {
      guard bytes.count == other.bytes.count else { return false }
      guard let own = bytes.baseAddress, let others = other.bytes.baseAddress else { return true }
      return memcmp(own, others, bytes.count) == 0
    }
  }

  private var keys: [Key] = []
  private var hashes: [UInt64] = []
  /// Numbers plus 1 at the places that follow from the hashes; 0 where nothing stands.
  private var slots = [Int](repeating: 0, count: 64)
  private let seed = UInt64.random(in: .min ... .max)

  /// The number of some bytes.
  mutating func number(of key: Key) -> (number: Int, isNew: Bool) {
    let hash = hash(key)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] > 0 {
      let number = slots[slot] - 1
      if hashes[number] == hash, keys[number].isSame(as: key) { return (number, false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    keys.append(key)
    hashes.append(hash)
    slots[slot] = keys.count
    if 2 * keys.count > slots.count { grow() }
    return (keys.count - 1, true)
  }

  private mutating func grow() {
    slots = [Int](repeating: 0, count: 4 * slots.count)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = number + 1
    }
  }

  /// Products of 128 bits, folded, as in wyhash.
  private func hash(_ key: Key) -> UInt64 {
    let bytes = key.bytes
    var hash = seed ^ UInt64(bytes.count)
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = Self.mixed(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return Self.mixed(Self.mixed(hash ^ rest) ^ seed)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return high ^ low
  }
}
