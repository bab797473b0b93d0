internal import Files
internal import Foundation
internal import Record

/// What a session needs to go on after it was cut off: a folder of its own below `$XDG_STATE_HOME/fovea`. It
/// goes away when the session is closed.
///
/// A session is known by what its file begins with and by where that lies: neither a copy of it nor another
/// one of its name takes its state.
struct StateFolder: Sendable, Hashable {
  let path: String
  /// The absolute path of the session's file, without links.
  let session: String

  /// More than this of checkpoints isn't kept for one session; the oldest go first.
  static let sizeLimit = 4 << 30

  /// That of a session; nil where no home is known, and for what is no session.
  ///
  /// - Parameter session: The path of its file.
  init?(ofSession session: String) {
    guard let beginning = SessionReader.beginning(ofFile: session) else { return nil }
    self.init(ofSession: session, beginning: beginning)
  }

  /// That of a session whose file needn't be there yet.
  ///
  /// - Parameter beginning: Its header.
  init?(ofSession session: String, beginning: [UInt8]) {
    guard let home = Self.home else { return nil }
    self.session = Self.place(of: session)
    path = home + Self.place + Self.digest(beginning) + "-" + Self.digest(Array(self.session.utf8))
  }

  /// One that lies there already. Of one that doesn't say whose it is the session's path is empty.
  init?(named name: String) {
    guard let home = Self.home else { return nil }
    let folder = StateFolder(path: home + Self.place + name, session: "")
    self.init(path: folder.path, session: folder.owner ?? "")
  }

  private init(path: String, session: String) { (self.path, self.session) = (path, session) }

  static let place = "/resume/"

  /// The first digits of a hash: as many as make it certain that no two are the same.
  static func digest(_ bytes: [UInt8]) -> String { String(Chain.next(after: Chain.start, bytes).prefix(32)) }

  private static func place(of session: String) -> String {
    if let found = WorkingFolder.resolved(session) { return found }
    let path = WorkingFolder.absolute(session)
    let folder = path.pathFolder
    return (WorkingFolder.resolved(folder) ?? path.parentFolder) + "/" + path.pathName
  }

  /// `$XDG_STATE_HOME/fovea`; nil where neither that nor `HOME` is set.
  static var home: String? {
    let environment = ProcessInfo.processInfo.environment
    if let state = environment["XDG_STATE_HOME"], state.isAbsolutePath { return state + "/fovea" }
    guard let home = environment["HOME"], home.isAbsolutePath else { return nil }
    return home + "/.local/state/fovea"
  }

  func file(_ name: String) -> String { path + "/" + name }

  /// What a file of it holds; nil for one that isn't there, is no regular file, or is too large to be what
  /// was written.
  func contents(_ name: String, limit: Int) -> Data? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: file(name)),
      attributes[.type] as? FileAttributeType == .typeRegular, attributes[.size] as? Int ?? .max <= limit
    else { return nil }
    return FileManager.default.contents(atPath: file(name))
  }

  func make() throws(FileFailure) {
    guard owner != session else { return }
    // While it says nothing of whose it is, it looks like one that a killed process left.
    let hold = try hold()
    try WholeFile.write(Array(session.utf8), to: file(Self.ownerFile), permissions: 0o600)
    hold.end()
  }

  func makeFolder() throws(FileFailure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw FileFailure(code: errno)
    }
  }

  /// Writes a file as a whole, which nobody else may read.
  func write(_ bytes: [UInt8], to name: String) throws(FileFailure) {
    try make()
    try WholeFile.write(bytes, to: file(name), permissions: 0o600)
  }

  private static let ownerFile = "session"

  /// The path of the session that this belongs to, as the folder itself tells it.
  var owner: String? {
    contents(Self.ownerFile, limit: 1 << 16).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What tells that a session ran goes first: where the process is killed meanwhile, the rest is known as
  /// what nobody needs.
  func remove() {
    unlink(file(Self.startFile))
    try? FileManager.default.removeItem(atPath: path)
  }

  static let startFile = "folder"

  /// Where the session was started: its relative paths are meant from there. Nil for what is no folder any
  /// more.
  var start: String? {
    guard let text = contents(Self.startFile, limit: 1 << 16).map({ String(decoding: $0, as: UTF8.self) }),
      FileNames.isFolder(text)
    else { return nil }
    return text
  }

  /// Keeps where the session was started. Without it a session can go on from there only.
  func keepStart(_ folder: String) {
    do throws(FileFailure) { try write(Array(folder.utf8), to: Self.startFile) } catch {}
  }

  /// Takes the oldest checkpoints away until there is room for one of this size. The one named stays.
  func makeRoom(for size: Int, keeping kept: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    var files: [(path: String, size: Int, date: Date)] = []
    for name in names where name.hasSuffix(CheckpointStore.ending) && file(name) != kept {
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: file(name)) else { continue }
      files.append(
        (file(name), attributes[.size] as? Int ?? 0, attributes[.modificationDate] as? Date ?? .distantPast))
    }
    var total = size + files.reduce(0) { $0 + $1.size }
    for old in files.sorted(by: { ($0.date, $0.path) < ($1.date, $1.path) }) where total > Self.sizeLimit {
      unlink(old.path)
      total -= old.size
    }
  }
}
