internal import Foundation

/// Files of which nobody knows how large they are: a file may say that it has terabytes, or be a pipe that
/// never ends.
enum BoundedFile {
  enum Problem: Error {
    case missing
    case folder
    case noFile
    case noPermission
    case tooLarge
    case failed(reason: String)

    /// The end of a sentence.
    func text(limit: Int) -> String {
      switch self {
      case .missing: "it doesn't exist"
      case .folder: "it is a folder"
      case .noFile: "it is no regular file"
      case .noPermission: "there is no permission to read it"
      case .tooLarge: "it has more than \(limit >> 20) MB"
      case .failed(let reason): "the system reports: \(reason)"
      }
    }
  }

  /// All bytes of a regular file that has at most `limit`.
  static func bytes(_ path: String, limit: Int) throws(Problem) -> Data {
    // Without O_NONBLOCK a pipe would wait for its writer.
    let descriptor = path.utf8.contains(0) ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw problem }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw problem }
    if status.st_mode & S_IFMT == S_IFDIR { throw .folder }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .noFile }
    guard status.st_size <= limit else { throw .tooLarge }
    var bytes = Data(capacity: Int(status.st_size))
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw problem }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      // It may grow while it is read.
      guard bytes.count <= limit else { throw .tooLarge }
    }
  }

  private static var problem: Problem {
    switch errno {
    case ENOENT, ENOTDIR: .missing
    case EACCES, EPERM: .noPermission
    case ENXIO: .noFile
    default: .failed(reason: String(cString: strerror(errno)))
    }
  }
}
