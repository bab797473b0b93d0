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
}
