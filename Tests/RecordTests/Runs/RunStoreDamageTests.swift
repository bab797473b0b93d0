import Foundation
import GRDB
import Testing

@testable import Record

/// Whatever became of the index, what is told of runs is what the sessions hold.
@Suite("A damaged index of runs")
struct RunStoreDamageTests {
  private let folder: TemporaryFolder
  private let path: String
  private let expected: [String]

  init() throws {
    folder = try TemporaryFolder()
    for rates in [[0.1, 0.01], [0.5]] { _ = try recordedRuns(in: folder, rates: rates) }
    path = folder.path + "/store/runs.sqlite"
    expected = try Self.text(RunStore(path: nil).runs(in: SessionFolder(path: folder.path)).runs)
    #expect(expected.count == 3)
  }

  /// NaN isn't equal to itself.
  private static func text(_ runs: [RecordedRun]) -> [String] {
    runs.map { run in
      var run = run
      let history = run.history.map { "\($0.number) \($0.metrics.sorted { $0.key < $1.key })" }
      let metrics = run.metrics.sorted { $0.key < $1.key }
      let settings = [run.settings, run.circumstances, run.inForce].map { $0.sorted { $0.key < $1.key } }
      (run.history, run.metrics, run.settings, run.circumstances, run.inForce) = ([], [:], [:], [:], [:])
      return "\(run) \(history) \(metrics) \(settings)"
    }
  }

  /// What is told, and whether the damage is.
  private func found() throws -> (text: [String], isTold: Bool) {
    let contents = try RunStore(path: path).runs(in: SessionFolder(path: folder.path))
    let isTold = contents.remarks.contains(
      "the index of runs was damaged, and was made anew from the sessions")
    #expect(contents.remarks.count == (isTold ? 1 : 0))
    #expect(contents.sessions.map(\.commands).sorted() == [7, 8])
    return (Self.text(contents.runs), isTold)
  }

  private func change(_ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: path, configuration: configuration).write { try $0.execute(sql: sql) }
  }

  private func columns() throws -> [(table: String, column: String)] {
    try DatabaseQueue(path: path).read { database in
      try ["session", "run", "setting", "metric", "artifact"].flatMap { table in
        try database.columns(in: table).map { (table, $0.name) }
      }
    }
  }

  /// A text in a column of numbers, a number in a column of texts, nothing at all, bytes.
  @Test func anyValueInAnyColumnIsFound() throws {
    #expect(try found().isTold == false)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for (table, column) in try columns() {
      for value in ["'abc'", "17", "1.5", "NULL", "x'00ff'", "-9223372036854775808"] {
        do {
          try change("UPDATE OR REPLACE \(table) SET \(column) = \(value)")
        } catch {
          // No NULL gets into most columns.
          continue
        }
        #expect(try found().text == expected, "\(table).\(column) = \(value)")
        #expect(try found() == (expected, false), "it was made anew")
        try whole.write(to: URL(fileURLWithPath: path))
      }
    }
  }

  @Test(arguments: [
    "UPDATE metric SET value = value + 1e-9", "DELETE FROM setting", "DELETE FROM artifact WHERE ordinal = 2",
    "DELETE FROM run WHERE ordinal = 2", "UPDATE run SET command = 'train other on digits8'",
    "UPDATE session SET failed = 3",
    "UPDATE metric SET entry = 7 WHERE entry = 2", "UPDATE setting SET kind = 1 - kind",
    "UPDATE session SET seal = 'abc'", "DROP TABLE artifact",
    "ALTER TABLE run RENAME COLUMN line TO lines",
    "INSERT INTO artifact SELECT path, 1, 'more' FROM session",
  ])
  func changesAreToldAndUndone(sql: String) throws {
    #expect(try found().isTold == false)
    try change(sql)
    #expect(try found() == (expected, true))
    #expect(try found() == (expected, false))
  }

  /// One bit anywhere in the file, and files that were cut.
  @Test func aFlippedBitChangesNoAnswer() throws {
    #expect(try found().isTold == false)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    var state: UInt64 = 42
    var told = 0
    for round in 0..<300 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var changed = whole
      let place = Int(state >> 33) % whole.count
      if round.isMultiple(of: 10) {
        changed = changed.prefix(place)
      } else {
        changed[place] ^= 1 << (state >> 8 & 7)
      }
      try changed.write(to: URL(fileURLWithPath: path))
      let found = try found()
      #expect(found.text == expected, "byte \(place)")
      if found.isTold { told += 1 }
    }
    #expect(told > 20)
  }

  @Test func theIndexOfAnEarlierProgramIsReplacedWithoutAWord() throws {
    #expect(try found().isTold == false)
    try change("ALTER TABLE session DROP COLUMN seal; PRAGMA user_version = 3")
    #expect(try found() == (expected, false))
  }

  @Test func whatCantBeWrittenIsKeptInMemory() throws {
    #expect(try found().isTold == false)
    try FileManager.default.createDirectory(
      atPath: folder.path + "/dir/runs.sqlite", withIntermediateDirectories: true)
    let contents = try RunStore(path: folder.path + "/dir/runs.sqlite").runs(
      in: SessionFolder(path: folder.path))
    #expect(Self.text(contents.runs) == expected)
  }
}

@Suite("Files among the sessions that are none")
struct ImpossibleSessionTests {
  /// A file that says that it has terabytes is named and not read.
  @Test func areLeftOutAndNamed() throws {
    let folder = try TemporaryFolder()
    let session = try recordedRuns(in: folder, rates: [0.1])
    let names = ["huge.fovea", "zeros.fovea", "script.fovea", "long.fovea"]
    let paths = names.map { folder.path + "/" + $0 }
    _ = try folder.write([], to: names[0])
    #expect(truncate(paths[0], 12 << 40) == 0)
    _ = try folder.write([], to: names[1])
    #expect(truncate(paths[1], 200 << 20) == 0)
    _ = try folder.write(Array("let x = 1\n".utf8), to: names[2])
    _ = try folder.write(Array(SessionFile.read(session)), to: names[3])
    #expect(truncate(paths[3], 1 << 40) == 0)
    #expect(mkfifo(folder.path + "/pipe.fovea", 0o600) == 0)
    let contents = try RunStore(path: nil).runs(in: SessionFolder(path: folder.path))
    #expect(contents.runs.count == 1)
    #expect(
      Set(contents.remarks) == [
        "'\(paths[0])' has more than 256 MB, which no session has, and was left out",
        "'\(paths[1])' is no session whose chain holds, and was left out",
        "'\(paths[2])' is no session whose chain holds, and was left out",
        "'\(paths[3])' has more than 256 MB, which no session has, and was left out",
      ])
    #expect(contents.sessions.count { $0.state == .broken } == 4)
  }
}
