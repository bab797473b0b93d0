internal import Glibc
internal import Synchronization

/// A file of pixels in the cache folder. It has no name while it is written, and is gone with its last user
/// then, be it by a kill; one that is whole may get a name, for later loads.
final class PixelFile: Sendable {
  private let descriptor: Int32
  private let folder: String
  private let path: Mutex<String?>

  /// A new one without a name.
  ///
  /// - Parameter folder: Is made where it isn't there.
  init(in folder: String) throws(DataError) {
    self.folder = folder
    Self.make(folder)
    path = Mutex(nil)
    // It can be given a name later where the file system knows such files; else it is made and loses its name.
    let unnamed = open(folder, O_RDWR | O_CLOEXEC | Self.withoutName, 0o600)
    guard unnamed < 0 else {
      descriptor = unnamed
      return
    }
    let name = Self.aside(in: folder)
    descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .packing(folder: folder, reason: FileAccess.reason()) }
    unlink(name)
  }

  /// One that has a name; nil where it can't be read.
  init?(at path: String) {
    folder = FileAccess.parted(path).folder
    self.path = Mutex(path)
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// `O_TMPFILE`, a macro that Swift doesn't see.
  private static let withoutName = 0o20_000_000 | O_DIRECTORY

  /// The beginning of the names of files that aren't whole yet.
  static let asidePrefix = "images-"

  /// A name that nothing depends on.
  private static func aside(in folder: String) -> String {
    folder + "/" + asidePrefix + String(UInt64.random(in: .min ... .max), radix: 36)
  }

  private static func make(_ folder: String) {
    var path = ""
    for name in folder.split(separator: "/") {
      path += "/" + name
      mkdir(path, 0o700)
    }
  }

  func failure(_ reason: String) -> DataError { .packing(folder: folder, reason: reason) }

  /// What was written isn't there any more: a file with a name loses it, so that the next load makes it anew.
  func changed(_ reason: String) -> DataError {
    path.withLock { path in
      if let known = path { unlink(known) }
      path = nil
    }
    return .changedPacking(folder: folder, reason: reason)
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DataError) {
    var written = 0
    while written < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, offset + written)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(FileAccess.reason()) }
      written += count
    }
  }

  /// Nil when all was written.
  func write(_ content: [UInt8], at offset: Int) -> DataError? {
    content.withUnsafeBytes { bytes in
      do throws(DataError) {
        try write(bytes, at: offset)
        return nil
      } catch {
        return error
      }
    }
  }

  func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws(DataError) {
    var filled = 0
    while filled < target.count {
      let count = pread(
        descriptor, target.baseAddress.map { $0 + filled }, target.count - filled, offset + filled)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(FileAccess.reason()) }
      guard count > 0 else { throw changed("it is shorter than what was written") }
      filled += count
    }
  }

  /// Nil where there are fewer bytes.
  func bytes(_ count: Int, at offset: Int) -> [UInt8]? {
    guard count >= 0, offset >= 0 else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, offset + filled)
        if got < 0, errno == EINTR { continue }
        if got <= 0 { break }
        filled += got
      }
    }
    return bytes.count == count ? bytes : nil
  }

  /// Gives a whole file its name. Without one it is used all the same, and gone afterwards.
  func name(_ wanted: String) {
    let aside = Self.aside(in: folder)
    // The way that open(2) describes.
    guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, aside, AT_SYMLINK_FOLLOW) == 0 else {
      return
    }
    guard rename(aside, wanted) == 0 else {
      unlink(aside)
      return
    }
    path.withLock { $0 = wanted }
  }

  /// How many bytes it has.
  var size: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// How many bytes the disk has left for it.
  var room: Int {
    var status = statvfs()
    guard fstatvfs(descriptor, &status) == 0 else { return .max }
    return Int(clamping: UInt64(status.f_bavail) &* UInt64(status.f_frsize))
  }
}
