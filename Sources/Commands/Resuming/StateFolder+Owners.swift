internal import Files
internal import Foundation
internal import Record

/// Whose state is whose, when sessions are moved, copied and closed.
extension StateFolder {
  /// What was kept for a session with the same beginning in another place.
  enum Elsewhere {
    /// By this very session, before its file was moved to where it is now.
    case moved(StateFolder)
    /// By the session that this one is a copy of.
    case original(StateFolder)
  }

  /// What this session finds where it has nothing of its own yet.
  var elsewhere: Elsewhere? {
    // What has something of its own needs nothing, though sessions that began in the same second with the
    // same seed begin alike.
    guard owner == nil else { return nil }
    var original: StateFolder?
    for name in Self.names where name.hasPrefix(beginning + "-") && name != self.name {
      guard let other = StateFolder(named: name) else { continue }
      if !other.isOrphan { original = original ?? other } else if other.hasBegun { return .moved(other) }
    }
    return original.map(Elsewhere.original)
  }

  /// Takes over what this session kept before it was moved.
  func adopt(_ old: StateFolder) throws(FileFailure) {
    remove()
    guard rename(old.path, path) == 0 else { throw FileFailure(code: errno) }
    try make()
  }

  /// Takes away what sessions left that were closed while their processes were killed, and what processes
  /// left that were killed before there was a session.
  static func tidy() {
    for name in names {
      guard let folder = StateFolder(named: name), let hold = folder.holdAlone() else { continue }
      LeftoverFiles.remove(in: folder.path)
      if folder.isOrphan {
        // A session that is elsewhere now may come for what its commands left.
        if !folder.hasBegun { folder.remove() }
      } else if let session = SessionFolder.listing(ofFile: folder.session), session.isClosed,
        !session.isLocked
      {
        folder.remove()
      }
      hold.end()
    }
  }

  private static var names: [String] {
    let names = home.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0 + place) }
    return (names ?? []).sorted()
  }

  private var name: String { path.pathParts.last ?? "" }
  private var beginning: Substring { name.prefix { $0 != "-" } }

  /// Whether the file that it belongs to isn't there any more, or is another session.
  private var isOrphan: Bool {
    SessionReader.beginning(ofFile: session).map(Self.digest) != String(beginning)
  }

  /// Whether a command of the session ran while this was there.
  private var hasBegun: Bool { FileManager.default.fileExists(atPath: file(Self.startFile)) }
}
