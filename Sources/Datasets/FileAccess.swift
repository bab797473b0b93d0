internal import Glibc

/// What the readers ask of the file system. Orders are those of bytes: neither the file system nor the locale
/// has a say.
enum FileAccess {
  enum Kind: Sendable {
    case file
    case folder
    case other
  }

  /// What stands at a path, links followed; nil when there is nothing.
  static func kind(_ path: String) -> Kind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// A number for each folder that tells it from every other, for finding links that lead back.
  static func identity(_ path: String) -> [UInt64] {
    var status = stat()
    return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : []
  }

  /// Whether a folder is of /proc or /sys. What they hold is made as it is read, and has no end.
  static func isOfKernel(_ path: String) -> Bool {
    let device = identity(path).first
    return device != identity("/").first && ["/proc", "/sys"].contains { identity($0).first == device }
  }

  /// The bytes of a file.
  ///
  /// - Parameter limit: How many of them at most.
  static func bytes(_ path: String, limit: Int = .max) throws(DataError) -> [UInt8] {
    try bytes(of: OpenFile(path), limit: limit)
  }

  /// The bytes of a file of which nothing was read.
  static func bytes(of file: OpenFile, limit: Int = .max) throws(DataError) -> [UInt8] {
    let size = min(file.size, limit)
    try AvailableMemory.check(for: size, each: 1, what: "'\(file.path)'")
    var failure: DataError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      do throws(DataError) {
        count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// A name that can't be typed.
  struct BrokenName {
    /// As far as it can be shown.
    let shown: String
    let isFolder: Bool
  }

  /// The names in a folder in byte order, without hidden ones.
  ///
  /// - Parameter broken: Gets the names that aren't UTF-8 or hold control characters, as far as they can be
  ///   shown: they can't be typed, and would do with a terminal what they like.
  static func names(in folder: String, broken: inout [BrokenName]) throws(DataError) -> [String] {
    guard let handle = opendir(folder) else { throw .unreadable(path: folder, reason: reason()) }
    defer { closedir(handle) }
    var names: [String] = []
    // An entry is as long as its name, so the name is read where it lies instead of as an array of 256.
    guard let start = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { return [] }
    while let entry = readdir(handle) {
      let text = UnsafeRawPointer(entry).advanced(by: start).assumingMemoryBound(to: CChar.self)
      if text.pointee == CChar(UInt8(ascii: ".")) { continue }
      if let name = String(validatingCString: text), !name.unicodeScalars.contains(where: isControl) {
        names.append(name)
      } else {
        var status = stat()
        let isFolder = fstatat(dirfd(handle), text, &status, 0) == 0 && status.st_mode & S_IFMT == S_IFDIR
        broken.append(BrokenName(shown: shown(String(cString: text)), isFolder: isFolder))
      }
    }
    broken.sort { precedes($0.shown, $1.shown) }
    return names.sorted(by: precedes)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }

  private static func shown(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }

  static func names(in folder: String) throws(DataError) -> [String] {
    var broken: [BrokenName] = []
    return try names(in: folder, broken: &broken)
  }

  /// The order of bytes. Swift's own takes strings of the same characters for equal, whatever their bytes.
  static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// A path from a folder on; as it is where it doesn't begin with that.
  static func relative(_ path: String, to folder: String) -> String {
    let prefix = join(folder, "")
    return path.utf8.starts(with: prefix.utf8) ? String(path.utf8.dropFirst(prefix.utf8.count)) ?? path : path
  }

  /// The one path of a file or folder, from the root and without links; as it is where there is none.
  static func absolute(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  /// The folder of a file and its name there.
  static func parted(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let name = String(path[path.utf8.index(after: slash)...])
    return slash == path.startIndex ? ("/", name) : (String(path[..<slash]), name)
  }

  /// The variables that readers use, as the process has them.
  static func environment(_ names: [String]) -> [String: String] {
    var found: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { found[name] = String(cString: value) }
    }
    return found
  }

  /// What the last call of the system failed with.
  static func reason() -> String {
    switch errno {
    case ENOENT: "there is no such file or folder"
    case EACCES, EPERM: "access is not allowed"
    default: String(cString: strerror(errno))
    }
  }
}
