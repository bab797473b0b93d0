import Runtime
import Testing

@testable import Record

/// What lines of provenance tell of trainings, without a look at the commands.
@Suite struct ProvenanceTests {
  private static let training = {
    var provenance = Provenance(
      kind: .training, task: "classification", model: "small",
      definition: "model small cnn { dense classes }",
      data: "d", source: "a folder/with \"quotes\"", fingerprint: "sha256:4c2f", seed: .max,
      settings: ["epochs": "2", "rate": "10%", "class": "yes"],
      circumstances: ["load": "digits limit=200", "freeze": "[1, 3]", "prepare": "normalize"])
    provenance.follow(split: 3)
    provenance.parent = "sha256:19ab"
    provenance.inForce = [
      .init("epochs", .integer(2)), .init("rate", .number(0.1)), .init("nesterov", .boolean(false)),
      .init("class_weights", .list([.number(1), .number(2.5)])), .init("odd", .text("a \"b\" c=d")),
    ]
    return provenance
  }()

  private func session(_ entries: [(text: String, result: ResultRecord)], _ header: SessionHeader = .example)
    throws -> Session
  {
    let folder = try TemporaryFolder()
    let writer = SessionWriter(folder: folder.path, header: header, now: .example)
    for (text, result) in entries {
      try writer.begin(text)
      try writer.finish(result)
    }
    try writer.close()
    return try SessionReader.read(path: try #require(writer.path))
  }

  private func result(_ fields: [ResultRecord.Field], _ provenance: [ResultRecord.Field]) -> ResultRecord {
    var result = ResultRecord(fields)
    result.provenance = provenance
    return result
  }

  @Test func isReadAsItWasWritten() throws {
    let session = try session([("train small on d", result([], Self.training.fields))])
    #expect(session.fault == nil)
    #expect(Provenance(try #require(session.commands.first).provenance) == Self.training)
  }

  @Test func optionsInForceAreReadByTheirNames() throws {
    let line = Self.training.fields
    let text = #"epochs=2 rate=0.1 nesterov=no class_weights=[1, 2.5] odd="a \"b\" c=d""#
    #expect(line.first { $0.name == "in_force" }?.value == .text(text))
    let run = try #require(RecordedRun.runs(of: session([("train small on d", result([], line))])).first)
    #expect(
      run.inForce == [
        "epochs": "2", "rate": "0.1", "nesterov": "no", "class_weights": "[1, 2.5]", "odd": "a \"b\" c=d",
      ])
    #expect(run.settings["rate"] == "10%" && run.option("rate") == "0.1" && run.option("class") == "yes")
    #expect(RunFilter("rate=0.1")?.holds(for: run) == true)
  }

  /// What was written before had no names of options.
  @Test func anEarlierTextOfOptionsTellsNone() throws {
    let line = Self.training.fields.map {
      $0.name == "in_force" ? ResultRecord.Field($0.name, .text("Options(rate: 0.1, loss: nil)")) : $0
    }
    let entry = try #require(session([("train small on d", result([], line))]).commands.first)
    #expect(Provenance(entry.provenance)?.inForce == [])
  }

  @Test func linesOfEvaluationsAndFilesAreReadAsTheyWereWritten() throws {
    var evaluation = Provenance.Evaluation()
    (evaluation.task, evaluation.model, evaluation.weights) = ("classification", "small", "sha256:77")
    (evaluation.run, evaluation.data, evaluation.part) = (2, "d", "test")
    (evaluation.fingerprint, evaluation.isOfTestPart) = ("sha256:4c2f", true)
    (evaluation.load, evaluation.split, evaluation.splitSeed) = ("digits", "validation=0.2", .max)
    let lines: [Provenance.Line] = [
      .run(Self.training), .evaluation(evaluation), .evaluation(.init()),
      .file(.init("a folder/a.svg", weights: ["sha256:77", ""], runs: [2, 0])),
    ]
    let session = try session(lines.map { ("a", result([], $0.fields)) })
    #expect(session.commands.map { Provenance.Line($0.provenance) } == lines)
  }

  @Test func aLaterTrainingTellsWhatWasLearntBefore() {
    var later = Self.training
    later.circumstances["freeze"] = nil
    later.goOn(from: Self.training)
    #expect(later.circumstances["after"] == "class=yes epochs=2 rate=10% freeze [1, 3]")
    #expect(later.seeds == "18446744073709551615 split=3 after 18446744073709551615 split=3")
  }

  @Test func runsComeFromProvenanceWhateverTheCommandsSay() throws {
    let weights = ResultRecord.Field("weights", .text("sha256:77"))
    let evaluation: [ResultRecord.Field] = [
      .init("of", .text("evaluation")), .init("model", .text("small")), weights, .init("run", .integer(1)),
      .init("of_test_part", .boolean(true)),
    ]
    let file: [ResultRecord.Field] = [
      .init("of", .text("file")), .init("runs", .list([.integer(1)])),
      .init("file", .text("a.svg")),
    ]
    // Verbs that no program knows.
    let session = try session([
      ("fit9 small at d", result([weights, .init("accuracy", .number(0.5))], Self.training.fields)),
      ("judge9 small", result([.init("accuracy", .number(0.25))], evaluation)),
      ("draw9", result([], file)),
    ])
    let runs = RecordedRun.runs(of: session)
    #expect(runs.map(\.weights) == ["sha256:77"])
    #expect(runs.first?.metrics == ["accuracy": 0.5, "test_accuracy": 0.25])
    #expect(runs.first?.artifacts == ["a.svg"])
    #expect(runs.first?.settings == Self.training.settings)
    #expect(runs.first?.circumstances == Self.training.circumstances)
  }

  @Test func anEvaluationCountsForTheModelThatItIsOf() throws {
    let weights = ResultRecord.Field("weights", .text("sha256:77"))
    var other = Self.training
    other.model = "other"
    func evaluation(_ run: Int, ofTestPart isOwn: Bool) -> [ResultRecord.Field] {
      [
        .init("of", .text("evaluation")), weights, .init("run", .integer(run)),
        .init("of_test_part", .boolean(isOwn)),
      ]
    }
    let figure = ResultRecord.Field("accuracy", .number(1))
    let session = try session([
      ("a", result([weights], Self.training.fields)), ("b", result([weights], other.fields)),
      ("c", result([figure], evaluation(1, ofTestPart: true))),
      ("d", result([figure], evaluation(2, ofTestPart: false))),
    ])
    #expect(RecordedRun.runs(of: session).map(\.metrics) == [["test_accuracy": 1], [:]])
  }

  /// A line may say anything.
  @Test(arguments: [0, 2, -1, .min, .max] as [Int]) func runsThatAreNotThereAreLeftOut(run: Int) throws {
    func line(_ fields: [ResultRecord.Field]) -> [ResultRecord.Field] {
      [.init("run", .integer(run)), .init("runs", .list([.integer(run), .number(.nan)]))] + fields
    }
    let session = try session([
      ("a", result([], Self.training.fields)),
      (
        "b",
        result(
          [.init("accuracy", .number(1))],
          line([.init("of", .text("evaluation")), .init("of_test_part", .boolean(true))]))
      ),
      ("c", result([], line([.init("of", .text("file")), .init("file", .text("a.svg"))]))),
    ])
    let runs = RecordedRun.runs(of: session)
    #expect(runs.map(\.metrics) == [[:]] && runs.map(\.artifacts) == [[]])
  }

  @Test func sessionsOfFormat1HoldNone() throws {
    let session = try session([("train small on d", result([], Self.training.fields))], .ofFormat1)
    #expect(session.header.format == 1)
    #expect(session.commands.map(\.provenance) == [[]])
  }

  @Test func aTypedCommentIsNoProvenance() throws {
    let session = try session([("model m cnn {\n#% of=training\ndense 10\n}", ResultRecord())])
    #expect(session.fault == nil)
    #expect(session.commands.first?.provenance == [])
    #expect(session.commands.first?.text == "model m cnn {\n# #% of=training\ndense 10\n}")
  }
}

/// The versions of numerics, one an area.
@Suite struct NumericsVersionTests {
  @Test(arguments: [(3, 1), (4, 2)])
  func oneNumberOfFormat1CountsForAllAreas(number: Int, others: Int) throws {
    let header = try #require(
      SessionHeader(
        environmentLine: "#@ fovea 0.1.0 · numerics \(number) · oneDNN 2.6.3 · avx2 · L2 1K · 2026-01-01",
        seed: 1))
    #expect(header.format == 1)
    #expect(
      header.versions == [
        .init("fovea", "0.1.0"), SessionHeader.numerics(.data, others),
        SessionHeader.numerics(.networks, number), SessionHeader.numerics(.supportVectors, others),
        .init("oneDNN", "2.6.3"),
      ])
  }

  @Test func areaExcusesNoResultOfAnother() throws {
    var recorded = SessionHeader.example
    recorded.versions[2] = SessionHeader.numerics(.networks, 3)
    let all = recorded.differences(from: .example)
    #expect(all.map(\.message) == ["numerics.networks 3, now 4"])
    #expect(recorded.differences(from: .example, areas: [.data, .networks]) == all)
    #expect(recorded.differences(from: .example, areas: [.data, .supportVectors]).isEmpty)
  }
}
