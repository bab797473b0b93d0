import Glibc
import Runtime
import Testing

@testable import Record

/// A session with two trainings of one model and an evaluation of the second.
func recordedRuns(in folder: TemporaryFolder, rates: [Double] = [0.1, 0.01], accuracy: Double = 0.9) throws
  -> String
{
  let writer = SessionWriter(folder: folder.path, header: .ofFormat1, now: .example)
  func run(_ text: String, _ fields: [ResultRecord.Field]) throws {
    try writer.begin(text)
    try writer.finish(ResultRecord(fields))
  }
  try run("param epochs = 2", [.init("value", .integer(2))])
  try run(
    "load digits as digits8", [.init("train", .integer(100)), .init("fingerprint", .text("sha256:4c2f"))])
  try run("split digits8 validation=10%", [.init("train", .integer(90))])
  try run("model small cnn {\n  dense classes\n}", [])
  for rate in rates {
    try run(
      "train small on digits8 epochs=$epochs rate=\(rate)",
      [
        .init("loss", .number(rate * 2)), .init("accuracy", .number(1 - rate)),
        .init("weights", .text("sha256:\(rate)")),
        .init("seconds", .number(1.5), measured: true),
        .init(
          "history",
          .rows([
            [.init("epoch", .integer(1)), .init("loss", .number(.nan))],
            [.init("epoch", .integer(2)), .init("loss", .number(rate * 2))],
          ])),
      ])
  }
  try run("let r = evaluate small", [.init("count", .integer(10)), .init("accuracy", .number(accuracy))])
  try run("save small to \"small.safetensors\"", [.init("file", .text("small.safetensors"))])
  try writer.close()
  return try #require(writer.path)
}

@Suite("Runs of a session")
struct RunTests {
  @Test func haveWhatTheyWereAskedForAndWhatTheyCameTo() throws {
    let folder = try TemporaryFolder()
    let runs = RecordedRun.runs(of: try SessionReader.read(path: recordedRuns(in: folder)))
    #expect(runs.count == 2)
    let run = try #require(runs.last)
    #expect(run.settings == ["epochs": "2", "rate": "0.01"], "a parameter's value stands in its place")
    #expect(run.metrics["accuracy"] == 0.99)
    #expect(run.metrics["test_accuracy"] == 0.9)
    #expect(run.metrics["seconds"] == 1.5)
    #expect(runs[0].metrics["test_accuracy"] == nil, "only the training before the judgement was judged")
    #expect(run.fingerprint == "sha256:4c2f")
    #expect(run.definition.hasPrefix("model small cnn"))
    #expect(run.epochs.map(\.number) == [1, 2])
    #expect(run.artifacts == ["small.safetensors"])
    #expect(run.command == "train small on digits8 epochs=2 rate=0.01")
    #expect(run.id.hasSuffix(".2") && run.shortID.count == 6)
  }

  /// Training images that a later split made test images would be judged as if they had never been seen.
  @Test(arguments: [
    ("split d test=20%", "split d test=20%", true), ("split d test=20%", "split d test=0.2", true),
    ("split d test=20%", "split d test=20% seed=1", false), ("split d test=20%", "split d test=30%", false),
    ("split d validation=20%", "split d validation=30%", true),
    ("split d validation=20%", "split d test=30%", false),
  ])
  func areJudgedOnImagesThatTheyHaveNotSeen(first: String, second: String, expected: Bool) throws {
    let folder = try TemporaryFolder()
    let writer = SessionWriter(folder: folder.path, header: .ofFormat1, now: .example)
    for text in [
      "load ./a as d", "model m cnn { dense classes }", first, "train m on d", second, "evaluate m on d.test",
    ] {
      try writer.begin(text)
      try writer.finish(
        ResultRecord([.init("accuracy", .number(0.5)), .init("fingerprint", .text("sha256:4c2f"))]))
    }
    try writer.close()
    let runs = RecordedRun.runs(of: try SessionReader.read(path: try #require(writer.path)))
    #expect(runs.map { $0.metrics["test_accuracy"] != nil } == [expected])
    #expect(runs[0].source == "./a")
  }
}

@Suite("Conditions on runs")
struct RunFilterTests {
  private func runs() throws -> [RecordedRun] {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) {
      RecordedRun.runs(of: try SessionReader.read(path: recordedRuns(in: folder)))
    }
  }

  @Test(arguments: [
    ("accuracy>0.95", [2]), ("accuracy>95%", [2]), ("accuracy<=0.9", [1]), ("model=small", [1, 2]),
    ("model=large", []),
    ("model!=large", [1, 2]), ("rate=0.1", [1]), ("rate!=0.1", [2]), ("date>2026-01-01", [1, 2]),
    ("date=2026-11-23", [1, 2]),
    ("test_accuracy>=0.9", [2]), ("weights=sha256:0.1", [1]), ("model=7", []), ("accuracy=high", []),
    ("data=digits8", [1, 2]),
    ("data=digits", [1, 2]), ("data=shapes", []), ("data!=digits", []), ("data!=shapes", [1, 2]),
    ("source=digits", [1, 2]),
    ("fingerprint=sha256:4c", [1, 2]), ("fingerprint=4c2f", [1, 2]), ("fingerprint=4d", []),
    ("fingerprint!=4c", []),
    ("validation>=0", []), ("test>=0.9", [2]), ("set_rate=0.1", [1]), ("file=small", [2]),
    ("settings=rate=0.1", [1]),
    ("command=train small on digits8 epochs=2 rate=0.01", [2]), ("line>0", [1, 2]), ("stopped>0", []),
    ("kind=training", [1, 2]), ("split=validation=0.1", [1, 2]), ("prepare=normalize", []),
  ])
  func chooses(text: String, expected: [Int]) throws {
    let filter = try #require(RunFilter(text))
    #expect(try runs().filter(filter.holds).map { Int($0.id.suffix(1)) } == expected)
  }

  /// Whatever lists show of a run or its session finds it.
  @Test func idsFindRunsAndSessions() throws {
    let runs = try runs()
    func found(_ text: String) throws -> [Int] {
      let filter = try #require(RunFilter(text))
      return runs.filter(filter.holds).map { Int($0.id.suffix(1)) ?? 0 }
    }
    let (id, short) = (runs[1].id, runs[1].shortID)
    let session = String(id.dropLast(2))
    for name in [
      session, String(short.dropLast(2)), short, id, runs[0].session, session + ".fovea",
      String(session.prefix(8)),
    ] {
      #expect(try found("session=\(name)") == [1, 2], "\(name)")
      #expect(try found("session!=\(name)") == [], "\(name)")
    }
    for name in [id, short] {
      #expect(try found("id=\(name)") == [2] && found("run=\(name)") == [2] && found("id!=\(name)") == [1])
      #expect(try found("id=\(name)0") == [] && found("id=\(name.dropLast())") == [1, 2])
    }
    #expect(try found("session=none") == [] && found("id=2") == (id.hasPrefix("2") ? [1, 2] : []))
  }

  @Test(arguments: ["", "accuracy", ">0.9", "accuracy>", "=", "a b"]) func refusesOthers(text: String) {
    #expect(RunFilter(text) == nil)
  }

  @Test func sortsBothWaysWithMissingOnesLast() throws {
    let runs = try runs()
    #expect(runs.sorted(by: "rate").map(\.settings["rate"]) == ["0.01", "0.1"])
    #expect(runs.sorted(by: "-rate").map(\.settings["rate"]) == ["0.1", "0.01"])
    #expect(runs.sorted(by: "test_accuracy").map(\.settings["rate"]) == ["0.01", "0.1"])
    #expect(runs.sorted(by: "-test_accuracy").map(\.settings["rate"]) == ["0.01", "0.1"])
  }
}

@Suite("The store of runs")
struct RunStoreTests {
  /// NaN isn't equal to itself.
  private func text(_ runs: [RecordedRun]) -> [String] {
    runs.map { run in
      "\(run.id) \(run.kind) \(run.seeds) \(run.command) \(run.source) "
        + "\(run.settings.sorted { $0.key < $1.key }) \(run.circumstances.sorted { $0.key < $1.key }) "
        + "\(run.metrics.sorted { $0.key < $1.key }) "
        + run.history.map { "\($0.number)\($0.metrics)" }.joined() + run.artifacts.joined()
    }
  }

  @Test func givesWhatTheSessionsHold() throws {
    let folder = try TemporaryFolder()
    let session = try SessionReader.read(path: recordedRuns(in: folder))
    let path = folder.path + "/store/runs.sqlite"
    let expected = text(RecordedRun.runs(of: session))
    for _ in 0..<2 {
      let found = try RunStore(path: path).runs(in: SessionFolder(path: folder.path))
      #expect(text(found.runs) == expected)
      #expect(found.remarks.isEmpty)
    }
    // In memory, where there is no home.
    #expect(try text(RunStore(path: nil).runs(in: SessionFolder(path: folder.path)).runs) == expected)
  }

  @Test func followsSessionsThatComeChangeAndGo() throws {
    let folder = try TemporaryFolder()
    let sessions = SessionFolder(path: folder.path)
    let store = try RunStore(path: folder.path + "/runs.sqlite")
    #expect(try store.runs(in: sessions).runs.isEmpty)
    let path = try recordedRuns(in: folder)
    #expect(try store.runs(in: sessions).runs.count == 2)
    let other = try recordedRuns(in: folder, rates: [0.5])
    #expect(try store.runs(in: sessions).runs.count == 3)
    var bytes = try SessionFile.read(other)
    bytes[200] ^= 1
    _ = try folder.write(bytes, to: String(other.split(separator: "/").last ?? ""))
    let found = try store.runs(in: sessions)
    #expect(found.runs.count == 2)
    #expect(found.remarks == ["'\(other)' is no session whose chain holds, and was left out"])
    #expect(rename(path, path + ".away") == 0)
    #expect(try store.runs(in: sessions).runs.isEmpty)
  }

  @Test func tellsTheStateOfEachSession() throws {
    let folder = try TemporaryFolder()
    let closed = try exampleSession(in: folder)
    let end = try #require(String(decoding: closed.bytes, as: UTF8.self).firstRange(of: "#. end"))
    let cut = String(decoding: closed.bytes, as: UTF8.self)[..<end.lowerBound]
    _ = try folder.write(Array((cut + "load").utf8), to: "cut.fovea")
    var forged = closed.bytes
    forged[200] ^= 1
    _ = try folder.write(forged, to: "forged.fovea")
    let writer = SessionWriter(folder: folder.path, header: .ofFormat1, now: .example)
    try writer.begin("print 1")
    let store = try RunStore(path: folder.path + "/runs.sqlite")
    // The second time they come from the index.
    for _ in 0..<2 {
      let sessions = try store.runs(in: SessionFolder(path: folder.path)).sessions
      let states = Dictionary(uniqueKeysWithValues: sessions.map { ($0.path, $0.state) })
      #expect(states[closed.path] == .closed)
      #expect(states[folder.path + "/cut.fovea"] == .cutOff)
      #expect(states[folder.path + "/forged.fovea"] == .broken)
      #expect(states[try #require(writer.path)] == .written)
      let session = try #require(sessions.first { $0.path == closed.path })
      #expect(
        session.commands == 3 && session.failed == 1 && session.runs == 1
          && session.seed == SessionHeader.example.seed)
      #expect(session.date == SessionHeader.example.date && !session.name.hasSuffix(".fovea"))
    }
  }

  @Test(arguments: ["no database at all, but long enough to be taken for one by its size", ""])
  func isMadeAnewWhenItIsBroken(content: String) throws {
    let folder = try TemporaryFolder()
    _ = try recordedRuns(in: folder)
    let path = try folder.write(Array(content.utf8), to: "runs.sqlite")
    #expect(try RunStore(path: path).runs(in: SessionFolder(path: folder.path)).runs.count == 2)
  }
}
