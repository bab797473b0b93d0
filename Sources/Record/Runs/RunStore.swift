internal import Foundation
internal import GRDB

/// An index of the trainings of all sessions in a SQLite file. It holds nothing that the sessions don't: it is brought up to
/// date from them, and made anew when it is missing, broken or of another version.
public final class RunStore {
  private static let version = 1
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
          path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified REAL NOT NULL);
        CREATE TABLE IF NOT EXISTS run (
          id TEXT NOT NULL, session TEXT NOT NULL REFERENCES session(path) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
          line INTEGER NOT NULL, date TEXT NOT NULL, seed TEXT NOT NULL, command TEXT NOT NULL, model TEXT NOT NULL,
          definition TEXT NOT NULL, data TEXT NOT NULL, fingerprint TEXT NOT NULL, weights TEXT NOT NULL, stopped INTEGER,
          PRIMARY KEY (session, ordinal));
        CREATE TABLE IF NOT EXISTS setting (
          session TEXT NOT NULL, ordinal INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
          FOREIGN KEY (session, ordinal) REFERENCES run(session, ordinal) ON DELETE CASCADE);
        CREATE TABLE IF NOT EXISTS metric (
          session TEXT NOT NULL, ordinal INTEGER NOT NULL, epoch INTEGER, name TEXT NOT NULL, value REAL,
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

  /// The trainings of all sessions in a folder, the oldest first. Sessions that changed since they were read are read again;
  /// those whose chain doesn't hold are left out.
  ///
  /// - Returns: The runs, and what to say of sessions that were left out.
  public func runs(in folder: SessionFolder) throws(RunStoreError) -> (runs: [RecordedRun], remarks: [String]) {
    let listings: [SessionFolder.Listing]
    do throws(RecordError) { listings = try folder.sessions() } catch { throw RunStoreError(message: error.message) }
    var remarks: [String] = []
    do {
      let runs = try queue.write { database in
        var runs: [RecordedRun] = []
        for listing in listings where listing.byteCount > 0 {
          let path = URL(fileURLWithPath: listing.path).standardizedFileURL.path
          let attributes = try? FileManager.default.attributesOfItem(atPath: path)
          let modified = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
          let isKnown = try Bool.fetchOne(
            database, sql: "SELECT size = ? AND modified = ? FROM session WHERE path = ?",
            arguments: [listing.byteCount, modified, path])
          if isKnown != true {
            try database.execute(sql: "DELETE FROM session WHERE path = ?", arguments: [path])
            guard let session = try? SessionReader.read(path: listing.path), session.fault == nil else {
              remarks.append("'\(listing.path)' is no session whose chain holds, and was left out")
              continue
            }
            try database.execute(
              sql: "INSERT INTO session VALUES (?, ?, ?)", arguments: [path, listing.byteCount, modified])
            for (index, run) in RecordedRun.runs(of: session).enumerated() { try Self.insert(run, path, index + 1, database) }
          }
          runs += try Self.fetch(path, shownAs: listing.path, database)
        }
        // What lies in this folder no more is forgotten.
        let prefix = URL(fileURLWithPath: folder.path).standardizedFileURL.path + "/"
        let there = Set(listings.map { URL(fileURLWithPath: $0.path).standardizedFileURL.path })
        for path in try String.fetchAll(database, sql: "SELECT path FROM session")
        where path.hasPrefix(prefix) && !there.contains(path) {
          try database.execute(sql: "DELETE FROM session WHERE path = ?", arguments: [path])
        }
        return runs
      }
      return (runs, remarks)
    } catch {
      throw RunStoreError(message: "\(error)")
    }
  }

  private static func insert(_ run: RecordedRun, _ path: String, _ ordinal: Int, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        run.id, path, ordinal, run.line, run.date, String(run.seed), run.command, run.model, run.definition, run.data,
        run.fingerprint, run.weights, run.stoppedAtStep,
      ])
    for (name, value) in run.settings {
      try database.execute(sql: "INSERT INTO setting VALUES (?, ?, ?, ?)", arguments: [path, ordinal, name, value])
    }
    func add(_ metrics: [String: Double], epoch: Int?) throws {
      for (name, value) in metrics {
        // SQLite has no NaN: it keeps NULL in its place.
        try database.execute(
          sql: "INSERT INTO metric VALUES (?, ?, ?, ?, ?)", arguments: [path, ordinal, epoch, name, value.isNaN ? nil : value])
      }
    }
    try add(run.metrics, epoch: nil)
    for epoch in run.epochs { try add(epoch.metrics, epoch: epoch.epoch) }
    for file in run.artifacts {
      try database.execute(sql: "INSERT INTO artifact VALUES (?, ?, ?)", arguments: [path, ordinal, file])
    }
  }

  private static func fetch(_ path: String, shownAs session: String, _ database: Database) throws -> [RecordedRun] {
    try Row.fetchAll(database, sql: "SELECT * FROM run WHERE session = ? ORDER BY ordinal", arguments: [path]).map { row in
      let ordinal: Int = row["ordinal"]
      var run = RecordedRun(
        id: row["id"], session: session, line: row["line"], date: row["date"], seed: UInt64(row["seed"] as String) ?? 0,
        command: row["command"], model: row["model"], definition: row["definition"], data: row["data"],
        fingerprint: row["fingerprint"], settings: [:], metrics: [:], weights: row["weights"], stoppedAtStep: row["stopped"],
        epochs: [],
        artifacts: try String.fetchAll(
          database, sql: "SELECT file FROM artifact WHERE session = ? AND ordinal = ? ORDER BY rowid",
          arguments: [path, ordinal]))
      for setting in try Row.fetchAll(
        database, sql: "SELECT name, value FROM setting WHERE session = ? AND ordinal = ?", arguments: [path, ordinal])
      {
        run.settings[setting["name"]] = setting["value"]
      }
      var epochs: [Int: [String: Double]] = [:]
      for metric in try Row.fetchAll(
        database, sql: "SELECT epoch, name, value FROM metric WHERE session = ? AND ordinal = ?", arguments: [path, ordinal])
      {
        let value: Double = metric["value"] ?? .nan
        if let epoch: Int = metric["epoch"] {
          epochs[epoch, default: [:]][metric["name"]] = value
        } else {
          run.metrics[metric["name"]] = value
        }
      }
      run.epochs = epochs.sorted { $0.key < $1.key }.map { RecordedRun.Epoch(epoch: $0.key, metrics: $0.value) }
      return run
    }
  }
}

/// Why the index of runs can't be used.
public struct RunStoreError: Error, Sendable {
  public let message: String
}
