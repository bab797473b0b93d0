public import Datasets

/// How well scores rank the classes of each sample, and the samples of each class, where a sample may show
/// several classes. No threshold is needed.
///
/// The definitions are scikit-learn's (`average_precision_score`, `roc_auc_score`,
/// `label_ranking_average_precision_score`, `coverage_error`, `label_ranking_loss`), but for classes without
/// samples: scikit-learn warns and counts them as 0 in the macro average, which tells nothing of the scores.
/// Here, as in Pascal VOC and COCO, averages over classes leave them out; `withoutPositives` names them.
///
/// ```swift
/// let truth = try LabelSets(checking: [[0], [1, 2]], classes: 3)
/// let ranking = try MultilabelRanking(truth: truth, scores: [0.9, 0.1, 0.2, 0.3, 0.8, 0.1])
/// ranking.macroAveragePrecision   // 0.8333…
/// ranking.rankingLoss             // 0.25
/// ```
public struct MultilabelRanking: Sendable, Hashable {
  /// The classes of each sample.
  public let truth: LabelSets
  /// The scores, samples x classes in row-major order; a larger score means that the class is more likely.
  public let scores: [Float]
  /// The average precision of each class, by label; nil for a class without samples.
  public let averagePrecisions: [Double?]
  /// The area under the ROC curve of each class, by label; nil for a class that no or every sample has.
  public let areas: [Double?]
  /// Label ranking average precision: the mean over samples of the average precision of their classes.
  /// Samples of no class or of all classes count 1.
  public let labelRankingAveragePrecision: Double
  /// The mean over samples of how many of the best-ranked classes it takes to have all of the sample's, ties
  /// ranked last. Samples of no class count 0; the least possible is the label cardinality.
  public let coverageError: Double
  /// The mean over samples of the fraction of pairs of a class of the sample and one that isn't that are
  /// ranked the wrong way round; equal scores are wrong. Samples of no class or of all classes count 0.
  public let rankingLoss: Double

  /// Ranks by scores.
  ///
  /// - Parameters:
  ///   - truth: The classes of each sample.
  ///   - scores: The scores of samples x classes in row-major order, in any unit.
  /// - Throws: `.noSamples`, `.noClasses`, `.scoreCount`; `.notFinite` for a score that is infinite or
  ///   NaN.
  /// - Complexity: O(n log n) for samples times classes n.
  public init(truth: LabelSets, scores: [Float]) throws(EvaluationError) {
    guard truth.count > 0 else { throw .noSamples }
    guard truth.classes > 0 else { throw .noClasses }
    try Self.check(scores, samples: truth.count, classes: truth.classes)
    self.truth = truth
    self.scores = scores
    var averagePrecisions: [Double?] = []
    var areas: [Double?] = []
    for label in 0..<truth.classes {
      let (own, isPositive) = Self.column(label, truth: truth, scores: scores)
      if let ranking = Ranking(scores: own, isPositive: isPositive) {
        averagePrecisions.append(ranking.averagePrecision)
        areas.append(ranking.area)
      } else {
        // Where every sample is positive, so is every sample above any threshold.
        averagePrecisions.append(isPositive[0] ? 1 : nil)
        areas.append(nil)
      }
    }
    self.averagePrecisions = averagePrecisions
    self.areas = areas
    var (precision, coverage, loss) = (0.0, 0, 0.0)
    for position in 0..<truth.count {
      let row = RankedClasses(position, truth: truth, scores: scores)
      precision += row.averagePrecision
      coverage += row.coverage
      loss += row.loss
    }
    labelRankingAveragePrecision = precision / Double(truth.count)
    coverageError = Double(coverage) / Double(truth.count)
    rankingLoss = loss / Double(truth.count)
  }

  /// Refuses scores that aren't one finite number for each sample and class.
  static func check(_ scores: [Float], samples: Int, classes: Int) throws(EvaluationError) {
    guard scores.count == samples * classes else {
      throw .scoreCount(scores.count, samples: samples, classes: classes)
    }
    if let wrong = scores.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(sample: wrong / classes, label: wrong % classes)
    }
  }

  /// The scores of all samples for a class, and whether they have it.
  static func column(
    _ label: Int, truth: LabelSets, scores: [Float]
  ) -> (scores: [Float], isPositive: [Bool]) {
    let positions = 0..<truth.count
    return (
      positions.map { scores[$0 * truth.classes + label] }, positions.map { truth.contains(label, at: $0) }
    )
  }

  // MARK: Classes that averages leave out

  /// Classes without samples: they have no average precision and no ROC curve.
  public var withoutPositives: [Int] { averagePrecisions.indices.filter { averagePrecisions[$0] == nil } }

  /// Classes that every sample has: they have no ROC curve.
  public var withoutNegatives: [Int] {
    areas.indices.filter { areas[$0] == nil && averagePrecisions[$0] != nil }
  }

  // MARK: Averages over classes

  /// Mean average precision (mAP): the unweighted mean of the average precision of the classes that have
  /// samples; nil when none has.
  public var macroAveragePrecision: Double? { Self.mean(averagePrecisions.compactMap { $0 }) }

  /// The mean of average precision weighted by the number of samples; nil when no class has any.
  public var weightedAveragePrecision: Double? {
    let counts = truth.counts
    let sum = counts.reduce(0, +)
    guard sum > 0 else { return nil }
    return zip(averagePrecisions, counts).reduce(0) { $0 + ($1.0 ?? 0) * Double($1.1) } / Double(sum)
  }

  /// The average precision of all pairs of a sample and a class in one ranking: scores of different classes
  /// are compared; nil when no sample has a class.
  ///
  /// - Complexity: O(n log n) for samples times classes n.
  public var microAveragePrecision: Double? {
    let isPositive = isMember
    if let ranking = Ranking(scores: scores, isPositive: isPositive) { return ranking.averagePrecision }
    return isPositive[0] ? 1 : nil
  }

  /// The unweighted mean of the areas under the ROC curves of the classes that have one; nil when none has.
  public var macroArea: Double? { Self.mean(areas.compactMap { $0 }) }

  /// Whether a sample has a class, samples x classes in row-major order.
  var isMember: [Bool] {
    var isMember = [Bool](repeating: false, count: scores.count)
    for position in 0..<truth.count {
      for label in truth[position] { isMember[position * truth.classes + label] = true }
    }
    return isMember
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

/// The classes of one sample from the highest score to the lowest.
private struct RankedClasses {
  /// The mean over the sample's classes of the fraction of its classes among those with at least their score.
  var averagePrecision = 1.0
  /// The number of classes with at least the lowest score of the sample's.
  var coverage = 0
  /// The fraction of pairs of a class that is the sample's and one that isn't whose scores are the wrong way
  /// round or equal.
  var loss = 0.0

  init(_ position: Int, truth: LabelSets, scores: [Float]) {
    let classes = truth.classes
    let positives = truth.cardinality(at: position)
    guard positives > 0 else { return }
    guard positives < classes else {
      coverage = classes
      return
    }
    let own = scores[position * classes..<(position + 1) * classes]
    let order = own.indices.sorted { own[$0] > own[$1] }
    var precision = 0.0
    var (right, wrongPairs, place) = (0, 0, 0)
    while place < order.count {
      // Classes of equal score share a rank, the last of theirs.
      let score = own[order[place]]
      let (first, before) = (place, right)
      while place < order.count, own[order[place]] == score {
        if truth.contains(order[place] - own.startIndex, at: position) { right += 1 }
        place += 1
      }
      let tied = right - before
      precision += Double(tied) * Double(right) / Double(place)
      if tied > 0 { coverage = place }
      wrongPairs += (place - first - tied) * (positives - before)
    }
    averagePrecision = precision / Double(positives)
    loss = Double(wrongPairs) / (Double(positives) * Double(classes - positives))
  }
}
