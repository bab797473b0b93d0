internal import Glibc

extension SessionReader {
  /// The header of the session in a file, byte for byte: the chain begins with it, and no two sessions begin
  /// alike. Nil for what is no session, or ends inside its header.
  public static func beginning(ofFile path: String) -> [UInt8]? {
    // Without O_NONBLOCK a pipe would wait for its writer.
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: longestHeader)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    return beginning(of: bytes.prefix(max(0, count)))
  }

  /// No header is longer: of what it tells only the path of a folder may be long.
  private static let longestHeader = 1 << 16

  static func beginning(of bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard bytes.starts(with: SessionHeader.firstLinePrefix.utf8) else { return nil }
    var newlines = 0
    guard
      let end = bytes.firstIndex(where: { byte in
        if byte == 0x0A { newlines += 1 }
        return newlines == 3
      })
    else { return nil }
    return Array(bytes[...end])
  }
}
