internal import Glibc

/// A file beside the place where it will be, removed unless it is moved there. It is locked as long as it is
/// written, so that nobody takes it for what a killed process left.
final class TemporaryFile {
  private let descriptor: Int32
  private let place: Place
  private let path: [CChar]
  private var isMoved = false

  init(for place: Place, permissions: UInt32) throws(FileFailure) {
    self.place = place
    path = place.beside(LeftoverFiles.name())
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
    guard descriptor >= 0 else { throw FileFailure(code: errno, folder: place.folder) }
    // A file system without locks has the number of the process in the name alone.
    flock(descriptor, LOCK_EX | LOCK_NB)
  }

  deinit {
    // The lock goes with the descriptor.
    if descriptor >= 0 { close(descriptor) }
    if descriptor >= 0, !isMoved { unlink(path) }
  }

  /// A file of another owner, written by root, stays that owner's where the system lets it.
  func keepPermissions(of status: stat) {
    if status.st_uid != geteuid() || status.st_gid != getegid() {
      _ = fchown(descriptor, status.st_uid, status.st_gid)
    }
    fchmod(descriptor, status.st_mode & 0o7777)
  }

  func write(_ bytes: [UInt8]) throws(FileFailure) {
    if let failure = WholeFile.writeAll(bytes, to: descriptor) { throw failure }
  }

  /// The file takes its place when all of it is written, and on the disk where it is to last.
  func moveIntoPlace(isLasting: Bool) throws(FileFailure) {
    // Some file systems can't sync; what they were given they have.
    guard !isLasting || fsync(descriptor) == 0 || errno == EINVAL else { throw FileFailure(code: errno) }
    // Some tell only when a file is closed that there was no room; a second descriptor keeps the lock
    // meanwhile.
    let second = dup(descriptor)
    guard second < 0 || close(second) == 0 else { throw FileFailure(code: errno) }
    guard rename(path, place.path) == 0 else { throw FileFailure(code: errno) }
    isMoved = true
    guard isLasting else { return }
    // The new name is safe when the folder is on the disk too.
    let folder = open(place.folderPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}

/// What processes leave beside a place when they are killed while they write.
public enum LeftoverFiles {
  private static let start = ".fovea-"

  /// A name that is nobody else's: `.fovea-PROCESS-` and 16 digits.
  static func name() -> String {
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    return start + "\(getpid())-" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Takes away what ended processes left in a folder.
  public static func remove(in folder: String) {
    guard let place = try? Place(folder + "/") else { return }
    remove(at: place)
  }

  /// Takes away what ended processes left in the folder of a place.
  static func remove(at place: Place) {
    guard let folder = opendir(place.folderPath) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let process = process(of: name, beside: place.name), isGone(process) else { continue }
      remove(place.beside(name))
    }
  }

  /// The number of the process that made a file; nil for what none of ours made.
  static func process(of name: String, beside place: String) -> pid_t? {
    // Also as version 0.1 named pictures and models.
    for start in [start, ".picture-"] where name.hasPrefix(start) {
      let parts = name.dropFirst(start.count).split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[1].isEmpty, parts[1].allSatisfy(\.isHexDigit) else { return nil }
      return number(parts[0])
    }
    let models = place + ".fovea-"
    return name.hasPrefix(models) ? number(name.dropFirst(models.count)) : nil
  }

  private static func number(_ text: Substring) -> pid_t? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = pid_t(text), number > 0 else {
      return nil
    }
    return number
  }

  private static func isGone(_ process: pid_t) -> Bool { kill(process, 0) != 0 && errno == ESRCH }

  /// Of a process of another machine or container the number says nothing; its lock does.
  private static func remove(_ path: [CChar]) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { return }
    unlink(path)
  }
}
