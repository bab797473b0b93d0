internal import Files
internal import Foundation
internal import Record

/// What a session needs to go on after it was cut off: a folder of its own below `$XDG_STATE_HOME/fovea`. It goes away when
/// the session is closed.
struct StateFolder: Sendable, Hashable {
  let path: String

  /// More than this of checkpoints isn't kept for one session; the oldest go first.
  static let sizeLimit = 4 << 30

  /// That of a session; nil where no home is known.
  ///
  /// - Parameter session: The path of its file.
  init?(ofSession session: String) {
    guard let home = Self.home else { return nil }
    let name = session.split(separator: "/").last.map(String.init) ?? session
    path = home + "/resume/" + (name.hasSuffix(".fovea") ? String(name.dropLast(6)) : name)
  }

  /// `$XDG_STATE_HOME/fovea`; nil where neither that nor `HOME` is set.
  static var home: String? {
    let environment = ProcessInfo.processInfo.environment
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/fovea" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.local/state/fovea"
  }

  /// Takes away what a session left that was closed while its process was killed.
  ///
  /// - Parameter sessions: The folder of the sessions; what belongs to others stays.
  static func tidy(sessions: SessionFolder) {
    guard let home, let names = try? FileManager.default.contentsOfDirectory(atPath: home + "/resume"), !names.isEmpty,
      let listings = try? sessions.sessions()
    else { return }
    for session in listings where session.isClosed && !session.isLocked {
      if names.contains(String(session.name.dropLast(6))) { StateFolder(ofSession: session.path)?.remove() }
    }
    // A process that was killed between the text that it kept and the file of its session left no session at all.
    let known = Set(listings.filter { $0.byteCount > 0 }.map(\.name))
    for name in names where !known.contains(name + SessionFolder.ending) {
      guard let folder = StateFolder(ofSession: sessions.path + "/" + name),
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder.path),
        let date = attributes[.modificationDate] as? Date, date.timeIntervalSinceNow < -3600,
        let text = PendingText.read(from: folder), let path = text.session, access(path, F_OK) != 0
      else { continue }
      folder.remove()
    }
  }

  func file(_ name: String) -> String { path + "/" + name }

  /// What a file of it holds; nil for one that isn't there, is no regular file, or is too large to be what was written.
  func contents(_ name: String, limit: Int) -> Data? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: file(name)),
      attributes[.type] as? FileAttributeType == .typeRegular, attributes[.size] as? Int ?? .max <= limit
    else { return nil }
    return FileManager.default.contents(atPath: file(name))
  }

  func make() throws(FileFailure) {
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

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  private static let startFile = "folder"

  /// Where the session was started: its relative paths are meant from there. Nil for what is no folder any more.
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
      files.append((file(name), attributes[.size] as? Int ?? 0, attributes[.modificationDate] as? Date ?? .distantPast))
    }
    var total = size + files.reduce(0) { $0 + $1.size }
    for old in files.sorted(by: { ($0.date, $0.path) < ($1.date, $1.path) }) where total > Self.sizeLimit {
      unlink(old.path)
      total -= old.size
    }
  }
}
