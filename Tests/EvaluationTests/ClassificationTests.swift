import Models
import Testing

@testable import Evaluation

@Suite("Classification")
struct ClassificationTests {
  /// scikit-learn 1.9.1 of y_true = [0, 0, 1, 1, 2], y_pred = [0, 1, 1, 1, 0], zero_division = 0:
  /// precision_recall_fscore_support gives macro 0.388889, 0.5, 0.433333 and weighted F1 0.52.
  @Test func figuresAreThoseOfScikitLearn() {
    let calls = [0, 1, 1, 1, 0]
    let rows = calls.flatMap { call in (0..<3).map { Float($0 == call ? 0.8 : 0.1) } }
    let report = Classification(Predictions(classes: 3, probabilities: rows, labels: [0, 0, 1, 1, 2], summedLoss: 5))
    #expect(report.accuracy == 0.6 && report.loss == 1 && report.top5 == 1)
    #expect(abs(report.macroPrecision - (0.5 + 2.0 / 3) / 3) < 1e-12)
    #expect(abs(report.macroRecall - 0.5) < 1e-12)
    #expect(abs(report.macroF1 - (0.5 + 0.8) / 3) < 1e-12)
    #expect(abs(report.weightedF1 - 0.52) < 1e-12)
    #expect(report.confusion == [[1, 1, 0], [0, 2, 0], [1, 0, 0]])
    #expect(report.undefined == [2])
  }
}
