internal import Files
internal import Foundation
internal import GRDB

/// An index of the trainings of all sessions in a SQLite file. It holds nothing that the sessions don't: it
/// is brought up to date from them, and made anew when it is missing, damaged or of another version. What it
/// says of a session is sealed, so that a changed byte is never taken for a result.
public final class RunStore {
  private static let version = 6

  private var queue: DatabaseQueue
  /// Nil where the index is in memory.
  private let path: String?
  /// Whether the file that was there couldn't be used.
  private var wasDamaged = false

  /// `$XDG_CACHE_HOME/fovea/runs.sqlite`; nil where no home is known.
  public static var standardPath: String? {
    let environment = ProcessInfo.processInfo.environment
    if let cache = environment["XDG_CACHE_HOME"], cache.isAbsolutePath { return cache + "/fovea/runs.sqlite" }
    guard let home = environment["HOME"], home.isAbsolutePath else { return nil }
    return home + "/.cache/fovea/runs.sqlite"
  }

  /// Opens the store, or makes it. Where no file can be, it is kept in memory.
  public init(path: String? = RunStore.standardPath) throws(RunStoreError) {
    self.path = path
    try Self.requireDescriptors()
    do {
      queue = try DatabaseQueue()
      try queue.write(Self.make)
    } catch {
      throw RunStoreError(index: error)
    }
    guard let path else { return }
    switch Self.open(path) {
    case .opened(let found): queue = found
    case .damaged: remake()
    case .impossible: break
    }
  }

  // MARK: The file

  private enum Opening {
    case opened(DatabaseQueue)
    /// No database, or one that isn't whole.
    case damaged
    /// No permission, a full disk, another program that writes.
    case impossible
  }

  private static func open(_ path: String) -> Opening {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let found = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } ?? 0
      guard found == 0 || found == version else {
        // That of another version of this program is replaced without a word.
        try queue.close()
        remove(path)
        let new = try DatabaseQueue(path: path, configuration: configuration)
        try new.write(make)
        return .opened(new)
      }
      guard try queue.read({ try String.fetchOne($0, sql: "PRAGMA quick_check") }) == "ok" else {
        return .damaged
      }
      try queue.write(make)
      return .opened(queue)
    } catch {
      return isDamage(error) ? .damaged : .impossible
    }
  }

  /// Whether an error says that the index isn't what was written, and not that it can't be used now.
  private static func isDamage(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return true }
    let others: [ResultCode] = [
      .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM,
      .SQLITE_AUTH, .SQLITE_NOMEM,
      .SQLITE_PROTOCOL,
    ]
    return !others.contains(error.resultCode.primaryResultCode)
  }

  private static func remove(_ path: String) {
    for ending in ["", "-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: path + ending)
    }
  }

  /// Takes the index away and begins a new one, in memory where the file can't be had.
  private func remake() {
    wasDamaged = true
    try? queue.close()
    if let path {
      Self.remove(path)
      if case .opened(let new) = Self.open(path) {
        queue = new
        return
      }
    }
    useMemory()
  }

  private func useMemory() {
    guard let memory = try? DatabaseQueue(), (try? memory.write(Self.make)) != nil else { return }
    queue = memory
  }

  private static func make(_ database: Database) throws {
    try database.execute(
      sql: """
        PRAGMA user_version = \(version);
        CREATE TABLE IF NOT EXISTS session (
          path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified REAL NOT NULL, date TEXT NOT NULL, seed \
          TEXT NOT NULL,
          commands INTEGER NOT NULL, failed INTEGER NOT NULL, seal TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS run (
          id TEXT NOT NULL, session TEXT NOT NULL REFERENCES session(path) ON DELETE CASCADE, ordinal \
          INTEGER NOT NULL,
          line INTEGER NOT NULL, date TEXT NOT NULL, seed TEXT NOT NULL, command TEXT NOT NULL, model TEXT \
          NOT NULL,
          definition TEXT NOT NULL, data TEXT NOT NULL, fingerprint TEXT NOT NULL, weights TEXT NOT NULL, \
          stopped INTEGER,
          kind TEXT NOT NULL, seeds TEXT NOT NULL, source TEXT NOT NULL, task TEXT NOT NULL, \
          PRIMARY KEY (session, ordinal));
        CREATE TABLE IF NOT EXISTS setting (
          session TEXT NOT NULL, ordinal INTEGER NOT NULL, kind INTEGER NOT NULL, name TEXT NOT \
          NULL, value TEXT NOT NULL,
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
    /// What to say of sessions that were left out, and of the index.
    public internal(set) var remarks: [String] = []

    /// Those of an empty folder.
    public init() {}
  }

  /// All sessions of a folder with their trainings. Sessions that changed since they were read are read
  /// again; the trainings of those whose chain doesn't hold are left out.
  public func runs(in folder: SessionFolder) throws(RunStoreError) -> Contents {
    let listings: [SessionFolder.Listing]
    do throws(RecordError) { listings = try folder.sessions() } catch {
      throw RunStoreError(message: error.message + ".")
    }
    // From the file, from a new file, from memory: the last way has nothing that could be damaged.
    var contents: Contents?
    for attempt in 0..<3 where contents == nil {
      do {
        contents = try queue.write { try Self.contents(of: folder, listings, $0) }
      } catch let error as RecordError {
        throw RunStoreError(message: error.message + ".")
      } catch {
        guard attempt < 2 else { throw RunStoreError(index: error) }
        if attempt == 0, path != nil, Self.isDamage(error) { remake() } else { useMemory() }
      }
    }
    var found = contents ?? Contents()
    if wasDamaged {
      found.remarks.insert("the index of runs was damaged, and was made anew from the sessions", at: 0)
      wasDamaged = false
    }
    return found
  }

  private static func contents(
    of folder: SessionFolder, _ listings: [SessionFolder.Listing], _ database: Database
  ) throws -> Contents {
    var contents = Contents()
    for listing in listings where listing.byteCount > 0 { try bringUpToDate(listing, &contents, database) }
    // What lies in this folder no more is forgotten.
    let prefix = URL(fileURLWithPath: folder.path).standardizedFileURL.path + "/"
    let there = Set(listings.map { URL(fileURLWithPath: $0.path).standardizedFileURL.path })
    for path in try paths(database) where path.hasPrefix(prefix) && !there.contains(path) {
      try forget(path, database)
    }
    return contents
  }

  /// Adds a session and its trainings to what was found, from the index where it is known.
  private static func bringUpToDate(
    _ listing: SessionFolder.Listing, _ contents: inout Contents, _ database: Database
  ) throws {
    let path = URL(fileURLWithPath: listing.path).standardizedFileURL.path
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let modified = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    if let known = try fetch(path, shownAs: listing, database), known.size == listing.byteCount,
      known.modified == modified
    {
      // What was written otherwise than by this program isn't believed.
      guard known.seal == known.digest else { throw IndexDamage() }
      contents.sessions.append(known.session)
      contents.runs += known.runs
      return
    }
    try forget(path, database)
    var session: Session?
    if listing.byteCount > SessionFile.sizeLimit {
      contents.remarks.append(
        "'\(listing.path)' has more than "
          + "\(SessionFile.sizeLimit >> 20) MB, which no session has, and was left out"
      )
    } else {
      session = try Self.session(in: listing.path)
      if session == nil || session?.fault != nil {
        contents.remarks.append("'\(listing.path)' is no session whose chain holds, and was left out")
      }
    }
    guard let session, session.fault == nil else {
      contents.sessions.append(RecordedSession(listing, unusable: session))
      return
    }
    try insert(RecordedSession(listing, session), path, modified, database)
    for (index, run) in RecordedRun.runs(of: session).enumerated() {
      try insert(run, path, index + 1, database)
    }
    guard let new = try fetch(path, shownAs: listing, database) else { throw IndexDamage() }
    try seal(path, new.digest, database)
    contents.sessions.append(new.session)
    contents.runs += new.runs
  }
}
