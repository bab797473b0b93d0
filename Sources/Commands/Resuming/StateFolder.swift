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

  func make() throws(DurableFile.Failure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw DurableFile.Failure(path: path)
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  private static let startFile = "folder"

  /// Where the session was started: its relative paths are meant from there. Nil for what is no folder any more.
  var start: String? {
    guard let text = FileManager.default.contents(atPath: file(Self.startFile)).map({ String(decoding: $0, as: UTF8.self) }),
      FileNames.isFolder(text)
    else { return nil }
    return text
  }

  /// Keeps where the session was started. Without it a session can go on from there only.
  func keepStart(_ folder: String) {
    do throws(DurableFile.Failure) { try make() } catch { return }
    do throws(DurableFile.Failure) { try DurableFile.write(Array(folder.utf8), to: file(Self.startFile)) } catch {}
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

/// Files that are whole at any moment: written aside, synced, and moved to their place.
enum DurableFile {
  /// What the system said.
  struct Failure: Error {
    let path: String
    let reason: String

    init(path: String) {
      self.path = path
      reason = String(cString: strerror(errno))
    }

    init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }
  }

  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    do throws(FileFailure) { try WholeFile.write(bytes, to: path, permissions: 0o600) } catch {
      throw Failure(path: path, reason: error.reason)
    }
  }
}
