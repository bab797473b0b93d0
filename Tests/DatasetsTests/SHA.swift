import Crypto

/// What `sha256sum` prints, its first 16 digits.
enum SHA {
  static func prefix(of bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
