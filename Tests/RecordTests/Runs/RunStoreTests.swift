import Glibc
import Runtime
import Testing

@testable import Record

/// A session with two trainings of one model and a judgement of the second.
private func record(in folder: TemporaryFolder, rates: [Double] = [0.1, 0.01], accuracy: Double = 0.9) throws -> String {
  let writer = SessionWriter(folder: folder.path, header: .example, now: .example)
  func run(_ text: String, _ fields: [ResultRecord.Field]) throws {
    try writer.begin(text)
    try writer.finish(ResultRecord(fields))
  }
  try run("param epochs = 2", [.init("value", .integer(2))])
  try run("load digits as digits8", [.init("train", .integer(100)), .init("fingerprint", .text("sha256:4c2f"))])
  try run("model small cnn {\n  dense classes\n}", [])
  for rate in rates {
    try run(
      "train small on digits8 epochs=$epochs rate=\(rate)",
      [
        .init("loss", .number(rate * 2)), .init("accuracy", .number(1 - rate)), .init("weights", .text("sha256:\(rate)")),
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
    let runs = RecordedRun.runs(of: try SessionReader.read(path: record(in: folder)))
    #expect(runs.count == 2)
    let run = try #require(runs.last)
    #expect(run.settings == ["epochs": "2", "rate": "0.01"], "a parameter's value stands in its place")
    #expect(run.metrics["accuracy"] == 0.99)
    #expect(run.metrics["test_accuracy"] == 0.9)
    #expect(run.metrics["seconds"] == 1.5)
    #expect(runs[0].metrics["test_accuracy"] == nil, "only the training before the judgement was judged")
    #expect(run.fingerprint == "sha256:4c2f")
    #expect(run.definition.hasPrefix("model small cnn"))
    #expect(run.epochs.map(\.epoch) == [1, 2])
    #expect(run.artifacts == ["small.safetensors"])
    #expect(run.id.hasSuffix(".2") && run.shortID.count == 6)
  }
}

@Suite("Conditions on runs")
struct RunFilterTests {
  private func runs() throws -> [RecordedRun] {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) {
      RecordedRun.runs(of: try SessionReader.read(path: record(in: folder)))
    }
  }

  @Test(arguments: [
    ("accuracy>0.95", [2]), ("accuracy>95%", [2]), ("accuracy<=0.9", [1]), ("model=small", [1, 2]), ("model=large", []),
    ("model!=large", [1, 2]), ("rate=0.1", [1]), ("rate!=0.1", [2]), ("date>2026-01-01", [1, 2]), ("date=2026-11-23", [1, 2]),
    ("test_accuracy>=0.9", [2]), ("weights=sha256:0.1", [1]), ("model=7", []), ("accuracy=high", []),
  ])
  func chooses(text: String, expected: [Int]) throws {
    let filter = try #require(RunFilter(text))
    #expect(try runs().filter(filter.holds).map { Int($0.id.suffix(1)) } == expected)
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
      "\(run.id) \(run.command) \(run.settings.sorted { $0.key < $1.key }) \(run.metrics.sorted { $0.key < $1.key }) "
        + run.epochs.map { "\($0.epoch)\($0.metrics)" }.joined() + run.artifacts.joined()
    }
  }

  @Test func givesWhatTheSessionsHold() throws {
    let folder = try TemporaryFolder()
    let session = try SessionReader.read(path: record(in: folder))
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
    let path = try record(in: folder)
    #expect(try store.runs(in: sessions).runs.count == 2)
    let other = try record(in: folder, rates: [0.5])
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

  @Test(arguments: ["no database at all, but long enough to be taken for one by its size", ""])
  func isMadeAnewWhenItIsBroken(content: String) throws {
    let folder = try TemporaryFolder()
    _ = try record(in: folder)
    let path = try folder.write(Array(content.utf8), to: "runs.sqlite")
    #expect(try RunStore(path: path).runs(in: SessionFolder(path: folder.path)).runs.count == 2)
  }
}
