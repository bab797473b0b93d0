internal import GRDB

/// The rows of the store, written and read.
extension RunStore {
  // MARK: Sessions

  static func insert(_ session: RecordedSession, _ path: String, _ modified: Double, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        path, session.byteCount, modified, session.date, String(session.seed), session.commands, session.failed,
      ])
  }

  /// - Parameter listing: How the file is now: whether it is being written is in no index.
  static func fetch(
    _ path: String, _ listing: SessionFolder.Listing, runs: Int, _ database: Database
  ) throws -> RecordedSession? {
    try Row.fetchOne(database, sql: "SELECT * FROM session WHERE path = ?", arguments: [path]).map { row in
      RecordedSession(
        listing, date: row["date"], seed: UInt64(row["seed"] as String) ?? 0, commands: row["commands"], failed: row["failed"],
        runs: runs)
    }
  }

  // MARK: Runs

  static func insert(_ run: RecordedRun, _ path: String, _ ordinal: Int, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        run.id, path, ordinal, run.line, run.date, String(run.seed), run.command, run.model, run.definition, run.data,
        run.fingerprint, run.weights, run.stoppedAtStep, run.kind.rawValue, run.seeds, run.source,
      ])
    func add(_ settings: [String: String], isCircumstance: Bool) throws {
      for (name, value) in settings {
        try database.execute(
          sql: "INSERT INTO setting VALUES (?, ?, ?, ?, ?)", arguments: [path, ordinal, isCircumstance, name, value])
      }
    }
    try add(run.settings, isCircumstance: false)
    try add(run.circumstances, isCircumstance: true)
    func add(_ metrics: [String: Double], entry: Int?) throws {
      for (name, value) in metrics {
        // SQLite has no NaN: it keeps NULL in its place.
        try database.execute(
          sql: "INSERT INTO metric VALUES (?, ?, ?, ?, ?)", arguments: [path, ordinal, entry, name, value.isNaN ? nil : value])
      }
    }
    try add(run.metrics, entry: nil)
    for entry in run.history { try add(entry.metrics, entry: entry.number) }
    for file in run.artifacts {
      try database.execute(sql: "INSERT INTO artifact VALUES (?, ?, ?)", arguments: [path, ordinal, file])
    }
  }

  static func fetch(_ path: String, shownAs session: String, _ database: Database) throws -> [RecordedRun] {
    try Row.fetchAll(database, sql: "SELECT * FROM run WHERE session = ? ORDER BY ordinal", arguments: [path]).map { row in
      let ordinal: Int = row["ordinal"]
      var run = RecordedRun(
        id: row["id"], kind: RecordedRun.Kind(rawValue: row["kind"]) ?? .training, session: session, line: row["line"],
        date: row["date"], seed: UInt64(row["seed"] as String) ?? 0, seeds: row["seeds"], command: row["command"],
        model: row["model"], definition: row["definition"], data: row["data"],
        source: row["source"], fingerprint: row["fingerprint"], settings: [:], metrics: [:], weights: row["weights"],
        stoppedAtStep: row["stopped"], history: [],
        artifacts: try String.fetchAll(
          database, sql: "SELECT file FROM artifact WHERE session = ? AND ordinal = ? ORDER BY rowid",
          arguments: [path, ordinal]))
      for setting in try Row.fetchAll(
        database, sql: "SELECT circumstance, name, value FROM setting WHERE session = ? AND ordinal = ?",
        arguments: [path, ordinal])
      {
        if setting["circumstance"] {
          run.circumstances[setting["name"]] = setting["value"]
        } else {
          run.settings[setting["name"]] = setting["value"]
        }
      }
      var history: [Int: [String: Double]] = [:]
      for metric in try Row.fetchAll(
        database, sql: "SELECT entry, name, value FROM metric WHERE session = ? AND ordinal = ?", arguments: [path, ordinal])
      {
        let value: Double = metric["value"] ?? .nan
        if let entry: Int = metric["entry"] {
          history[entry, default: [:]][metric["name"]] = value
        } else {
          run.metrics[metric["name"]] = value
        }
      }
      run.history = history.sorted { $0.key < $1.key }.map { RecordedRun.Entry(number: $0.key, metrics: $0.value) }
      return run
    }
  }
}
