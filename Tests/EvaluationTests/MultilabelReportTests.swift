import Datasets
import Testing

@testable import Evaluation

@Suite("Multi-label report")
struct MultilabelReportTests {
  private func agrees(_ score: Classification.Score, _ expected: [Double]) -> Bool {
    agree([score.precision, score.recall, score.f1], expected)
  }

  @Test func valuesAreThoseOfScikitLearn() throws {
    let cases = try MultilabelCase.all()
    #expect(cases.count == 200)
    for (number, expected) in cases.enumerated() {
      let report = try MultilabelReport(
        truth: expected.truthSets, predicted: expected.sets(expected.predicted))
      #expect(agree(report.scores.map(\.precision), expected.each[0]), "case \(number)")
      #expect(agree(report.scores.map(\.recall), expected.each[1]), "case \(number)")
      #expect(agree(report.scores.map(\.f1), expected.each[2]), "case \(number)")
      #expect(agrees(report.macro, expected.macro), "case \(number)")
      #expect(agrees(report.micro, expected.micro), "case \(number)")
      #expect(agrees(report.weighted, expected.weighted), "case \(number)")
      #expect(agrees(report.samples, expected.samples), "case \(number)")
      #expect(agree(report.jaccards, expected.jaccards), "case \(number)")
      #expect(
        agree(
          [report.macroJaccard, report.microJaccard, report.samplesJaccard],
          [expected.macroJaccard, expected.microJaccard, expected.samplesJaccard]), "case \(number)")
      #expect(
        agree([report.hammingLoss, report.subsetAccuracy], [expected.hamming, expected.exact]),
        "case \(number)")
      #expect(report.scores.map(\.support) == expected.truthSets.counts)
    }
  }

  @Test func theCasesHaveWhatIsHard() throws {
    let cases = try MultilabelCase.all()
    let rows = try cases.map {
      try MultilabelReport(truth: $0.truthSets, predicted: $0.sets($0.predicted))
    }
    #expect(Set(rows.map(\.classes)) == [1, 2, 3, 5, 8, 12, 30])
    #expect(rows.contains { !$0.neverPredicted.isEmpty } && rows.contains { !$0.absent.isEmpty })
    #expect(rows.contains { !$0.unseen.isEmpty })
    #expect(rows.contains { report in report.scores.contains { $0.support == report.count } })
    #expect(cases.contains { sets in (0..<sets.truthSets.count).contains { sets.truthSets[$0].isEmpty } })
  }

  @Test func valuesFollowTheirDefinitions() throws {
    let truth = try LabelSets(checking: [[0], [0, 1], [], [2]], classes: 4)
    let predicted = try LabelSets(checking: [[0], [1], [1], [2]], classes: 4)
    let report = try MultilabelReport(truth: truth, predicted: predicted)
    #expect(report.scores.map(\.recall) == [0.5, 1, 1, 0])
    #expect(report.scores.map(\.precision) == [1, 0.5, 1, 0])
    #expect(report.micro.f1 == 0.75)
    #expect(report.micro.support == 4)
    #expect(report.subsetAccuracy == 0.5)
    #expect(report.samplesJaccard == 0.625)
    #expect(report.hammingLoss == 2.0 / 16)
    #expect(report.cardinality == 1 && report.density == 0.25 && report.predictedCardinality == 1)
    #expect(report.unseen == [3] && report.neverPredicted == [] && report.absent == [])
    let other = try MultilabelReport(
      truth: predicted, predicted: LabelSets(checking: [[3], [], [], []], classes: 4))
    #expect(other.neverPredicted == [0, 1, 2] && other.absent == [3] && other.unseen == [])
  }

  @Test func perfectPredictionsArePerfect() throws {
    let truth = try LabelSets(checking: [[0, 70], [1], Array(0..<71)], classes: 71)
    let report = try MultilabelReport(truth: truth, predicted: truth)
    #expect(report.macro.f1 == 1 && report.samples.f1 == 1 && report.microJaccard == 1)
    #expect(report.subsetAccuracy == 1 && report.hammingLoss == 0)
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    func sets(_ count: Int, _ classes: Int) throws -> LabelSets {
      try LabelSets(checking: [[Int]](repeating: [], count: count), classes: classes)
    }
    #expect(throws: EvaluationError.unequalCounts(2, 3)) {
      try MultilabelReport(truth: sets(2, 4), predicted: sets(3, 4))
    }
    #expect(throws: EvaluationError.unequalClasses(4, 5)) {
      try MultilabelReport(truth: sets(2, 4), predicted: sets(2, 5))
    }
    #expect(throws: EvaluationError.noSamples) {
      try MultilabelReport(truth: sets(0, 4), predicted: sets(0, 4))
    }
    #expect(throws: EvaluationError.noClasses) {
      try MultilabelReport(truth: sets(2, 0), predicted: sets(2, 0))
    }
    #expect(
      EvaluationError.unequalClasses(4, 5).message == "truth is of 4 classes, predictions are of 5.")
    #expect(EvaluationError.noClasses.message == "there are no classes to evaluate.")
  }
}
