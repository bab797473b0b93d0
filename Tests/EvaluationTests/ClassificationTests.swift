import Models
import Testing

@testable import Evaluation

@Suite("Classification")
struct ClassificationTests {
  private struct Case: Decodable {
    let truth: String
    let called: String
    let classes: Int
    let precision: [Double]
    let recall: [Double]
    let f1: [Double]
    let support: [Int]
    let macro: [Double]
    let weighted: [Double]
    let micro: [Double]
    let accuracy: Double
    let balanced: Double
    let matthews: Double
    let kappa: Double?
    let confusion: [[Int]]
    let `true`: [Double]
    let pred: [Double]
    let all: [Double]
  }

  @Test func figuresAreThoseOfScikitLearn() throws {
    let cases = try Fixtures.read("classification.json", as: Case.self)
    #expect(cases.count == 120)
    for expected in cases {
      let report = try Classification(
        truth: labels(expected.truth), predicted: labels(expected.called), classes: expected.classes)
      let name = Comment(rawValue: "\(expected.truth) called \(expected.called)")
      #expect(report.scores.map(\.support) == expected.support, name)
      #expect(agree(report.scores.map(\.precision), expected.precision), name)
      #expect(agree(report.scores.map(\.recall), expected.recall), name)
      #expect(agree(report.scores.map(\.f1), expected.f1), name)
      for (mean, figures) in [
        (report.macro, expected.macro), (report.weighted, expected.weighted), (report.micro, expected.micro),
      ] {
        #expect(agree([mean.precision, mean.recall, mean.f1], figures), name)
      }
      #expect(
        agree([report.accuracy, report.balancedAccuracy], [expected.accuracy, expected.balanced]), name)
      #expect(agree([report.matthews], [expected.matthews]), name)
      if let kappa = expected.kappa {
        #expect(agree([report.kappa], [kappa]), name)
      } else {
        #expect(report.kappa.isNaN, name)
      }
    }
  }

  @Test func confusionsAreThoseOfScikitLearn() throws {
    for expected in try Fixtures.read("classification.json", as: Case.self) {
      let confusion = try Confusion(
        truth: labels(expected.truth), predicted: labels(expected.called), classes: expected.classes)
      #expect(confusion.counts == expected.confusion)
      #expect(agree(confusion.shares(.truth).flatMap(\.self), expected.true))
      #expect(agree(confusion.shares(.prediction).flatMap(\.self), expected.pred))
      #expect(agree(confusion.shares(.all).flatMap(\.self), expected.all))
      #expect(confusion.shares(.none).flatMap(\.self) == expected.confusion.flatMap { $0.map(Double.init) })
    }
  }

  @Test func whatHasNothingBelowItsLineIsNamed() throws {
    // Class 1 is never called, 2 has no sample, 3 is neither.
    let report = try Classification(truth: [0, 0, 1], predicted: [0, 2, 2], classes: 4)
    #expect(report.neverPredicted == [1])
    #expect(report.absent == [2])
    #expect(report.unseen == [3])
    #expect(report.macro.recall == 0.5 / 3)
  }

  @Test func theMostConfusedComeFirst() throws {
    let confusion = try Confusion(counts: [[5, 2, 0], [2, 1, 7], [0, 0, 3]])
    #expect(
      confusion.mostConfused(limit: 9) == [
        .init(truth: 1, predicted: 2, count: 7, share: 0.7),
        .init(truth: 0, predicted: 1, count: 2, share: 2.0 / 7),
        .init(truth: 1, predicted: 0, count: 2, share: 0.2),
      ])
    #expect(confusion.mostConfused(limit: 1).count == 1)
    #expect(try Confusion(counts: [[1]]).mostConfused(limit: 3).isEmpty)
  }

  @Test func topAccuracyOfOneIsTheAccuracy() throws {
    let predictions = Predictions(
      classes: 3, probabilities: [0.5, 0.5, 0, 0.25, 0.25, 0.5, 0.2, 0.4, 0.4], labels: [1, 2, 2],
      summedLoss: 0)
    #expect(try predictions.topAccuracy(1) == Classification(predictions).accuracy)
    #expect(predictions.topAccuracy(1) == 1.0 / 3)
    #expect(predictions.topAccuracy(2) == 1)
    #expect(predictions.topAccuracy(9) == 1)
  }
}

/// What can't be evaluated is an error, never the end of the process.
@Suite struct EvaluationErrorTests {
  @Test func wrongArgumentsAreErrors() throws {
    #expect(throws: EvaluationError.unequalCounts(2, 1)) {
      try Confusion(truth: [0, 1], predicted: [0], classes: 2)
    }
    #expect(throws: EvaluationError.unknownClass(2, classes: 2)) {
      try Classification(truth: [0, 2], predicted: [0, 1], classes: 2)
    }
    #expect(throws: EvaluationError.invalidCounts) { try Confusion(counts: [[1, 2], [3]]) }
    #expect(throws: EvaluationError.noSamples) { try Classification(Confusion(counts: [[0]])) }
    #expect(throws: EvaluationError.invalidCounts) { try WilsonInterval(successes: 3, count: 2) }
    #expect(throws: EvaluationError.noSamples) { try WilsonInterval(successes: 0, count: 0) }
    #expect(throws: EvaluationError.invalidCounts) { try McNemar(onlyFirst: -1, onlySecond: 0) }
    #expect(throws: EvaluationError.unequalCounts(1, 2)) {
      try McNemar(truth: [0], first: [0], second: [0, 1])
    }
    let unknown = try #require(
      Predictions(checking: [0.5, 0.5], classes: 2, labels: [-1], summedLoss: 0))
    #expect(throws: EvaluationError.unknownClass(-1, classes: 2)) { try Classification(unknown) }
    #expect(throws: EvaluationError.unknownClass(-1, classes: 2)) { try Calibration(unknown) }
    #expect(Predictions(checking: [0.5], classes: 2, labels: [0], summedLoss: 0) == nil)
    #expect(NamedTensor(checking: [1, 2, 3], name: "w", shape: [2, 2]) == nil)
    #expect(NamedTensor(checking: [], name: "w", shape: [Int.max, 3]) == nil)
  }
}
