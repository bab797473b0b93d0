import Runtime
import Testing

@testable import Record

/// Traces of weights as `train` records them.
private func training(_ points: [(step: Int, layers: [String])], loss: Double = 0.5) -> ResultRecord {
  ResultRecord([
    .init("epochs", .integer(2)), .init("steps", .integer(20)), .init("weights", .text("sha256:19ab")),
    .init("history", .rows([[.init("epoch", .integer(1)), .init("loss", .number(loss))]])),
    .init(
      "trace",
      .rows(
        points.map {
          [.init("step", .integer($0.step)), .init("layers", .list($0.layers.map { .text($0) }))]
        })),
  ])
}

private let recorded = training([
  (0, ["1.conv:00000001", "3.dense:00000002"]), (1, ["1.conv:00000003", "3.dense:00000004"]),
  (8, ["1.conv:00000005", "3.dense:00000006"]), (16, ["1.conv:00000007", "3.dense:00000008"]),
])

@Suite("Where two trainings part")
struct TrainingDivergenceTests {
  private func compare(_ found: ResultRecord, tolerance: Double? = nil) throws -> EntryComparison {
    let folder = try TemporaryFolder()
    let writer = SessionWriter(folder: folder.path, header: .example, now: .example)
    try writer.begin("train small on fashion epochs=2")
    try writer.finish(recorded)
    try writer.close()
    let session = try SessionReader.read(path: try #require(writer.path))
    return Comparison(current: .example).compare(session.commands[0], with: found, tolerance: tolerance)
  }

  @Test func isNamedDownToEpochStepsAndLayer() throws {
    let other = training(
      [
        (0, ["1.conv:00000001", "3.dense:00000002"]), (1, ["1.conv:00000003", "3.dense:00000004"]),
        (8, ["1.conv:00000005", "3.dense:ffffffff"]), (16, ["1.conv:eeeeeeee", "3.dense:dddddddd"]),
      ], loss: 0.6)
    let divergence = try #require(try compare(other).divergence)
    #expect(divergence.lastSame == 1)
    #expect(divergence.firstDifferent == 8)
    #expect(divergence.epoch == 1)
    #expect(divergence.layer == "3.dense")
    #expect(
      divergence.message == "the weights part between step 2 and step 8 (epoch 1), first in layer 3.dense")
  }

  @Test func liesInTheEpochOfItsStep() throws {
    let late = training([
      (0, ["1.conv:00000001", "3.dense:00000002"]), (1, ["1.conv:00000003", "3.dense:00000004"]),
      (8, ["1.conv:00000005", "3.dense:00000006"]), (16, ["1.conv:eeeeeeee", "3.dense:dddddddd"]),
    ])
    // Ten steps an epoch: step 9 belongs to the first one.
    #expect(
      try compare(late).divergence?.message
        == "the weights part between step 9 and step 16 (epoch 1), first in layer 1.conv")
  }

  @Test func otherInitialWeightsAreSaid() throws {
    let other = training([(0, ["1.conv:0000000f", "3.dense:00000002"])])
    #expect(
      try compare(other).divergence?.message
        == "the weights that it began from are others already, first in layer 1.conv")
  }

  @Test func sameWeightsPartNowhereAndATolerancePassesOverThem() throws {
    #expect(try compare(recorded).divergence == nil)
    let other = training([(0, ["1.conv:0000000f", "3.dense:00000002"])])
    #expect(try compare(other, tolerance: 1e-3).first?.field != "layers")
  }
}

@Suite("A report of a replay")
struct ReplayReportPageTests {
  private func report(changing text: String?) throws -> ReplayReport {
    let folder = try TemporaryFolder()
    let session = try SessionReader.read(path: exampleSession(in: folder).path)
    var report = ReplayReport(session)
    let comparison = Comparison(current: .example)
    let load = session.commands[0]
    report.add(comparison.compare(load, with: .load))
    if let text { report.add(comparison.compare(session.commands[1], withFailure: text)) }
    return report
  }

  @Test func isOnePageThatNeedsNothingElse() throws {
    let page = try report(changing: "an <image> & \"more\"").page
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    #expect(page.contains("an &lt;image&gt; &amp; &quot;more&quot;"))
    for outside in ["http:", "https:", "src=", "<script", "@import", "<link"] {
      #expect(!page.contains(outside))
    }
    #expect(page.contains("<span class=\"differs\">differs</span>"))
  }

  @Test func whatIfIsShownAndNotJudged() throws {
    var report = try report(changing: "it fails")
    #expect(report.exitCode == 1)
    report.whatIf = ["epochs=1"]
    #expect(report.exitCode == 0)
    #expect(report.lines.last == "2 commands run; differences are shown, without a verdict")
    #expect(report.fields.first == .init("verdict", .text("unjudged")))
  }
}

@Suite("A replay that compared nothing")
struct EmptyReplayTests {
  /// A session whose only command failed, and one that was cut down to its header.
  @Test(arguments: [true, false]) func provesNothing(isClosed: Bool) throws {
    let folder = try TemporaryFolder()
    let writer = SessionWriter(folder: folder.path, header: .example, now: .example)
    try writer.begin("confuse small")
    try writer.fail("there is no command 'confuse'.")
    try writer.close()
    let bytes =
      isClosed ? try SessionFile.read(try #require(writer.path)) : Array(SessionHeader.example.text.utf8)
    let session = try SessionReader.read(bytes, name: "empty.fovea")
    #expect(session.isClosed == isClosed && session.fault == nil)
    let report = ReplayReport(session)
    #expect(report.compared == 0 && report.verdict == .inconclusive && report.exitCode == 3)
    #expect(report.lines.contains("there was nothing to compare, which proves nothing"))
    #expect(report.lines.last?.hasPrefix("verdict: inconclusive") == true)
  }
}
