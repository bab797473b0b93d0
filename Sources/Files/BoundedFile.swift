internal import Glibc

/// Files of which nobody knows how large they are: a file may say that it has terabytes, or be a pipe that
/// never ends.
package enum BoundedFile {
  package enum Problem: Error, Hashable {
    case missing
    case folder
    case noFile
    case noPermission
    case tooLarge
    case failed(FileFailure)

    /// The end of a sentence.
    package func text(limit: Int) -> String {
      switch self {
      case .missing: "it doesn't exist"
      case .folder: "it is a folder"
      case .noFile: "it is no regular file"
      case .noPermission: "there is no permission to read it"
      case .tooLarge: "it has more than " + (limit < 1 << 30 ? "\(limit >> 20) MB" : "\(limit >> 30) GB")
      case .failed(let failure): failure.reason
      }
    }

    init(code: Int32) {
      self =
        switch code {
        case ENOENT, ENOTDIR: .missing
        case EACCES, EPERM: .noPermission
        case ENXIO: .noFile
        case EISDIR: .folder
        default: .failed(FileFailure(code: code))
        }
    }
  }

  /// All bytes of a regular file that has at most `limit`.
  package static func bytes(_ path: String, limit: Int) throws(Problem) -> [UInt8] {
    try RegularFile(path).bytes(limit: limit)
  }

  /// All bytes that come from a descriptor, a pipe's too, up to `limit`.
  package static func bytes(of descriptor: Int32, limit: Int) throws(Problem) -> [UInt8] {
    try bytes(of: descriptor, limit: limit, expected: 0)
  }

  fileprivate static func bytes(of descriptor: Int32, limit: Int, expected: Int) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Problem(code: errno) }
      if count == 0 { return bytes }
      // It may grow while it is read.
      guard bytes.count + count <= limit else { throw .tooLarge }
      bytes += chunk[..<count]
    }
  }
}

/// A regular file that is open for reading, of which parts are wanted.
package final class RegularFile {
  /// As it was when the file was opened.
  package let size: Int
  private let descriptor: Int32

  package init(_ path: String) throws(BoundedFile.Problem) {
    // Without O_NONBLOCK a pipe would wait for its writer.
    let descriptor = path.utf8.contains(0) ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw path.utf8.contains(0) ? .missing : BoundedFile.Problem(code: errno) }
    self.descriptor = descriptor
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw BoundedFile.Problem(code: code)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw status.st_mode & S_IFMT == S_IFDIR ? .folder : .noFile
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// All bytes, of which there may be at most `limit`.
  package func bytes(limit: Int) throws(BoundedFile.Problem) -> [UInt8] {
    guard size <= limit else { throw .tooLarge }
    lseek(descriptor, 0, SEEK_SET)
    return try BoundedFile.bytes(of: descriptor, limit: limit, expected: size)
  }

  /// The bytes from an offset on: `count` of them, fewer at the end of the file.
  package func bytes(at offset: Int, count: Int) throws(BoundedFile.Problem) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, min(count, size - offset)))
    var done = 0
    while done < bytes.count {
      let wanted = bytes.count - done
      let got = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress.map { $0 + done }, wanted, offset + done)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw BoundedFile.Problem(code: errno) }
      if got == 0 { break }
      done += got
    }
    return Array(bytes.prefix(done))
  }
}
