internal import Files
internal import Glibc

/// The history on disk: lines of UTF-8, `\\` for a backslash, `\n` for a newline, `\r` for a carriage return.
enum HistoryStorage {
  /// The line of an entry, with its newline.
  static func line(of entry: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entry.utf8.count + 1)
    for byte in entry.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes += [byte, byte]
      case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// The entry of a line without its newline; nil when it isn't one: empty, no UTF-8, a NUL, an escape that
  /// doesn't exist.
  static func entry(of line: Span<UInt8>) -> String? {
    guard line.count > 0 else { return nil }
    var isPlain = true
    for index in 0..<line.count {
      if line[index] == 0 { return nil }
      if line[index] == UInt8(ascii: "\\") { isPlain = false }
    }
    if isPlain { return line.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) } }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.count)
    var index = 0
    while index < line.count {
      var byte = line[index]
      if byte == UInt8(ascii: "\\") {
        index += 1
        guard index < line.count else { return nil }
        switch line[index] {
        case UInt8(ascii: "\\"): byte = UInt8(ascii: "\\")
        case UInt8(ascii: "n"): byte = UInt8(ascii: "\n")
        case UInt8(ascii: "r"): byte = UInt8(ascii: "\r")
        default: return nil
        }
      }
      bytes.append(byte)
      index += 1
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The entries of a file. The last line counts with its newline only: without, it was cut off.
  static func entries(of bytes: [UInt8]) -> [String] {
    var entries: [String] = []
    let all = bytes.span
    var start = 0
    for index in 0..<all.count where all[index] == UInt8(ascii: "\n") {
      if let entry = entry(of: all.extracting(start..<index)), entry != entries.last { entries.append(entry) }
      start = index + 1
    }
    return entries
  }

  /// The bytes of a file, of a long one the whole lines at its end; nil when there is none.
  static func read(_ path: String, atMost limit: Int) throws(HistoryError) -> [UInt8]? {
    // O_NONBLOCK: a pipe of that name must not hang the prompt.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 {
      if errno == ENOENT { return nil }
      throw .system(call: "open", path: path, code: errno)
    }
    defer { close(descriptor) }
    let size = try regularSize(descriptor, path)
    let start = max(0, size - limit)
    var bytes = try content(descriptor, path, from: start, count: size - start)
    if start > 0, let firstEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) { bytes.removeFirst(firstEnd + 1) }
    return bytes
  }

  /// Adds a line under a lock, in one write. A line that another session left torn is closed first.
  static func append(_ line: [UInt8], to path: String) throws(HistoryError) {
    makeFolder(of: path)
    let descriptor = try openLocked(path)
    // Closing gives the lock back.
    defer { close(descriptor) }
    let size = try regularSize(descriptor, path)
    let last = size > 0 ? try content(descriptor, path, from: size - 1, count: 1) : [UInt8(ascii: "\n")]
    let isTorn = last != [UInt8(ascii: "\n")]
    guard Descriptor.write(isTorn ? [UInt8(ascii: "\n")] + line : line, to: descriptor) else {
      throw .system(call: "write", path: path, code: errno)
    }
  }

  /// Keeps the last entries of a file: a new file takes the old one's place at once.
  static func shorten(_ path: String, to limit: Int) throws(HistoryError) {
    let descriptor = try openLocked(path)
    defer { close(descriptor) }
    let size = try regularSize(descriptor, path)
    let kept = entries(of: try content(descriptor, path, from: 0, count: size)).suffix(limit)
    var bytes: [UInt8] = []
    for entry in kept { bytes += line(of: entry) }
    do throws(FileFailure) { try WholeFile.write(bytes, to: path, permissions: 0o600) } catch {
      throw .system(call: "write", path: path, code: error.code)
    }
  }

  /// Opens for reading and adding, and locks. When another session has put a new file in its place meanwhile,
  /// that one.
  private static func openLocked(_ path: String) throws(HistoryError) -> Int32 {
    for _ in 0..<10 {
      let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
      guard descriptor >= 0 else { throw .system(call: "open", path: path, code: errno) }
      // Some network file systems know no locks; a single write with O_APPEND is the next best.
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      var own = stat()
      var named = stat()
      if fstat(descriptor, &own) == 0, stat(path, &named) == 0, own.st_ino == named.st_ino,
        own.st_dev == named.st_dev
      {
        return descriptor
      }
      close(descriptor)
    }
    throw .system(call: "flock", path: path, code: EAGAIN)
  }

  private static func regularSize(_ descriptor: Int32, _ path: String) throws(HistoryError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(call: "fstat", path: path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    return Int(status.st_size)
  }

  private static func content(
    _ descriptor: Int32, _ path: String, from start: Int, count: Int
  ) throws(HistoryError) -> [UInt8] {
    var done = 0
    var code: Int32 = 0
    var bytes = [UInt8](repeating: 0, count: count)
    bytes.withUnsafeMutableBytes { buffer in
      while done < count, let base = buffer.baseAddress {
        let got = pread(descriptor, base + done, count - done, off_t(start + done))
        if got < 0, errno == EINTR { continue }
        if got < 0 { code = errno }
        if got <= 0 { break }
        done += got
      }
    }
    if code != 0 { throw .system(call: "read", path: path, code: code) }
    bytes.removeLast(count - done)
    return bytes
  }

  /// Makes the folders on the way, for this person only. A failure shows when the file is opened.
  private static func makeFolder(of path: String) {
    var index = path.startIndex
    while let slash = path.utf8[index...].firstIndex(of: UInt8(ascii: "/")) {
      if slash > path.startIndex { mkdir(String(path[..<slash]), 0o700) }
      index = path.utf8.index(after: slash)
    }
  }
}
