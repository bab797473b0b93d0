import Datasets

@testable import Evaluation

/// A case of multilabel.json: sets, predictions and scores, and what scikit-learn says of them, see
/// Fixtures/make_multilabel.py.
struct MultilabelCase: Decodable {
  let classes: Int
  let truth: String
  let predicted: String
  let scores: [Int]
  let unit: Float
  /// Precision, recall and F1, each by class.
  let each: [[Double]]
  /// Averages of precision, recall and F1.
  let macro: [Double]
  let micro: [Double]
  let weighted: [Double]
  let samples: [Double]
  let jaccards: [Double]
  let macroJaccard: Double
  let microJaccard: Double
  let samplesJaccard: Double
  let hamming: Double
  let exact: Double
  /// Of scores; nil where it isn't defined.
  let precisions: [Double?]
  let areas: [Double?]
  let macroPrecision: Double?
  let microPrecision: Double?
  let weightedPrecision: Double?
  let lrap: Double
  let coverage: Double
  let rankingLoss: Double
  /// The best threshold of each class, nil for none, and the F1 of the best one for all.
  let thresholds: [Int?]
  let macroBest: Double
  let microBest: Double

  static func all() throws -> [MultilabelCase] {
    try Fixtures.read("multilabel.json", as: MultilabelCase.self)
  }

  /// Sets written row by row as 0 and 1.
  func sets(_ digits: String) -> LabelSets {
    let isMember = digits.utf8.map { $0 == UInt8(ascii: "1") }
    return LabelSets(count: isMember.count / classes, classes: classes, isMember: isMember)
  }

  var truthSets: LabelSets { sets(truth) }

  var ranking: MultilabelRanking {
    get throws { try MultilabelRanking(truth: truthSets, scores: scores.map { Float($0) / unit }) }
  }
}

/// Whether numbers agree to 1e-12, and lack in the same places.
func agree(_ found: [Double?], _ expected: [Double?]) -> Bool {
  found.map { $0 == nil } == expected.map { $0 == nil }
    && agree(found.compactMap { $0 }, expected.compactMap { $0 })
}
