import Datasets
import Testing

@testable import Evaluation

@Suite("Multi-label thresholds")
struct MultilabelThresholdsTests {
  @Test func thresholdsOfClassesAreTheBest() throws {
    for (number, expected) in try MultilabelCase.all().enumerated() {
      let found = try expected.ranking.bestThresholds
      #expect(
        found == expected.thresholds.map { $0.map { Float($0) / expected.unit } ?? .infinity },
        "case \(number)")
    }
  }

  @Test(arguments: MultilabelRanking.Average.allCases)
  func aThresholdForAllClassesIsTheBest(average: MultilabelRanking.Average) throws {
    for (number, expected) in try MultilabelCase.all().enumerated() {
      let ranking = try expected.ranking
      func f1(_ threshold: Float) throws -> Double {
        let report = try MultilabelReport(
          truth: ranking.truth,
          predicted: .predicted(scores: ranking.scores, classes: expected.classes, threshold: threshold))
        return average == .macro ? report.macro.f1 : report.micro.f1
      }
      let found = ranking.bestThreshold(average)
      let best = try f1(found)
      #expect(agree([best], [average == .macro ? expected.macroBest : expected.microBest]), "case \(number)")
      // Of equals the highest.
      for score in Set(ranking.scores) where score > found {
        #expect(try f1(score) < best + 1e-12, "case \(number)")
        if average == .micro { #expect(try f1(score) < best, "case \(number)") }
      }
    }
  }

  @Test func scoresAtTheThresholdArePredicted() throws {
    let scores: [Float] = [0.5, 0.25, 0.75, 0.5, 0, 1]
    #expect(
      try LabelSets.predicted(scores: scores, classes: 3, threshold: 0.5)
        == LabelSets(checking: [[0, 2], [0, 2]], classes: 3))
    #expect(
      try LabelSets.predicted(scores: scores, thresholds: [0.51, 0, .infinity])
        == LabelSets(checking: [[1], [1]], classes: 3))
    #expect(try LabelSets.predicted(scores: [], classes: 3, threshold: 0).count == 0)
  }

  @Test func equallyGoodThresholdsAreTheHighest() throws {
    // Class 0: F1 is 2/3 with one sample, with two and with four. Class 1 has no samples.
    let truth = try LabelSets(checking: [[0], [], [], [0]], classes: 2)
    let ranking = try MultilabelRanking(truth: truth, scores: [0.9, 5, 0.8, 5, 0.7, 5, 0.6, 5])
    #expect(ranking.bestThresholds == [0.9, .infinity])
    let nothing = try MultilabelRanking(truth: LabelSets(checking: [[], []], classes: 1), scores: [1, 2])
    #expect(nothing.bestThresholds == [.infinity])
    #expect(nothing.bestThreshold(.macro) == .infinity && nothing.bestThreshold(.micro) == .infinity)
  }

  @Test func whatDoesNotGoTogetherIsRefused() {
    #expect(throws: EvaluationError.scoreCount(3, samples: 1, classes: 2)) {
      try LabelSets.predicted(scores: [1, 2, 3], classes: 2, threshold: 0)
    }
    #expect(throws: EvaluationError.notFinite(sample: 0, label: 1)) {
      try LabelSets.predicted(scores: [1, .nan], classes: 2, threshold: 0)
    }
    #expect(throws: EvaluationError.noThreshold(label: 1)) {
      try LabelSets.predicted(scores: [1, 2], thresholds: [0, .nan])
    }
    for classes in [0, -1] {
      #expect(throws: EvaluationError.noClasses) {
        try LabelSets.predicted(scores: [1], classes: classes, threshold: 0)
      }
    }
    #expect(EvaluationError.noThreshold(label: 1).message == "the threshold of class 1 is no number.")
  }
}
