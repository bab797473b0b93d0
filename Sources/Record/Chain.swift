internal import Crypto

/// The chain of hashes that ties each entry of a session to all before it.
///
/// A value is the SHA-256 of the 64 hexadecimal digits of the value before (at first 64 zeros) and of every
/// byte from behind that value's line up to its own. Whoever recomputes all values can forge a session; who
/// only edits can't.
public enum Chain {
  public static let start = String(repeating: "0", count: 64)
  static let prefix = "#~ "
  /// `#~ `, 64 digits.
  static let lineLength = 67

  public static func next(after value: String, _ bytes: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    update(&hash, Array(value.utf8))
    update(&hash, Array(bytes))
    return hexadecimal(hash.finalize())
  }

  /// `sha256:` and the hash of a text.
  public static func fingerprint(of text: String) -> String { fingerprint(of: Array(text.utf8)) }

  /// `sha256:` and the hash of bytes.
  public static func fingerprint(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    update(&hash, bytes)
    return "sha256:" + hexadecimal(hash.finalize())
  }

  /// The value in a line without its newline, or nil when the line isn't exactly `#~ ` and 64 lower-case
  /// digits.
  static func value(inLine line: ArraySlice<UInt8>) -> String? {
    guard line.count == lineLength, line.starts(with: prefix.utf8) else { return nil }
    let digits = line.dropFirst(prefix.utf8.count)
    guard digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
    return String(decoding: digits, as: UTF8.self)
  }

  private static func update(_ hash: inout SHA256, _ bytes: [UInt8]) {
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  static func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// The first place at which a session isn't what was recorded.
public struct ChainFault: Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// The bytes don't give the recorded value.
    case mismatch(chainLine: Int)
    case malformedChain(line: Int)
    case malformedLine(line: Int)
    case malformedHeader(line: Int)
    /// Text between the last value and `#. end`.
    case unchained(line: Int)
    case malformedEnd(line: Int)
    case afterEnd(line: Int)
  }

  /// The first line of the entry at fault.
  public let firstLine: Int
  public let reason: Reason
  public let hasWindowsLineEnds: Bool

  /// The line that messages name: the `#~` line of the entry at fault, or the line that has no place in a
  /// session.
  public var line: Int {
    switch reason {
    case .mismatch(let line), .malformedChain(let line), .malformedLine(let line), .malformedHeader(let line),
      .unchained(let line), .malformedEnd(let line), .afterEnd(let line):
      line
    }
  }
}
