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

/// Where a file will be, behind all symbolic links: in the bytes of the file system, which needn't be text.
struct Place {
  /// Ends with a zero, as C wants it.
  let path: [CChar]
  /// Empty, or with a slash at its end.
  private let folderBytes: [UInt8]
  /// As far as it is text.
  let name: String

  /// As far as it is text, for messages.
  var folder: String { String(decoding: folderBytes, as: UTF8.self) }
  /// As C wants it.
  var folderPath: [CChar] { folderBytes.isEmpty ? Self.terminated([UInt8(ascii: ".")]) : beside("") }

  init(_ path: String) throws(FileFailure) {
    let slash = UInt8(ascii: "/")
    var bytes = Array(path.utf8)
    // As many links as Linux follows.
    for _ in 0..<40 {
      let folder = bytes[..<(bytes.lastIndex(of: slash).map { $0 + 1 } ?? 0)]
      guard let target = Self.target(of: Self.terminated(bytes)) else {
        self.path = Self.terminated(bytes)
        folderBytes = Array(folder)
        name = String(decoding: bytes[folder.count...], as: UTF8.self)
        return
      }
      bytes = target.first == slash ? target : folder + target
    }
    throw FileFailure(code: ELOOP)
  }

  /// The path of another file in the folder.
  func beside(_ name: String) -> [CChar] { Self.terminated(folderBytes + Array(name.utf8)) }

  private static func terminated(_ bytes: [UInt8]) -> [CChar] {
    bytes.map { CChar(bitPattern: $0) } + [0]
  }

  /// What a symbolic link says; nil where the path is none.
  private static func target(of path: [CChar]) -> [UInt8]? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return buffer[..<count].map { UInt8(bitPattern: $0) }
  }
}
