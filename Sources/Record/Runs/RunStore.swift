internal import Foundation
internal import GRDB

/// An index of the trainings of all sessions in a SQLite file. It holds nothing that the sessions don't: it is brought up to
/// date from them, and made anew when it is missing, broken or of another version.
public final class RunStore {
  private static let version = 3
  private let queue: DatabaseQueue

  /// `$XDG_CACHE_HOME/fovea/runs.sqlite`; nil where no home is known.
  public static var standardPath: String? {
    let environment = ProcessInfo.processInfo.environment
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/fovea/runs.sqlite" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.cache/fovea/runs.sqlite"
  }

  /// Opens the store, or makes it. Where no file can be, it is kept in memory.
  public init(path: String? = RunStore.standardPath) throws(RunStoreError) {
    do {
      queue = try path.flatMap(Self.open) ?? DatabaseQueue()
      try queue.write(Self.make)
    } catch {
      throw RunStoreError(message: "\(error)")
    }
  }

  private static func open(_ path: String) -> DatabaseQueue? {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    func attempt() -> DatabaseQueue? {
      guard let queue = try? DatabaseQueue(path: path, configuration: configuration),
        let found = try? queue.read({ try Int.fetchOne($0, sql: "PRAGMA user_version") }), found == 0 || found == version,
        (try? queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check") }) == "ok"
      else { return nil }
      return queue
    }
    if let queue = attempt() { return queue }
    for ending in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: path + ending) }
    return attempt()
  }

  private static func make(_ database: Database) throws {
    try database.execute(
      sql: """
        PRAGMA user_version = \(version);
        CREATE TABLE IF NOT EXISTS session (
          path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified REAL NOT NULL, date TEXT NOT NULL, seed TEXT NOT NULL,
          commands INTEGER NOT NULL, failed INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS run (
          id TEXT NOT NULL, session TEXT NOT NULL REFERENCES session(path) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
          line INTEGER NOT NULL, date TEXT NOT NULL, seed TEXT NOT NULL, command TEXT NOT NULL, model TEXT NOT NULL,
          definition TEXT NOT NULL, data TEXT NOT NULL, fingerprint TEXT NOT NULL, weights TEXT NOT NULL, stopped INTEGER,
          kind TEXT NOT NULL, seeds TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (session, ordinal));
        CREATE TABLE IF NOT EXISTS setting (
          session TEXT NOT NULL, ordinal INTEGER NOT NULL, circumstance BOOLEAN NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
          FOREIGN KEY (session, ordinal) REFERENCES run(session, ordinal) ON DELETE CASCADE);
        CREATE TABLE IF NOT EXISTS metric (
          session TEXT NOT NULL, ordinal INTEGER NOT NULL, entry INTEGER, name TEXT NOT NULL, value REAL,
          FOREIGN KEY (session, ordinal) REFERENCES run(session, ordinal) ON DELETE CASCADE);
        CREATE TABLE IF NOT EXISTS artifact (
          session TEXT NOT NULL, ordinal INTEGER NOT NULL, file TEXT NOT NULL,
          FOREIGN KEY (session, ordinal) REFERENCES run(session, ordinal) ON DELETE CASCADE);
        CREATE INDEX IF NOT EXISTS setting_run ON setting(session, ordinal);
        CREATE INDEX IF NOT EXISTS metric_run ON metric(session, ordinal);
        CREATE INDEX IF NOT EXISTS artifact_run ON artifact(session, ordinal);
        """)
  }

  // MARK: Bringing up to date

  /// What a folder of sessions holds.
  public struct Contents: Sendable {
    /// The oldest first.
    public internal(set) var sessions: [RecordedSession] = []
    public internal(set) var runs: [RecordedRun] = []
    /// What to say of sessions that were left out.
    public internal(set) var remarks: [String] = []
  }

  /// All sessions of a folder with their trainings. Sessions that changed since they were read are read again; the trainings of
  /// those whose chain doesn't hold are left out.
  public func runs(in folder: SessionFolder) throws(RunStoreError) -> Contents {
    let listings: [SessionFolder.Listing]
    do throws(RecordError) { listings = try folder.sessions() } catch { throw RunStoreError(message: error.message) }
    do {
      return try queue.write { database in
        var contents = Contents()
        for listing in listings where listing.byteCount > 0 {
          try Self.bringUpToDate(listing, &contents, database)
        }
        // What lies in this folder no more is forgotten.
        let prefix = URL(fileURLWithPath: folder.path).standardizedFileURL.path + "/"
        let there = Set(listings.map { URL(fileURLWithPath: $0.path).standardizedFileURL.path })
        for path in try String.fetchAll(database, sql: "SELECT path FROM session")
        where path.hasPrefix(prefix) && !there.contains(path) {
          try database.execute(sql: "DELETE FROM session WHERE path = ?", arguments: [path])
        }
        return contents
      }
    } catch {
      throw RunStoreError(message: "\(error)")
    }
  }

  /// Adds a session and its trainings to what was found, from the index where it is known.
  private static func bringUpToDate(
    _ listing: SessionFolder.Listing, _ contents: inout Contents, _ database: Database
  ) throws {
    let path = URL(fileURLWithPath: listing.path).standardizedFileURL.path
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let modified = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    let isKnown = try Bool.fetchOne(
      database, sql: "SELECT size = ? AND modified = ? FROM session WHERE path = ?",
      arguments: [listing.byteCount, modified, path])
    if isKnown != true {
      try database.execute(sql: "DELETE FROM session WHERE path = ?", arguments: [path])
      let session = try? SessionReader.read(path: listing.path)
      guard let session, session.fault == nil else {
        contents.remarks.append("'\(listing.path)' is no session whose chain holds, and was left out")
        contents.sessions.append(RecordedSession(listing, unusable: session))
        return
      }
      try insert(RecordedSession(listing, session), path, modified, database)
      for (index, run) in RecordedRun.runs(of: session).enumerated() { try insert(run, path, index + 1, database) }
    }
    let runs = try fetch(path, shownAs: listing.path, database)
    contents.runs += runs
    if let session = try fetch(path, listing, runs: runs.count, database) { contents.sessions.append(session) }
  }
}

/// Why the index of runs can't be used.
public struct RunStoreError: Error, Sendable {
  public let message: String
}
