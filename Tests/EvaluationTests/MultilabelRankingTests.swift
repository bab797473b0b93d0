import Datasets
import Models
import Testing

@testable import Evaluation

@Suite("Multi-label ranking")
struct MultilabelRankingTests {
  @Test func valuesAreThoseOfScikitLearn() throws {
    for (number, expected) in try MultilabelCase.all().enumerated() {
      let ranking = try expected.ranking
      #expect(agree(ranking.averagePrecisions, expected.precisions), "case \(number)")
      #expect(agree(ranking.areas, expected.areas), "case \(number)")
      #expect(agree([ranking.macroAveragePrecision], [expected.macroPrecision]), "case \(number)")
      #expect(agree([ranking.microAveragePrecision], [expected.microPrecision]), "case \(number)")
      #expect(agree([ranking.weightedAveragePrecision], [expected.weightedPrecision]), "case \(number)")
      #expect(
        agree(
          [ranking.labelRankingAveragePrecision, ranking.coverageError, ranking.rankingLoss],
          [expected.lrap, expected.coverage, expected.rankingLoss]), "case \(number)")
      #expect(
        ranking.withoutPositives == expected.precisions.indices.filter { expected.precisions[$0] == nil })
      let areas = expected.areas.compactMap { $0 }
      #expect(
        agree([ranking.macroArea], [areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)]),
        "case \(number)")
    }
  }

  /// A training looks at what 'evaluate' will tell, to the last bit.
  @Test func predictionsHaveTheSameMacroAverage() throws {
    for expected in try MultilabelCase.all() {
      let ranking = try expected.ranking
      let predictions = Predictions(
        classes: ranking.truth.classes, probabilities: ranking.scores, truth: .labelSets(ranking.truth),
        summedLoss: 0)
      #expect(predictions.macroAveragePrecision == ranking.macroAveragePrecision)
    }
  }

  @Test func classesThatCannotBeRankedAreNamed() throws {
    let truth = try LabelSets(checking: [[0, 2], [2], [0, 2]], classes: 3)
    let ranking = try MultilabelRanking(truth: truth, scores: [0.9, 0.1, 0.2, 0.3, 0.8, 0.1, 0.2, 0, 0])
    #expect(ranking.withoutPositives == [1] && ranking.withoutNegatives == [2])
    #expect(ranking.areas == [0.5, nil, nil])
    // The second of two positives is third.
    #expect(agree(ranking.averagePrecisions, [5.0 / 6, nil, 1]))
    #expect(agree([ranking.macroAveragePrecision], [11.0 / 12]))
    #expect(ranking.macroArea == 0.5)
  }

  @Test func nothingToRankHasNoAverage() throws {
    let nothing = try MultilabelRanking(
      truth: LabelSets(checking: [[], []], classes: 2), scores: [1, 2, 3, 4])
    #expect(nothing.macroAveragePrecision == nil && nothing.microAveragePrecision == nil)
    #expect(nothing.weightedAveragePrecision == nil && nothing.macroArea == nil)
    #expect(nothing.labelRankingAveragePrecision == 1 && nothing.coverageError == 0)
    let everything = try MultilabelRanking(
      truth: LabelSets(checking: [[0, 1], [0, 1]], classes: 2), scores: [1, 2, 3, 4])
    #expect(everything.macroAveragePrecision == 1 && everything.microAveragePrecision == 1)
    #expect(everything.coverageError == 2 && everything.rankingLoss == 0)
  }

  @Test func equalScoresRankTheWrongWay() throws {
    let ranking = try MultilabelRanking(
      truth: LabelSets(checking: [[1]], classes: 4), scores: [0.5, 0.5, 0.5, 0.25])
    #expect(ranking.rankingLoss == 2.0 / 3)
    #expect(ranking.coverageError == 3)
    #expect(ranking.labelRankingAveragePrecision == 1.0 / 3)
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let truth = try LabelSets(checking: [[0], [1]], classes: 2)
    #expect(throws: EvaluationError.scoreCount(3, samples: 2, classes: 2)) {
      try MultilabelRanking(truth: truth, scores: [1, 2, 3])
    }
    for odd in [Float.nan, .infinity, -.infinity] {
      #expect(throws: EvaluationError.notFinite(sample: 1, label: 0)) {
        try MultilabelRanking(truth: truth, scores: [1, 2, odd, 4])
      }
    }
    #expect(throws: EvaluationError.noSamples) {
      try MultilabelRanking(truth: LabelSets(checking: [], classes: 2), scores: [])
    }
    #expect(throws: EvaluationError.noClasses) {
      try MultilabelRanking(truth: LabelSets(checking: [[]], classes: 0), scores: [])
    }
    #expect(
      EvaluationError.scoreCount(3, samples: 2, classes: 2).message
        == "there are 3 scores for 2 samples of 2 classes.")
    #expect(
      EvaluationError.notFinite(sample: 1, label: 0).message
        == "the score of sample 1 for class 0 is no finite number.")
  }
}
