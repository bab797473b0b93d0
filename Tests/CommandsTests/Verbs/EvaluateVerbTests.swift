import Datasets
import Foundation
import Models
import Runtime
import Testing

@testable import Commands
@testable import Evaluation

extension TestShell {
  /// A shell with digits, a small model trained on them, and its result on the test part as `r`.
  static func evaluated() -> TestShell {
    let session = TestShell()
    #expect(
      session.run(
        """
        load digits as digits8
        model small cnn { dense classes }
        train small on digits8 epochs=1 batch=32
        let r = evaluate small on digits8.test top=2
        """) == [])
    return session
  }

  func number(_ verb: String, _ field: String) -> Double? {
    switch result(verb)?[field]?.value {
    case .number(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }
}

@Suite("evaluate and report")
struct EvaluateVerbTests {
  @Test func fieldsAgreeWithEachOther() throws {
    let session = TestShell.evaluated()
    let accuracy = try #require(session.number("evaluate", "accuracy"))
    #expect(session.number("evaluate", "weighted_recall").map { abs($0 - accuracy) < 1e-12 } == true)
    #expect(try #require(session.number("evaluate", "top_k")) >= accuracy)
    #expect(try #require(session.number("evaluate", "top5")) >= #require(session.number("evaluate", "top_k")))
    guard case .list(let ends) = session.result("evaluate")?["interval"]?.value,
      case .number(let lower) = ends[0],
      case .number(let upper) = ends[1]
    else {
      Issue.record("an interval is expected")
      return
    }
    #expect(lower < accuracy && accuracy < upper)
  }

  @Test func everyDeclaredFieldIsThere() throws {
    let result = try #require(TestShell.evaluated().result("evaluate"))
    // Those of label sets are held by MultilabelTests.
    let others = Set(MultilabelFigures.declaredFields.map(\.name))
    let declared = Set(EvaluateVerb.declaration.resultFields.map(\.name))
    #expect(declared.subtracting(others) == Set(result.fields.map(\.name)))
  }

  @Test func theTextTellsTheMatrixAndTheMostConfused() throws {
    let text = try #require(TestShell.evaluated().result("evaluate")?.display)
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(lines[0].hasPrefix("small on digits8.test: accuracy ") && lines[0].contains("% ("))
    #expect(lines.contains { $0.hasPrefix("truth") && $0.hasSuffix("predicted") })
    #expect(lines.contains("most confused"))
    #expect(lines.contains { $0.contains("taken for") && $0.hasSuffix("% of its images") })
  }

  @Test func aResultKeepsWhatItJudged() throws {
    let session = TestShell.evaluated()
    let result = try session.shell.result("r", argument: "result")
    let evaluation = try #require(EvaluationDetails(of: result))
    #expect(evaluation.model == "small" && evaluation.place == "digits8.test")
    #expect(evaluation.images.count == evaluation.predictions.count)
    let named = try #require(NamedConfusion(of: result))
    let confusion = try Confusion(
      truth: evaluation.images.labels, predicted: evaluation.predictions.predictedLabels, classes: 10)
    #expect(named.confusion == confusion)
  }

  /// classification_report of scikit-learn 1.9.1 for y_true = [0, 0, 1, 1, 2], y_pred = [0, 1, 1, 1, 0],
  /// zero_division=0.
  @Test func theReportIsLaidOutAsScikitLearnDoes() throws {
    let report = try Classification(truth: [0, 0, 1, 1, 2], predicted: [0, 1, 1, 1, 0], classes: 4)
    let rows = zip(["a", "b", "a long class name"], report.scores).map { ($0, $1) }
    #expect(
      ReportVerb.text(report, rows, digits: 4) == """
                           precision    recall  f1-score   support

                        a     0.5000    0.5000    0.5000         2
                        b     0.6667    1.0000    0.8000         2
        a long class name     0.0000    0.0000    0.0000         1

                 accuracy                         0.6000         5
                macro avg     0.3889    0.5000    0.4333         5
             weighted avg     0.4667    0.6000    0.5200         5
        """)
  }

  @Test func theReportFollowsTheResult() throws {
    let session = TestShell.evaluated()
    #expect(session.run("report r digits=2") == [])
    let lines = try #require(session.result("report")?.display).split(separator: "\n")
    #expect(lines.count == 14)
    #expect(session.result("report")?["macro_f1"]?.value == session.result("evaluate")?["macro_f1"]?.value)
  }

  @Test func whatCannotBeReportedIsSaid() {
    let session = TestShell.evaluated()
    #expect(
      session.run("let t = summary small\nreport t") == [
        "2:8: the result 't' holds no confusion matrix. Those of 'evaluate' and 'crossvalidate' do: let t = "
          + "evaluate MODEL on DATA.test"
      ])
    #expect(session.run("report small") == ["1:8: 'small' is a model; expected a result."])
    #expect(
      session.run("report s") == ["1:8: there is no result 's'. Keep one: let s = evaluate MODEL"])
  }
}
