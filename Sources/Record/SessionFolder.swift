internal import Files
internal import Glibc

/// Where the sessions are.
public struct SessionFolder: Sendable, Hashable {
  public static let ending = ".fovea"

  /// A session in the folder.
  public struct Listing: Sendable, Hashable {
    public let path: String
    public let name: String
    public let byteCount: Int
    /// Whether it ends with `#. end`.
    public let isClosed: Bool
    /// Whether it doesn't, and its last command failed.
    public let isFailed: Bool
    /// Whether another process writes it.
    public let isLocked: Bool
  }

  public let path: String

  public init(path: String) { self.path = path }

  /// `sessions` where it exists in the current folder, else `$XDG_DATA_HOME/fovea/sessions`.
  public static func standard() throws(RecordError) -> SessionFolder {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    return try standard(currentFolder: ".", dataHome: variable("XDG_DATA_HOME"), home: variable("HOME"))
  }

  /// The same with everything that it hangs on given. A relative path of XDG counts as none, as its
  /// specification says.
  static func standard(currentFolder: String, dataHome: String?, home: String?) throws(RecordError)
    -> SessionFolder
  {
    let here = currentFolder == "." ? "sessions" : currentFolder + "/sessions"
    if SessionFile.isFolder(here) { return SessionFolder(path: here) }
    if let dataHome, dataHome.isAbsolutePath { return SessionFolder(path: dataHome + "/fovea/sessions") }
    guard let home, home.isAbsolutePath else { throw .noHome }
    return SessionFolder(path: home + "/.local/share/fovea/sessions")
  }

  /// Makes the folder where it is missing, and finds out whether sessions can be written there: better said
  /// when a session begins than when its first command is to be recorded.
  public func prepare() throws(RecordError) {
    try SessionFile.makeFolder(path)
    guard access(path, W_OK | X_OK) == 0 else { throw .creation(path: path, .last) }
  }

  /// Takes away files in which there is nothing: of processes that were killed before they wrote a header.
  public func tidy() {
    for listing in (try? sessions()) ?? []
    where listing.byteCount == 0 && !listing.isLocked && Self.isDated(listing.name) {
      let descriptor = open(listing.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var (opened, found) = (stat(), stat())
      // Who makes a session looks whether it is still there once it is locked.
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &opened) == 0, opened.st_size == 0,
        opened.st_mode & S_IFMT == S_IFREG, lstat(listing.path, &found) == 0, found.st_ino == opened.st_ino
      else { continue }
      unlink(listing.path)
    }
  }

  /// All sessions, the oldest first; none when there is no such folder.
  public func sessions() throws(RecordError) -> [Listing] {
    guard let directory = opendir(path) else {
      if errno == ENOENT { return [] }
      throw .folder(path: path, .last)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name.hasSuffix(Self.ending), !name.hasPrefix(".") { names.append(name) }
    }
    // The names begin with the time, and a directory has no order.
    var found: [Listing] = []
    for name in names.sorted() {
      if let listing = try Self.listing(path + "/" + name) { found.append(listing) }
    }
    return found
  }

  /// The newest session that nobody writes. Names that a person gave have no age.
  public func newest() throws(RecordError) -> Listing? {
    try sessions().last { !$0.isLocked && Self.isDated($0.name) }
  }

  /// The newest session that was cut off and that nobody writes.
  public func newestUnfinished() throws(RecordError) -> Listing {
    let found = try sessions().last {
      !$0.isClosed && !$0.isLocked && $0.byteCount > 0 && Self.isDated($0.name)
    }
    guard let found else { throw .nothingToResume(folder: path) }
    return found
  }

  /// What is told of the file at a path; nil where there is none.
  public static func listing(ofFile path: String) -> Listing? { try? listing(path) }

  /// - Throws: Where nothing can be said of any file, since too many are open.
  private static func listing(_ path: String) throws(RecordError) -> Listing? {
    let name = path.pathParts.last ?? path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let failure = RecordError.Failure.last
      if failure.isShortage { throw .reading(path: path, failure) }
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let isLocked = flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    let size = Int(status.st_size)
    // Why a command failed may take a long line.
    var last = [UInt8](repeating: 0, count: 1 << 14)
    let count = last.withUnsafeMutableBytes {
      pread(descriptor, $0.baseAddress, $0.count, max(0, size - $0.count))
    }
    let read = Array(last.prefix(max(0, count)))
    let isClosed = SessionReader.isEnd(Array(read.suffix(SessionReader.longestEnd)))
    return Listing(
      path: path, name: name, byteCount: size, isClosed: isClosed,
      isFailed: !isClosed && SessionReader.isFailure(read), isLocked: isLocked)
  }

  /// Whether the name at the end of a path is one that a session can have: something other than dots before
  /// its ending.
  static func isName(_ path: String) -> Bool {
    let name = path.pathParts.last.map { $0[...] } ?? ""
    let stem = name.hasSuffix(ending) ? name.dropLast(ending.count) : name
    return !stem.allSatisfy { $0 == "." }
  }

  /// Whether a name is `YYYYMMDD-HHMMSS-….fovea`: only those have an age.
  private static func isDated(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "-"), maxSplits: 2)
    guard parts.count == 3, parts[0].count == 8, parts[1].count == 6 else { return false }
    return parts[..<2].allSatisfy { $0.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
