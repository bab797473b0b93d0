import Datasets
import Testing

@testable import Evaluation

/// Two models on the same samples, as scikit-learn and SciPy see them; see Fixtures/make_comparison.py.
@Suite("Comparing models of label sets")
struct MacroPrecisionBootstrapTests {
  private struct Model: Decodable {
    let scores: [Int]
    let subset: Double
    let macroPrecision: Double
    let microF1: Double
    let hamming: Double
  }

  private struct Case: Decodable {
    let classes: Int
    let truth: String
    let unit: Float
    let first: Model
    let second: Model
    let onlyFirst: Int
    let onlySecond: Int
    let exact: Double
    let seed: UInt64
    let resamples: Int
    let difference: Double
    let interval: [Double]
    let p: Double
    let scipy: [Double]?

    var sets: LabelSets {
      let isMember = truth.utf8.map { $0 == UInt8(ascii: "1") }
      return LabelSets(count: isMember.count / classes, classes: classes, isMember: isMember)
    }

    func scores(_ model: Model) -> [Float] { model.scores.map { Float($0) / unit } }

    func predicted(_ model: Model) throws -> LabelSets {
      try .predicted(scores: scores(model), classes: classes, threshold: 0.5)
    }

    var rankings: [MultilabelRanking] {
      get throws {
        try [first, second].map { try MultilabelRanking(truth: sets, scores: scores($0)) }
      }
    }
  }

  private static func cases() throws -> [Case] { try Fixtures.read("comparison.json", as: Case.self) }

  @Test func figuresOfEachModelAreThoseOfScikitLearn() throws {
    for (number, expected) in try Self.cases().enumerated() {
      for model in [expected.first, expected.second] {
        let report = try MultilabelReport(truth: expected.sets, predicted: expected.predicted(model))
        #expect(
          agree(
            [report.subsetAccuracy, report.micro.f1, report.hammingLoss],
            [model.subset, model.microF1, model.hamming]), "case \(number)")
        #expect(report.subsetAccuracy == Double(report.exactMatches) / Double(report.count))
      }
      let precisions = try expected.rankings.map(\.macroAveragePrecision)
      #expect(
        agree(precisions, [expected.first.macroPrecision, expected.second.macroPrecision]), "case \(number)")
    }
  }

  @Test func mcNemarTellsOfWholeSets() throws {
    for (number, expected) in try Self.cases().enumerated() {
      let test = try McNemar(
        truth: expected.sets, first: expected.predicted(expected.first),
        second: expected.predicted(expected.second))
      #expect(
        test.onlyFirst == expected.onlyFirst && test.onlySecond == expected.onlySecond, "case \(number)")
      #expect(agree([test.exact], [expected.exact]), "case \(number)")
    }
  }

  @Test func resamplesAreThoseOfTheScript() throws {
    for (number, expected) in try Self.cases().enumerated() {
      let bootstrap = try #require(
        try MacroPrecisionBootstrap(expected.rankings, seed: expected.seed, resamples: expected.resamples))
      let found = try #require(bootstrap.difference(of: 0, and: 1))
      #expect(
        agree([found.value, found.lower, found.upper], [expected.difference] + expected.interval),
        "case \(number)")
      #expect(agree([found.p], [expected.p]), "case \(number)")
      let turned = try #require(bootstrap.difference(of: 1, and: 0))
      #expect(agree([turned.lower, turned.upper, turned.p], [-found.upper, -found.lower, found.p]))
    }
  }

  /// SciPy draws other resamples: the ends of 2000 of them stray by about 0.01.
  @Test func intervalsAreNearThoseOfSciPy() throws {
    for expected in try Self.cases() {
      guard let scipy = expected.scipy else { continue }
      let bootstrap = try #require(try MacroPrecisionBootstrap(expected.rankings, seed: 1))
      let found = try #require(bootstrap.difference(of: 0, and: 1))
      #expect(abs(found.lower - scipy[0]) < 0.03 && abs(found.upper - scipy[1]) < 0.03, "\(found)")
    }
  }

  @Test func aModelDoesNotDifferFromItself() throws {
    let truth = try LabelSets(checking: [[0], [1], [0, 1]], classes: 2)
    let one = try MultilabelRanking(truth: truth, scores: [3, 1, 1, 2, 0, 5])
    let bootstrap = try #require(try MacroPrecisionBootstrap([one, one], seed: 1, resamples: 50))
    let found = try #require(bootstrap.difference(of: 0, and: 1))
    #expect(found.value == 0 && found.lower == 0 && found.upper == 0 && found.p == 1)
  }

  @Test func whatCannotBeComparedIsSaid() throws {
    let truth = try LabelSets(checking: [[0], [1]], classes: 2)
    let one = try MultilabelRanking(truth: truth, scores: [1, 0, 0, 1])
    let other = try MultilabelRanking(
      truth: LabelSets(checking: [[1], [1]], classes: 2), scores: [1, 0, 0, 1])
    #expect(throws: EvaluationError.differentTruth) { try MacroPrecisionBootstrap([one, other], seed: 1) }
    #expect(throws: EvaluationError.noSamples) { try MacroPrecisionBootstrap([], seed: 1) }
    #expect(throws: EvaluationError.invalidCounts) {
      try MacroPrecisionBootstrap([one, one], seed: 1, resamples: 0)
    }
    #expect(try MacroPrecisionBootstrap([one, one], seed: 1, shouldStop: { true }) == nil)
    #expect(throws: EvaluationError.unequalClasses(2, 3)) {
      try McNemar(truth: truth, first: truth, second: LabelSets(checking: [[0], [1]], classes: 3))
    }
    #expect(throws: EvaluationError.unequalCounts(2, 1)) {
      try McNemar(truth: truth, first: LabelSets(checking: [[0]], classes: 2), second: truth)
    }
    let nothing = try MultilabelRanking(
      truth: LabelSets(checking: [[], []], classes: 2), scores: [1, 2, 3, 4])
    let bootstrap = try #require(try MacroPrecisionBootstrap([nothing, nothing], seed: 1, resamples: 5))
    #expect(bootstrap.difference(of: 0, and: 1) == nil)
  }
}
