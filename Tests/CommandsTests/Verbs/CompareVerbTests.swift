import Datasets
import Evaluation
import Models
import Runtime
import Testing

@testable import Commands

@Suite("compare")
struct CompareVerbTests {
  /// Two models on digits, one of which has hardly learnt.
  private static func session(_ more: String = "") -> TestShell {
    let session = TestShell()
    #expect(
      session.run(
        """
        load digits as digits8
        model small cnn { dense classes }
        model poor cnn { dense classes }
        model raw cnn { dense classes }
        train small on digits8 epochs=2 batch=32
        train poor on digits8 epochs=1 batch=512 rate=0.01
        """ + more) == [])
    return session
  }

  private func rows(_ session: TestShell, _ field: String) -> [ResultRecord] {
    guard case .rows(let rows) = session.result("compare")?[field]?.value else { return [] }
    return rows.map { ResultRecord($0) }
  }

  @Test func figuresAreThoseOfEvaluate() throws {
    let session = Self.session()
    #expect(
      session.run("let c = compare small poor on digits8.test\nlet r = evaluate small\nlet s = evaluate poor")
        == [])
    let models = rows(session, "models")
    let (first, second) = (
      try session.shell.result("r", argument: ""), try session.shell.result("s", argument: "")
    )
    #expect(models.map { $0["accuracy"]?.value } == [first["accuracy"]?.value, second["accuracy"]?.value])
    #expect(models.map { $0["macro_f1"]?.value } == [first["macro_f1"]?.value, second["macro_f1"]?.value])
    #expect(models[0]["parameters"]?.value == .integer(650))
    #expect(
      models.allSatisfy { $0["prediction_seconds"]?.isMeasured == true && $0["seconds"]?.isMeasured == true })
    #expect(session.result("compare")?["best"]?.value == .text("small"))
    // McNemar's test on what both said.
    let (one, other) = (
      try session.shell.evaluation(of: "r", argument: ""), try session.shell.evaluation(of: "s", argument: "")
    )
    let test = try McNemar(
      truth: one.images.labels, first: one.predictions.predictedLabels,
      second: other.predictions.predictedLabels)
    let pair = try #require(rows(session, "pairs").first)
    #expect(
      pair["only_first"]?.value == .integer(test.onlyFirst)
        && pair["only_second"]?.value == .integer(test.onlySecond))
    #expect(
      pair["p"]?.value == .number(test.exact) && session.result("compare")?["p"]?.value == .number(test.exact)
    )
    #expect(session.result("compare")?.display?.contains("small is better than poor") == true)
  }

  @Test func ofSeveralModelsPValuesAreAdjusted() {
    let session = Self.session("\ntrain raw on digits8 epochs=2 batch=32")
    #expect(session.run("compare small poor raw") == [])
    let pairs = rows(session, "pairs")
    #expect(pairs.count == 3 && pairs.allSatisfy { $0["p_adjusted"] != nil })
    // The same recipe and seed: the same answers.
    #expect(pairs[1]["p"]?.value == .number(1))
    #expect(session.result("compare")?.display?.contains("small and raw don't differ") == true)
  }

  @Test(
    arguments: [
      ("compare small", "1:9: 'compare' needs at least two models."),
      ("compare small small", "1:9: 'small' is named twice."),
      ("compare small raw", "1:9: the model 'raw' isn't trained."),
      ("compare small other", "1:15: there is no model 'other'."),
      ("compare small poor on digits8.validation", "1:23: 'digits8' has no validation part"),
    ]) func whatCannotBeComparedIsSaid(command: String, message: String)
  {
    let found = Self.session().run(command)
    #expect(found.count == 1 && found[0].hasPrefix(message), "\(found)")
  }

  @Test func dataOfOtherTrainingsMustBeNamed() {
    let session = Self.session("\nload digits as other limit=500\ntrain raw on other epochs=1")
    #expect(
      session.run("compare small raw") == [
        "1:1: 'small' was trained on 'digits8' and 'raw' on 'other'. Name what to compare them on: compare "
          + "small raw on digits8.test"
      ])
  }

  /// No p-value is 0, though its number may underflow.
  @Test func tinyPValuesAreBoundsOnly() {
    #expect(CompareVerb.probability(0) == "< 1e-16")
    #expect(CompareVerb.probability(3e-300) == "< 1e-16")
    #expect(CompareVerb.probability(1e-16) == "1e-16")
    #expect(CompareVerb.probability(0.00123) == "0.0012" && CompareVerb.probability(1) == "1")
  }
}
