import Datasets
import Testing

@testable import Models

@Suite("Predictions")
struct PredictionsTests {
  @Test func tiesGoToTheLowerClass() {
    let predictions = Predictions(
      classes: 3, probabilities: [0.2, 0.4, 0.4, 0.5, 0.5, 0], labels: [2, 0], summedLoss: 0)
    #expect(predictions.predictedLabels == [1, 0])
    #expect(predictions.top(3, of: 0) == [1, 2, 0])
  }

  @Test func labelSetsHaveAMeanAveragePrecision() throws {
    func precision(_ sets: [[Int]]) throws -> Double? {
      let truth = try LabelSets(checking: sets, classes: 3)
      return Predictions(
        classes: 3, probabilities: [0.9, 0.1, 0.2, 0.3, 0.8, 0.1], truth: .labelSets(truth), summedLoss: 0
      ).macroAveragePrecision
    }
    // 1, 1, and 1/2 where the only positive is second.
    #expect(try precision([[0], [1, 2]]) == 2.5 / 3)
    // A class that none has is left out, one that all have is found.
    #expect(try precision([[1], [1]]) == 1)
    #expect(try precision([[], []]) == nil)
    let ofOneClass = Predictions(classes: 2, probabilities: [0.2, 0.8], labels: [1], summedLoss: 0)
    #expect(ofOneClass.macroAveragePrecision == nil)
  }
}
