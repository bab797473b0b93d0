internal import GRDB

/// The rows of the store, written and read. A file may hold anything: each value is checked before it is
/// taken for a number or a text.
extension RunStore {
  /// What the index has of a session.
  struct Known {
    var size: Int
    var modified: Double
    var seal: String
    var session: RecordedSession
    var runs: [RecordedRun]
    /// The hash of all the rest.
    var digest: String
  }

  static func paths(_ database: Database) throws -> [String] {
    try Cells.fetchAll(database, "SELECT path FROM session", []).map { cells in try cells.text(0) }
  }

  static func forget(_ path: String, _ database: Database) throws {
    for table in ["artifact", "metric", "setting", "run"] {
      try database.execute(sql: "DELETE FROM \(table) WHERE session = ?", arguments: [path])
    }
    try database.execute(sql: "DELETE FROM session WHERE path = ?", arguments: [path])
  }

  static func seal(_ path: String, _ digest: String, _ database: Database) throws {
    try database.execute(sql: "UPDATE session SET seal = ? WHERE path = ?", arguments: [digest, path])
  }

  // MARK: Writing

  static func insert(_ session: RecordedSession, _ path: String, _ modified: Double, _ database: Database)
    throws
  {
    try database.execute(
      sql: "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, '')",
      arguments: [
        path, session.byteCount, modified, session.date, String(session.seed), session.commands,
        session.failed,
      ])
  }

  static func insert(_ run: RecordedRun, _ path: String, _ ordinal: Int, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        run.id, path, ordinal, run.line, run.date, String(run.seed), run.command, run.model, run.definition,
        run.data,
        run.fingerprint, run.weights, run.stoppedAtStep, run.kind.rawValue, run.seeds, run.source,
        run.task,
      ])
    for (kind, texts) in Self.texts.enumerated() {
      for (name, value) in run[keyPath: texts] {
        try database.execute(
          sql: "INSERT INTO setting VALUES (?, ?, ?, ?, ?)", arguments: [path, ordinal, kind, name, value])
      }
    }
    func add(_ metrics: [String: Double], entry: Int?) throws {
      for (name, value) in metrics {
        // SQLite has no NaN: it keeps NULL in its place.
        try database.execute(
          sql: "INSERT INTO metric VALUES (?, ?, ?, ?, ?)",
          arguments: [path, ordinal, entry, name, value.isNaN ? nil : value])
      }
    }
    try add(run.metrics, entry: nil)
    for entry in run.history { try add(entry.metrics, entry: entry.number) }
    for file in run.artifacts {
      try database.execute(sql: "INSERT INTO artifact VALUES (?, ?, ?)", arguments: [path, ordinal, file])
    }
  }

  /// What a run has by name, in the order of the numbers that tell their kind in the index.
  private static let texts: [any WritableKeyPath<RecordedRun, [String: String]> & Sendable] = [
    \.settings, \.circumstances, \.inForce,
  ]

  // MARK: Reading

  /// Nil for a session that the index doesn't have.
  ///
  /// - Parameter listing: How the file is now: whether it is being written is in no index.
  static func fetch(_ path: String, shownAs listing: SessionFolder.Listing, _ database: Database) throws
    -> Known?
  {
    let rows = try Cells.fetchAll(
      database, "SELECT size, modified, date, seed, commands, failed, seal FROM session WHERE path = ?",
      [path])
    guard let row = rows.first else { return nil }
    let runs = try fetchRuns(path, shownAs: listing.path, database)
    guard let seed = UInt64(try row.text(3)) else { throw IndexDamage() }
    let session = RecordedSession(
      listing, date: try row.text(2), seed: seed, commands: try row.integer(4), failed: try row.integer(5),
      runs: runs.count)
    var known = Known(
      size: try row.integer(0), modified: try row.number(1), seal: try row.text(6), session: session,
      runs: runs, digest: "")
    known.digest = digest(known, path)
    return known
  }

  private static func fetchRuns(_ path: String, shownAs session: String, _ database: Database) throws
    -> [RecordedRun]
  {
    let columns =
      "ordinal, id, line, date, seed, command, model, definition, data, fingerprint, weights, stopped, kind, "
      + "seeds, source, task"
    return try Cells.fetchAll(
      database, "SELECT \(columns) FROM run WHERE session = ? ORDER BY ordinal", [path]
    ).map { row in
      guard let kind = RecordedRun.Kind(rawValue: try row.text(12)), let seed = UInt64(try row.text(4)) else {
        throw IndexDamage()
      }
      var run = RecordedRun(
        id: try row.text(1), kind: kind, session: session, line: try row.integer(2), date: try row.text(3),
        seed: seed,
        seeds: try row.text(13), command: try row.text(5), model: try row.text(6),
        definition: try row.text(7),
        data: try row.text(8), source: try row.text(14), fingerprint: try row.text(9), settings: [:],
        metrics: [:],
        weights: try row.text(10), stoppedAtStep: try row.optionalInteger(11), history: [],
        task: try row.text(15))
      let place: StatementArguments = [path, try row.integer(0)]
      func all(_ table: String, _ columns: String) throws -> [Cells] {
        try Cells.fetchAll(
          database, "SELECT \(columns) FROM \(table) WHERE session = ? AND ordinal = ? ORDER BY rowid", place)
      }
      run.artifacts = try all("artifact", "file").map { try $0.text(0) }
      for setting in try all("setting", "kind, name, value") {
        let kind = try setting.integer(0)
        guard Self.texts.indices.contains(kind) else { throw IndexDamage() }
        run[keyPath: Self.texts[kind]][try setting.text(1)] = try setting.text(2)
      }
      var history: [Int: [String: Double]] = [:]
      for metric in try all("metric", "entry, name, value") {
        let (name, value) = (try metric.text(1), try metric.optionalNumber(2) ?? .nan)
        if let entry = try metric.optionalInteger(0) {
          history[entry, default: [:]][name] = value
        } else {
          run.metrics[name] = value
        }
      }
      run.history = history.sorted { $0.key < $1.key }.map {
        RecordedRun.Entry(number: $0.key, metrics: $0.value)
      }
      return run
    }
  }

  /// The hash of all that the index has of a session, in one order.
  private static func digest(_ known: Known, _ path: String) -> String {
    let session = known.session
    var parts: [(name: String, text: String)] = [
      ("path", path), ("size", "\(known.size)"), ("modified", "\(known.modified.bitPattern)"),
      ("date", session.date),
      ("seed", "\(session.seed)"), ("commands", "\(session.commands)"), ("failed", "\(session.failed)"),
    ]
    func add(_ name: String, _ texts: [String: String]) {
      for (key, value) in texts.sorted(by: { $0.key < $1.key }) { parts += [(name, key), ("value", value)] }
    }
    func add(_ name: String, _ metrics: [String: Double]) {
      add(name, metrics.mapValues { $0.isNaN ? "nan" : "\($0.bitPattern)" })
    }
    for run in known.runs {
      parts += [
        ("run", run.id), ("line", "\(run.line)"), ("date", run.date), ("seed", "\(run.seed)"),
        ("command", run.command),
        ("model", run.model), ("definition", run.definition), ("data", run.data),
        ("fingerprint", run.fingerprint),
        ("weights", run.weights), ("stopped", run.stoppedAtStep.map(String.init) ?? ""),
        ("kind", run.kind.rawValue),
        ("seeds", run.seeds), ("source", run.source), ("task", run.task),
      ]
      add("setting", run.settings)
      add("circumstance", run.circumstances)
      add("in force", run.inForce)
      add("metric", run.metrics)
      for entry in run.history {
        parts.append(("entry", "\(entry.number)"))
        add("metric", entry.metrics)
      }
      parts += run.artifacts.map { ("artifact", $0) }
    }
    return CacheKey(parts).digest
  }
}

/// The values of a row. The library itself ends the process where a value isn't of the type that is asked
/// for.
private struct Cells {
  private let values: [DatabaseValue]

  static func fetchAll(_ database: Database, _ sql: String, _ arguments: StatementArguments) throws -> [Cells]
  {
    try Row.fetchAll(database, sql: sql, arguments: arguments).map { Cells(values: Array($0.databaseValues)) }
  }

  func text(_ index: Int) throws -> String {
    guard case .string(let text) = values[index].storage else { throw IndexDamage() }
    return text
  }

  func integer(_ index: Int) throws -> Int {
    guard let integer = try optionalInteger(index) else { throw IndexDamage() }
    return integer
  }

  func optionalInteger(_ index: Int) throws -> Int? {
    switch values[index].storage {
    case .null: return nil
    case .int64(let integer): return Int(integer)
    default: throw IndexDamage()
    }
  }

  func number(_ index: Int) throws -> Double {
    guard let number = try optionalNumber(index) else { throw IndexDamage() }
    return number
  }

  func optionalNumber(_ index: Int) throws -> Double? {
    switch values[index].storage {
    case .null: return nil
    case .double(let number): return number
    default: throw IndexDamage()
    }
  }
}
