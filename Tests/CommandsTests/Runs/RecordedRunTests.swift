import Diagnostics
import Foundation
import Kernels
import Networks
import Runtime
import Testing

@testable import Commands
@testable import Record

/// What is kept of the trainings of a session that really ran.
@Suite("Trainings of recorded sessions", .serialized)
struct RecordedRunTests {
  static let beginning = """
    load digits as d limit=200
    split d validation=20% seed=3
    model m cnn { dense classes }

    """
  static let file =
    FileManager.default.temporaryDirectory.path + "/fovea-runs-\(UUID().uuidString).safetensors"

  func session(_ text: String, from beginning: String = Self.beginning) throws -> Session {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "fovea-runs-\(UUID().uuidString)"
    ).path
    defer { for path in [folder, Self.file] { try? FileManager.default.removeItem(atPath: path) } }
    let shell = Shell(.init(threads: 2, seed: 7))
    let recorder = SessionRecorder(SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now))
    shell.recorder = recorder
    try shell.run(SourceText(name: "script", text: beginning + text))
    try recorder.close()
    let session = try SessionReader.read(path: try #require(recorder.path))
    // What lines of provenance tell is what sessions without them are found to hold, but for defaults.
    var earlier = Format1Reader(session)
    for entry in session.commands { earlier.read(entry) }
    var runs = RecordedRun.runs(of: session)
    #expect(runs.allSatisfy { $0.tellsOptions })
    // Those of format 1 know no task either.
    for index in runs.indices { (runs[index].inForce, runs[index].task) = ([:], "") }
    #expect(runs == earlier.runs)
    return session
  }

  func runs(_ text: String) throws -> [RecordedRun] { RecordedRun.runs(of: try session(text)) }

  /// Which of the runs were judged on the test part.
  private func evaluated(_ text: String) throws -> [Bool] {
    try runs(text).map { $0.metrics["test_accuracy"] != nil }
  }

  /// Options that never take effect leave the same weights: the evaluation counts for the one that was chosen.
  @Test func equalWeightsAreToldApart() throws {
    let runs = try runs("sweep patience=[3, 5] train m on d epochs=1\nevaluate m on d.test")
    #expect(runs[0].weights == runs[1].weights)
    #expect(runs.map { $0.metrics["test_accuracy"] != nil } == [true, false])
  }

  @Test func theBestOfASweepIsTheOneThatIsJudged() throws {
    let session = try session(
      "sweep rate=[0.5, 0.0001] train m on d epochs=1\nevaluate m on d.test\nsave m to \"\(Self.file)\"")
    let runs = RecordedRun.runs(of: session)
    #expect(runs.map { $0.settings["rate"] } == ["0.5", "0.0001"])
    let chosen = try #require(session.commands.first { $0.text.hasPrefix("choose") }?.results.last?.fields)
    let best = try #require(
      runs.firstIndex { run in chosen.contains { $0.name == "weights" && $0.text == run.weights } })
    #expect(runs.map { $0.metrics["test_accuracy"] != nil } == [best == 0, best == 1])
    #expect(best == 0, "a rate of 0.0001 learns nothing in an epoch")
    #expect(runs.map(\.artifacts.count) == [1, 0])
  }

  @Test(
    arguments: [
      ("train m on d epochs=1\nevaluate m", [true]), ("train m on d epochs=1\nevaluate m on d", [true]),
      ("train m on d epochs=1\nevaluate m on d.validation", [false]),
      // Other images than the test part of the data that it was trained on.
      ("load digits as o limit=100\ntrain m on d epochs=1\nevaluate m on o.test", [false]),
      ("train m on d epochs=1\nload digits as d limit=100\nevaluate m on d.test", [false]),
      ("train m on d epochs=1\nsplit d validation=30%\nevaluate m on d.test", [true]),
      // The model is another, or again what it was.
      ("train m on d epochs=1\ntrain m on d epochs=1\nundo\nevaluate m", [true, false]),
      (
        "train m on d epochs=1\nlet a = 1\ntrain m on d epochs=1\nsummary m\nevaluate m on "
          + "d.validation\nundo\nundo\nevaluate m",
        [true, false]
      ),
      ("sweep rate=[0.1, 0.2] train m on d epochs=1\ntrain m on d epochs=1\nundo\nevaluate m", nil),
      // What undo takes back hangs neither on threads nor on whether a value is another.
      ("train m on d epochs=1\nset threads=2 plot=auto\nundo\nevaluate m", [true]),
      ("train m on d epochs=1\nset threads=1\nlet a = 1\nlet a = 1\nundo\nundo\nundo\nevaluate m", [true]),
      (
        "train m on d epochs=1\nlet r = evaluate m on d.validation\nlet r = evaluate m on "
          + "d.validation\nundo\nundo\nevaluate m",
        [true]
      ),
      ("train m on d epochs=1\nfreeze m dense\nundo\nevaluate m", [true]),
      ("train m on d epochs=1\nforget m\nundo\nevaluate m", [true]),
      (
        "train m on d epochs=1\nmodel m cnn { dense classes }\nundo\nset seed=9\nprepare d { normalize "
          + "}\nundo\nundo\nevaluate m",
        [true]
      ),
      (
        "train m on d epochs=1\nmodel m cnn { dense classes }\ntrain m on d epochs=1\nevaluate m",
        [false, true]
      ),
      (
        "train m on d epochs=1\nsave m to \"\(file)\"\nrestore \"\(file)\" as m\n"
          + "evaluate m on d.test", [false]
      ),
    ] as [(String, [Bool]?)])
  func aJudgementCountsForWhatWasJudged(text: String, expected: [Bool]?) throws {
    let found = try evaluated(text)
    if let expected {
      #expect(found == expected)
    } else {
      #expect(found.count == 3 && found.count { $0 } == 1 && !found[2])
    }
  }

  @Test func valuesAreThoseThatWereInForce() throws {
    let runs = try runs(
      """
      param base = 0.05
      let r = train m on d epochs=1 rate=$(base * 2)
      let more = r.epochs + 1
      for batch in [20, 40] { train m on d epochs=$more batch=$(batch * 2) fresh=yes }
      """)
    #expect(runs.map { $0.settings["rate"] } == ["0.1", nil, nil])
    #expect(runs.map { $0.settings["epochs"] } == ["1", "2", "2"])
    #expect(runs.map { $0.settings["batch"] } == [nil, "40", "80"])
  }

  @Test func whatWasDoneToTheDataIsKept() throws {
    // Where the processor has no instructions for 16 bits, there is one circumstance less.
    let hasHalf = (try? Precision.bfloat16.checkSupport()) != nil
    let runs = try runs(
      """
      model m cnn { dense 8; relu; dense classes }
      train m on d epochs=1
      prepare d { normalize }
      augment d { shift 10% }
      set precision=\(hasHalf ? "bf16" : "f32")
      train m on d epochs=2 seed=5
      freeze m 1
      train m on d epochs=1 precision=f32 fresh=yes
      """)
    #expect(runs[0].circumstances == ["load": "digits limit=200", "split": "validation=0.2"])
    #expect(runs[0].seeds == "7 split=3" && runs[0].source == "digits")
    var expected = [
      "load": "digits limit=200", "split": "validation=0.2", "prepare": "normalize", "augment": "shift 10%",
      "after": "epochs=1 without prepare without augment",
    ]
    if hasHalf {
      expected["precision"] = "bf16"
      expected["after"]? += " without precision"
    }
    #expect(runs[1].circumstances == expected)
    #expect(runs[1].seeds == "5 split=3 after 7 split=3")
    #expect(runs[2].circumstances["after"] == nil && runs[2].circumstances["precision"] == nil)
    #expect(runs[2].circumstances["freeze"] == "[1]")
    // Only chance tells these apart.
    let same = "model m cnn { dense 8; relu; dense classes }\ntrain m on d epochs=1 seed="
    let (one, other) = (try self.runs(same + "1")[0], try self.runs(same + "2")[0])
    #expect(one.isAlike(other) && one.isAlike(runs[0]) && !runs[0].isAlike(runs[1]))
    #expect(Set([one, other, runs[0]].map(\.seeds)).count == 3)
    let shown = RunsReport.show(runs[1])
    #expect(
      shown.contains("  prepare              normalize") && shown.contains("5 split=3 after 7 split=3"),
      "\(shown)")
    let compared = RunsReport.compare([runs[0], runs[2]]).split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    #expect(
      compared.contains(["prepare", "none", "normalize"]) && compared.contains(["freeze", "none", "[1]"]))
    #expect(!compared.contains { $0.first == "split" })
  }

  /// A run that is named twice, once by its short id, is one; so is a setting that is a result too.
  @Test func whatIsNamedTwiceIsShownOnce() throws {
    let model = "model m cnn { dense classes }\ntrain m on d epochs="
    let runs = try runs("\(model)1\ntrain m on d epochs=2 fresh=yes")
    let (one, other) = (runs[0], runs[1])
    let found = try RunsReport.find([one.shortID, other.shortID, one.id, one.shortID], in: runs)
    #expect(found.map(\.id) == [one.id, other.id])
    let drawn = try RunsPlot.choose(["loss", one.id, one.shortID], among: runs).runs
    #expect(drawn.map(\.id) == [one.id])
    let rows = RunsReport.compare(found).split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    #expect(rows.filter { $0.first == "epochs" } == [["epochs", "1", "2"]])
  }

  /// How a block is broken into lines makes no other model.
  @Test func layoutMakesNoOtherModel() throws {
    let lines = "model m cnn {\n  # wide\n  dense 8\n\n  relu; dense classes\n}\ntrain m on d epochs=1"
    let (one, other) = (
      try runs(lines)[0], try runs("model m cnn { dense 8;relu; dense classes }\ntrain m on d epochs=1")[0]
    )
    #expect(one.isAlike(other) && one.definition == "model m cnn { dense 8; relu; dense classes }")
  }

  @Test func definitionsHoldTheValuesOfParameters() throws {
    let wide = "param units = 32\nmodel n cnn { dense $units; relu; dense classes }\ntrain n on d epochs=1"
    let (one, other) = (try runs(wide)[0], try runs(wide.replacingOccurrences(of: "32", with: "8"))[0])
    #expect(one.definition == "model n cnn { dense 32; relu; dense classes }")
    #expect(!one.isAlike(other))
  }

  /// The options that a machine is fitted with define it from then on.
  @Test func machinesKeepWhatTheyWereFittedWith() throws {
    let runs = try runs(
      "model s svm gamma=0.01\nsweep C=[0.001, 10] train s on d\ncrossvalidate s on d folds=2\nundo\ntrain s "
        + "on d\ntrain s on d"
    )
    #expect(runs.allSatisfy { $0.definition == "model s svm gamma=0.01" && $0.settings["gamma"] == "0.01" })
    #expect(runs.map { $0.settings["C"] } == ["0.001", "10", "10", nil, nil])
    #expect(RunsReport.list(Array(runs.prefix(2)), columns: 120).contains("C=10 gamma=0.01"))
    #expect(runs.allSatisfy { $0.circumstances["after"] == nil } && runs[3].isAlike(runs[4]))
  }

  @Test func crossvalidationsAreRuns() throws {
    let runs = try runs("let cv = crossvalidate m on d folds=3 epochs=1\ntrain m on d epochs=1")
    #expect(runs.map(\.kind) == [.crossvalidation, .training])
    let folds = runs[0]
    #expect(folds.settings["folds"] == "3" && folds.metrics["folds"] == 3)
    #expect(
      folds.metrics["mean_accuracy"] != nil && folds.metrics["accuracy"] == nil
        && folds.metrics["folds_accuracy"] != nil)
    #expect(folds.metrics["seconds"] != nil && folds.metrics["folds_fold"] == nil)
    #expect(folds.history.map(\.number) == [1, 2, 3] && folds.epochs.isEmpty)
    let list = RunsReport.list(runs, columns: 120)
    #expect(
      list.contains("mean of folds") && list.contains(Spelling.percent(folds.metrics["mean_accuracy"] ?? 0)))
    #expect(RunsReport.show(folds).contains("\n  fold  accuracy  "))
    #expect(RunsReport.json(folds).contains("\"history\":[{\"fold\":1,"))
  }

  @Test func aChangedTrainingShowsBothResults() throws {
    let (one, other) = (
      try session("prepare d { normalize }\ntrain m on d epochs=1"),
      try session("train m on d epochs=2\nprint 1")
    )
    let lines = SessionDifference(one, other).lines
    #expect(lines[0].hasPrefix("- line") && lines[0].hasSuffix("prepare d { normalize }"))
    #expect(lines[1].hasSuffix("train m on d epochs=1") && lines[2].hasSuffix("train m on d epochs=2"))
    #expect(lines[3...4] == ["    prepare: normalize and none", "    epochs: 1 and 2"])
    #expect(lines.last?.hasSuffix(": print 1") == true)
    #expect(SessionDifference(one, one).lines == ["nothing differs but times"])
    #expect(SessionDifference(one, one).json.isEmpty)
  }

  @Test func listsBeginWithTheOldest() throws {
    var runs = try runs("train m on d epochs=1\ntrain m on d epochs=1\ntrain m on d epochs=1")
    runs[0].date = "2026-11-03T10:00:00Z"
    runs[1].date = "2026-11-01T10:00:00Z"
    runs[2].date = "2026-11-01T10:00:00Z"
    let ids = try RunsReport.choose(runs, filters: [], order: nil).map(\.id)
    #expect(ids == [runs[1].id, runs[2].id, runs[0].id])
  }
}
