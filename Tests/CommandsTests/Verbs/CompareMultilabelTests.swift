import Datasets
import Evaluation
import Models
import Runtime
import Testing

@testable import Commands

/// Two networks and a machine on images with label sets.
@Suite("compare on label sets")
struct CompareMultilabelTests {
  private static func session(_ more: String, threads: Int = 2) -> TestShell {
    let session = TestShell(threads: threads)
    #expect(
      session.run(
        """
        load shapes as s count=160 size=16x16
        model m cnn { conv 8 3x3; relu; pool max 2x2; dense 24; relu; dense classes }
        model k cnn { dense classes }
        model v svm C=10 gamma=0.05
        train m on s epochs=3 batch=16
        train k on s epochs=1 rate=0.001
        train v on s
        \(more)
        """) == [])
    return session
  }

  private func rows(_ session: TestShell, _ field: String) -> [ResultRecord] {
    guard case .rows(let rows)? = session.result("compare")?[field]?.value else { return [] }
    return rows.map { ResultRecord($0) }
  }

  @Test func figuresAreThoseOfEvaluate() throws {
    let session = Self.session(
      "let c = compare m k on s.test threshold=20%\nlet a = evaluate m threshold=20%\n"
        + "let b = evaluate k threshold=20%\nprint c.p, c.difference, c.interval, c.p_difference, c.macro_ap")
    let models = rows(session, "models")
    let evaluated = try ["a", "b"].map { try session.shell.result($0, argument: "") }
    for name in ["subset_accuracy", "macro_ap", "micro_f1", "hamming", "loss"] {
      #expect(models.map { $0[name]?.value } == evaluated.map { $0[name]?.value }, "\(name)")
    }
    #expect(models[1]["parameters"]?.value == .integer(16 * 16 * 6 + 6))
    // The tests, on what both said.
    let (one, other) = (
      try session.shell.evaluation(of: "a", argument: ""), try session.shell.evaluation(of: "b", argument: "")
    )
    let truth = try #require(one.predictions.labelSets)
    let test = try McNemar(
      truth: truth,
      first: .predicted(scores: one.predictions.probabilities, thresholds: one.thresholds),
      second: .predicted(scores: other.predictions.probabilities, thresholds: other.thresholds))
    let bootstrap = try MacroPrecisionBootstrap(
      [one, other].map {
        try MultilabelRanking(truth: truth, scores: $0.predictions.probabilities)
      }, seed: session.shell.workspace.settings.seed)
    let difference = try #require(bootstrap?.difference(of: 0, and: 1))
    let pair = try #require(rows(session, "pairs").first)
    #expect(pair["only_first"]?.value == .integer(test.onlyFirst))
    #expect(pair["p"]?.value == .number(test.exact))
    #expect(pair["difference"]?.value == .number(difference.value))
    #expect(pair["lower"]?.value == .number(difference.lower))
    let result = try #require(session.result("compare"))
    #expect(result["p_difference"]?.value == .number(difference.p))
    #expect(result["interval"]?.value == .list([.number(difference.lower), .number(difference.upper)]))
    #expect(result["accuracy"] == nil)
    let display = try #require(result.display)
    #expect(
      display.contains("all labels right") && display.contains("macro AP")
        && display.contains("chance may do"))
  }

  /// Votes and probabilities are ranked each by themselves.
  @Test func familiesAreComparedAndPValuesAdjusted() throws {
    let session = Self.session("compare m k v")
    let pairs = rows(session, "pairs")
    #expect(pairs.count == 3)
    #expect(pairs.allSatisfy { $0["p_adjusted"] != nil && $0["p_difference_adjusted"] != nil })
    #expect(session.result("compare")?["p"] == nil && session.result("compare")?["difference"] == nil)
    let lines = try #require(session.result("compare")?.display).split(separator: "\n")
    #expect(lines.filter { !$0.contains("chance may do") }.allSatisfy { $0.count <= 80 }, "\(lines)")
  }

  @Test func thresholdsMayBeChosenForEachModel() throws {
    let session = Self.session("compare m k on s.validation threshold=validation")
    let display = try #require(session.result("compare")?.display)
    #expect(display.contains("the thresholds were chosen on the images that they are evaluated on"))
  }

  @Test func anyNumberOfThreadsGivesTheSameBits() throws {
    let found = (1...3).map { threads in
      let session = Self.session("compare m k", threads: threads)
      return [session.result("compare")?["p_difference"], session.result("compare")?["interval"]]
    }
    #expect(found.allSatisfy { $0 == found[0] && $0[0] != nil })
  }
}
