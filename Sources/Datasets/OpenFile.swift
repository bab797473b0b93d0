internal import Glibc

/// A regular file that is open for reading.
final class OpenFile {
  let path: String
  /// As it was when the file was opened.
  let stamp: FileStamp
  private let descriptor: Int32

  init(_ path: String) throws(DataError) {
    self.path = path
    // A pipe in place of a file must not keep us waiting for its writer.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: FileAccess.reason()) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = FileAccess.reason()
      close(descriptor)
      throw .unreadable(path: path, reason: reason)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .unreadable(path: path, reason: "it is no regular file")
    }
    stamp = FileStamp(status)
  }

  deinit { close(descriptor) }

  /// In bytes, when it was opened.
  var size: Int { Int(clamping: stamp.size) }

  /// The bytes at a place, fewer at the end of the file; none from a place where there is none.
  func read(_ count: Int, at offset: Int) throws(DataError) -> [UInt8] {
    guard offset >= 0, count > 0 else { return [] }
    var failure: DataError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, offset + filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = .unreadable(path: path, reason: FileAccess.reason()) }
        if got <= 0 { break }
        filled += got
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads the next bytes.
  ///
  /// - Returns: How many; fewer than there is room for at the end of the file alone.
  func read(into target: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    var count = 0
    while count < target.count {
      let got = Glibc.read(descriptor, target.baseAddress.map { $0 + count }, target.count - count)
      if got < 0 {
        if errno == EINTR { continue }
        throw .unreadable(path: path, reason: FileAccess.reason())
      }
      if got == 0 { break }
      count += got
    }
    return count
  }
}
