internal import Files
internal import Glibc

/// The calls of the system that write a session, so that tests can let a disk be full.
struct SessionSystem {
  /// Writes at an offset; the count of bytes written, or -1 and `errno`.
  var write: (_ file: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int
  /// Brings everything written to the disk; 0, or -1 and `errno`.
  var synchronize: (_ file: Int32) -> Int32
  /// Four hexadecimal digits for the name of a file.
  var suffix: () -> String

  static var real: SessionSystem {
    SessionSystem(
      write: { pwrite($0, $1.baseAddress, $1.count, $2) },
      synchronize: { fdatasync($0) },
      suffix: {
        let digits = String(UInt16.random(in: 0...UInt16.max), radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
      })
  }
}

/// An open session, locked as long as this lives. One owner; the lock ends with the process, however that
/// ends.
struct SessionFile: ~Copyable {
  let path: String
  private let descriptor: Int32
  private let system: SessionSystem

  deinit { close(descriptor) }

  /// Makes a file that didn't exist, with a name of its own, in a folder that is made where it is missing.
  ///
  /// - Parameter preparing: Told the path before the file is there.
  static func create(
    in folder: String, at time: SessionTime, system: SessionSystem, preparing: (String) -> Void = { _ in }
  ) throws(RecordError) -> SessionFile {
    try makeFolder(folder)
    // 65,536 names a second: that many collisions in a row are no coincidence.
    for _ in 0..<1000 {
      let path = folder + "/" + time.fileText + "-" + system.suffix() + SessionFolder.ending
      if access(path, F_OK) == 0 { continue }
      preparing(path)
      let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if descriptor < 0 {
        if errno == EEXIST || errno == EINTR { continue }
        throw .creation(path: folder, .last)
      }
      let file = SessionFile(path: path, descriptor: descriptor, system: system)
      try file.lock()
      // Before it was locked it looked like one that a killed process left empty (`SessionFolder.tidy`).
      guard file.status.st_nlink > 0 else { continue }
      synchronizeFolder(folder)
      return file
    }
    throw .creation(path: folder, RecordError.Failure(code: EEXIST))
  }

  /// Opens a session that exists, to go on with it.
  static func open(_ path: String, system: SessionSystem) throws(RecordError) -> SessionFile {
    let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw errno == EISDIR ? .notAFile(path: path) : .reading(path: path, .last) }
    let file = SessionFile(path: path, descriptor: descriptor, system: system)
    try file.lock()
    return file
  }

  private func lock() throws(RecordError) {
    // Whoever only looks whether a session is locked holds the lock for a moment, and so does a process that
    // is just being started from this one. On a busy machine a moment is long.
    for attempt in 0..<100 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
      guard errno == EWOULDBLOCK || errno == EINTR else { throw .writing(path: path, .last) }
      if attempt < 99 { usleep(20_000) }
    }
    throw .inUse(path: path)
  }

  /// Writes all bytes at an offset and syncs them. On an error the file ends at `offset` again.
  func write(_ bytes: [UInt8], at offset: Int) throws(RecordError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        system.write(descriptor, UnsafeRawBufferPointer(rebasing: $0[done...]), offset + done)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let failure = count < 0 ? RecordError.Failure.last : RecordError.Failure(code: ENOSPC)
        truncate(to: offset)
        throw .writing(path: path, failure)
      }
      done += count
    }
    guard system.synchronize(descriptor) == 0 else {
      let failure = RecordError.Failure.last
      truncate(to: offset)
      throw .writing(path: path, failure)
    }
  }

  private var status: stat {
    var status = stat()
    fstat(descriptor, &status)
    return status
  }

  var size: Int { Int(status.st_size) }

  /// Compares the file with what was written: the lock keeps nobody from deleting it.
  func requireUntouched(size: Int) throws(RecordError) {
    let status = status
    guard status.st_nlink > 0 else { throw .removed(path: path) }
    guard Int(status.st_size) == size else { throw .altered(path: path) }
  }

  /// Cuts the file. That shrinking fails is possible only where the disk itself fails; a reader finds the
  /// torn tail then.
  func truncate(to size: Int) { _ = ftruncate(descriptor, size) }

  func remove() { unlink(path) }

  /// Larger files are no sessions.
  static let sizeLimit = 256 << 20

  func contents() throws(RecordError) -> [UInt8] { try Self.contents(of: descriptor, path: path) }

  /// All bytes of a file.
  static func read(_ path: String) throws(RecordError) -> [UInt8] {
    // Without O_NONBLOCK a pipe would wait for its writer.
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .reading(path: path, .last) }
    defer { close(descriptor) }
    return try contents(of: descriptor, path: path)
  }

  private static func contents(of descriptor: Int32, path: String) throws(RecordError) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .reading(path: path, .last) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    // A file of holes may say that it has terabytes.
    guard status.st_size <= sizeLimit else { throw .tooLarge(path: path) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, bytes.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .reading(path: path, .last) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      // It may grow while it is read.
      guard bytes.count <= sizeLimit else { throw .tooLarge(path: path) }
    }
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ folder: String) throws(RecordError) {
    var path = folder.isAbsolutePath ? "/" : ""
    for part in folder.pathParts {
      path += part
      // 0700 is what the XDG specification asks for folders that a program makes.
      if mkdir(path, 0o700) != 0, errno != EEXIST, !isFolder(path) { throw .folder(path: folder, .last) }
      path += "/"
    }
    guard isFolder(folder) else { throw .folder(path: folder, RecordError.Failure(code: ENOTDIR)) }
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// A new name is safe only when its folder is on the disk too. Some file systems can't; the file itself is
  /// synced anyhow.
  private static func synchronizeFolder(_ folder: String) {
    let descriptor = Glibc.open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
