internal import Crypto

/// Everything that a result depends on, part by part. Two results have the same key only when all parts are
/// the same.
public struct CacheKey: Sendable, Hashable {
  /// 64 hexadecimal digits: the SHA-256 of all parts.
  public let digest: String

  /// - Parameter parts: Names and texts; their order counts.
  public init(_ parts: [(name: String, text: String)]) {
    var hash = SHA256()
    for (name, text) in parts {
      for piece in [name, text] {
        let bytes = Array(piece.utf8)
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
      }
    }
    digest = Chain.hexadecimal(hash.finalize())
  }
}
