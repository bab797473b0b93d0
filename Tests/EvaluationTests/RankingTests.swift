import Models
import Testing

@testable import Evaluation

@Suite("Ranking")
struct RankingTests {
  struct Case: Decodable {
    let truth: String
    let classes: Int
    let sixteenths: [Float]
    let areas: [Double]
    let averagePrecisions: [Double]
    let falsePositiveRates: [Double]
    let truePositiveRates: [Double]
    let precisions: [Double]
    let recalls: [Double]
    let top2: Double
    let brier: Double
    let binAccuracies: [Double]
    let binConfidences: [Double]

    var predictions: Predictions {
      Predictions(
        classes: classes, probabilities: sixteenths.map { $0 / 16 }, labels: labels(truth), summedLoss: 0)
    }
  }

  /// The ranking of one class against all others.
  private func ranking(_ predictions: Predictions, _ label: Int) throws -> Ranking {
    let scores = (0..<predictions.count).map { predictions.probabilities[$0 * predictions.classes + label] }
    return try #require(Ranking(scores: scores, isPositive: predictions.labels.map { $0 == label }))
  }

  @Test func curvesAreThoseOfScikitLearnWithTies() throws {
    let cases = try Fixtures.read("ranking.json", as: Case.self)
    #expect(cases.count == 60)
    for expected in cases {
      let rankings = try (0..<expected.classes).map { try ranking(expected.predictions, $0) }
      #expect(agree(rankings.map(\.area), expected.areas))
      #expect(agree(rankings.map(\.averagePrecision), expected.averagePrecisions))
      #expect(agree(rankings[0].rocCurve.map(\.falsePositiveRate), expected.falsePositiveRates))
      #expect(agree(rankings[0].rocCurve.map(\.truePositiveRate), expected.truePositiveRates))
      #expect(agree(rankings[0].precisionRecallCurve.map(\.precision), expected.precisions))
      #expect(agree(rankings[0].precisionRecallCurve.map(\.recall), expected.recalls))
      #expect(expected.predictions.topAccuracy(2) == expected.top2)
    }
  }

  @Test func oneSidedSamplesHaveNoRanking() throws {
    #expect(Ranking(scores: [0.1, 0.2], isPositive: [true, true]) == nil)
    #expect(Ranking(scores: [0.1, 0.2], isPositive: [false, false]) == nil)
    #expect(Ranking(scores: [0.1, .nan], isPositive: [true, false]) == nil)
    #expect(Ranking(scores: [], isPositive: []) == nil)
  }

  @Test func areasOfManyPairsDoNotOverflow() throws {
    let count = 200_000
    let ranking = try #require(
      Ranking(scores: (0..<count).map { Float($0 % 7) }, isPositive: (0..<count).map { $0 % 7 > 3 }))
    #expect(ranking.area == 1)
    #expect(ranking.averagePrecision == 1)
  }

  @Test func calibrationIsThatOfScikitLearn() throws {
    for expected in try Fixtures.read("ranking.json", as: Case.self) {
      let calibration = try Calibration(expected.predictions, bins: 10)
      let filled = calibration.bins.filter { $0.count > 0 }
      #expect(agree(filled.map(\.accuracy), expected.binAccuracies))
      #expect(agree(filled.map(\.confidence), expected.binConfidences))
      #expect(agree([calibration.brier], [expected.brier]))
      #expect(filled.reduce(0) { $0 + $1.count } == expected.truth.count)
    }
  }

  @Test func theCalibrationErrorIsTheMeanDistance() throws {
    // Confidences 0.75 and 0.75, one of them right; 1.0, right.
    let predictions = Predictions(
      classes: 2, probabilities: [0.75, 0.25, 0.25, 0.75, 1, 0], labels: [0, 0, 0], summedLoss: 0)
    let calibration = try Calibration(predictions, bins: 4)
    #expect(calibration.bins.map(\.count) == [0, 0, 2, 1])
    #expect(abs(calibration.expectedError - 2.0 / 3 * 0.25) < 1e-15)
    #expect(abs(calibration.largestError - 0.25) < 1e-15)
  }
}
