internal import Glibc

/// Files that are whole at any moment: written aside, brought to the disk, and moved to their place. Where
/// anything of that fails, the place is as it was.
///
/// ```swift
/// try WholeFile.write(bytes, to: "curve.png")
/// ```
/// A symbolic link stays one: what it leads to is written. A file that is replaced keeps its permissions.
/// What isn't a regular file (a pipe, `/dev/stdout`) has no whole, and is written as it is.
public enum WholeFile {
  /// - Parameters:
  ///   - permissions: Of a file that wasn't there before; the umask takes its part.
  ///   - isLasting: Whether it must outlive a power cut: false for what is checked when it is read, and made
  ///     anew.
  public static func write(
    _ bytes: [UInt8], to path: String, permissions: UInt32 = 0o666, isLasting: Bool = true
  ) throws(FileFailure) {
    var status = stat()
    let exists = stat(path, &status) == 0
    switch status.st_mode & S_IFMT {
    case S_IFDIR where exists: throw FileFailure(code: EISDIR)
    case S_IFREG where exists: break
    case _ where exists: return try writeThrough(bytes, to: path)
    default: break
    }
    let place = try Place(path)
    LeftoverFiles.remove(at: place)
    let aside = try TemporaryFile(for: place, permissions: permissions)
    if exists { aside.keepPermissions(of: status) }
    try aside.write(bytes)
    try aside.moveIntoPlace(isLasting: isLasting)
  }

  /// Writes a text.
  public static func write(_ text: String, to path: String) throws(FileFailure) {
    try write(Array(text.utf8), to: path)
  }

  /// What can't be replaced gets the bytes as they come.
  private static func writeThrough(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    // Without O_NONBLOCK a pipe that nobody reads would hold us up.
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw FileFailure(code: errno) }
    let flags = fcntl(descriptor, F_GETFL)
    if flags >= 0 { _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) }
    let failure = writeAll(bytes, to: descriptor)
    guard close(descriptor) == 0 || failure != nil || errno == EINTR else { throw FileFailure(code: errno) }
    if let failure { throw failure }
  }

  /// Nil when all bytes were taken.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> FileFailure? {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return FileFailure(code: count < 0 ? errno : ENOSPC) }
      done += count
    }
    return nil
  }
}

/// Where a file will be, behind all symbolic links.
struct Place {
  let path: String
  /// Empty, or with a slash at its end.
  let folder: String
  let name: String

  init(_ path: String) throws(FileFailure) {
    var path = path
    // As many links as Linux follows.
    for _ in 0..<40 {
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      guard let target = Self.target(of: path) else {
        self.path = path
        self.folder = folder
        name = String(path.dropFirst(folder.count))
        return
      }
      path = target.hasPrefix("/") ? target : folder + target
    }
    throw FileFailure(code: ELOOP)
  }

  /// What a symbolic link says; nil where the path is none.
  private static func target(of path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
