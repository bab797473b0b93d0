internal import Datasets
internal import Tensors

/// How far the mean average precision (macro AP) of models on the same samples is apart, and how much of that
/// the choice of samples may have made: a paired bootstrap.
///
/// Each resample draws as many samples as there are, with replacement, the same ones for all models (Efron,
/// "Bootstrap methods: another look at the jackknife", doi:10.1214/aos/1176344552). Each model is ranked by
/// itself, so that its scores may be of any unit: probabilities of one and votes of another. Resamples follow
/// from the seed alone.
///
/// ```swift
/// let bootstrap = try MacroPrecisionBootstrap([first, second], seed: 1)
/// let difference = bootstrap?.difference(of: 0, and: 1)
/// ```
public struct MacroPrecisionBootstrap: Sendable {
  /// The macro AP of one model less that of another.
  public struct Difference: Sendable, Hashable {
    /// On the samples as they are.
    public let value: Double
    /// The lower end of the 95% interval: the 2.5% quantile of the resamples, linear between neighbours
    /// (Efron and Tibshirani, "An introduction to the bootstrap", doi:10.1201/9780429246593, chapter 13).
    public let lower: Double
    /// Its upper end.
    public let upper: Double
    /// The two-sided p-value that belongs to the interval: twice the share of resamples in which the
    /// difference isn't on its side of 0, with one more in both counts (Davison and Hinkley, "Bootstrap
    /// methods and their application", doi:10.1017/CBO9780511802843, chapter 4), so that it is never 0.
    public let p: Double
  }

  /// By model; nil where no sample has a class.
  private let whole: [Double?]
  /// By model and resample; resamples of which no sample has a class are left out.
  private let drawn: [[Double]]

  /// Draws the resamples.
  ///
  /// - Parameters:
  ///   - rankings: Of each model, all on the same samples.
  ///   - shouldStop: Polled once a resample; true stops.
  /// - Returns: nil when stopped.
  /// - Throws: `.differentTruth`; `.invalidCounts` without a resample; `.noSamples` without a model.
  /// - Complexity: O(resamples · samples · classes · models).
  public init?(
    _ rankings: [MultilabelRanking], seed: UInt64, resamples: Int = 2000, shouldStop: () -> Bool = { false }
  ) throws(EvaluationError) {
    guard let truth = rankings.first?.truth else { throw .noSamples }
    guard rankings.allSatisfy({ $0.truth == truth }) else { throw .differentTruth }
    guard resamples > 0 else { throw .invalidCounts }
    whole = rankings.map(\.macroAveragePrecision)
    let columns = rankings.map { ranking in
      (0..<truth.classes).map { RankedColumn($0, of: ranking) }
    }
    let stream = RandomStream(seed: seed, stream: .bootstrap)
    var drawn = [[Double]](repeating: [], count: rankings.count)
    for resample in 0..<resamples {
      if shouldStop() { return nil }
      var weights = [Int](repeating: 0, count: truth.count)
      for draw in 0..<truth.count {
        let word = stream.bits(epoch: resample, sample: draw, index: 0)
        let number = UInt64(word[0]) << 32 | UInt64(word[1])
        weights[Int(number.multipliedFullWidth(by: UInt64(truth.count)).high)] += 1
      }
      for (model, own) in columns.enumerated() {
        // Classes without samples are left out, as in the macro AP of all samples.
        let known = own.compactMap { $0.averagePrecision(weights) }
        if !known.isEmpty { drawn[model].append(known.reduce(0, +) / Double(known.count)) }
      }
    }
    self.drawn = drawn
  }

  /// How two of the models differ; nil where no sample has a class.
  ///
  /// - Precondition: Both are from 0 to below the number of models.
  public func difference(of first: Int, and second: Int) -> Difference? {
    guard let one = whole[first], let other = whole[second] else { return nil }
    let differences = zip(drawn[first], drawn[second]).map { $0 - $1 }.sorted()
    guard !differences.isEmpty else { return nil }
    // Equal ones are apart by rounding.
    let beyond = min(differences.count { $0 <= 1e-12 }, differences.count { $0 >= -1e-12 })
    return Difference(
      value: one - other, lower: Self.quantile(0.025, of: differences),
      upper: Self.quantile(0.975, of: differences),
      p: min(1, 2 * Double(beyond + 1) / Double(differences.count + 1)))
  }

  /// A quantile of ascending values, linear between neighbours as in NumPy.
  private static func quantile(_ share: Double, of values: [Double]) -> Double {
    let place = share * Double(values.count - 1)
    let below = Int(place)
    let above = min(below + 1, values.count - 1)
    return values[below] + (values[above] - values[below]) * (place - Double(below))
  }
}

/// The samples from the highest score for a class to the lowest.
private struct RankedColumn {
  private struct Entry {
    let position: Int
    let isPositive: Bool
    /// Whether the next one has a lower score.
    let endsStep: Bool
  }

  private let entries: [Entry]
  private let positives: [Int]

  init(_ label: Int, of ranking: MultilabelRanking) {
    let (scores, isPositive) = MultilabelRanking.column(label, truth: ranking.truth, scores: ranking.scores)
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    entries = order.enumerated().map { place, position in
      Entry(
        position: position, isPositive: isPositive[position],
        endsStep: place + 1 == order.count || scores[order[place + 1]] != scores[position])
    }
    positives = isPositive.indices.filter { isPositive[$0] }
  }

  /// `Ranking.averagePrecision` where each sample stands so many times; nil without a sample of the class.
  func averagePrecision(_ weights: [Int]) -> Double? {
    let positives = positives.reduce(0) { $0 + weights[$1] }
    guard positives > 0 else { return nil }
    var (sum, right, last, all) = (0.0, 0, 0, 0)
    for entry in entries {
      let weight = weights[entry.position]
      all += weight
      if entry.isPositive { right += weight }
      guard entry.endsStep, right > last else { continue }
      sum += Double(right - last) / Double(positives) * (Double(right) / Double(all))
      if right == positives { break }
      last = right
    }
    return sum
  }
}
