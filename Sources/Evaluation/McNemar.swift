public import Datasets
internal import Tensors

/// McNemar's test of two classifiers on the same samples, based on the samples that exactly one of them
/// predicts correctly (doi:10.1007/BF02295996).
///
/// ```swift
/// let test = McNemar(onlyFirst: 10, onlySecond: 3)
/// test.exact       // 0.0923…
/// test.corrected   // 0.0961…
/// ```
public struct McNemar: Sendable, Hashable {
  /// Samples that only the first model predicts correctly.
  public let onlyFirst: Int
  /// Samples that only the second model predicts correctly.
  public let onlySecond: Int

  /// A test of these counts.
  ///
  /// - Throws: `.invalidCounts` for a negative number.
  public init(onlyFirst: Int, onlySecond: Int) throws(EvaluationError) {
    guard onlyFirst >= 0, onlySecond >= 0 else { throw .invalidCounts }
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
  }

  /// A test of predicted classes, by sample.
  ///
  /// - Throws: `.unequalCounts` unless there are as many predictions of each model as truths.
  public init(truth: [Int], first: [Int], second: [Int]) throws(EvaluationError) {
    for predicted in [first, second] where predicted.count != truth.count {
      throw .unequalCounts(truth.count, predicted.count)
    }
    self.init(truth.indices.map { (first[$0] == truth[$0], second[$0] == truth[$0]) })
  }

  /// A test of predicted label sets, by sample: a set is right where it is exactly the true one.
  ///
  /// - Throws: `.unequalCounts` unless there are as many predictions of each model as truths;
  ///   `.unequalClasses`.
  public init(truth: LabelSets, first: LabelSets, second: LabelSets) throws(EvaluationError) {
    for predicted in [first, second] {
      guard predicted.count == truth.count else { throw .unequalCounts(truth.count, predicted.count) }
      guard predicted.classes == truth.classes else {
        throw .unequalClasses(truth.classes, predicted.classes)
      }
    }
    self.init(
      (0..<truth.count).map { (first.isSame(as: truth, at: $0), second.isSame(as: truth, at: $0)) })
  }

  /// A test of whether each model is right, by sample.
  private init(_ answers: [(first: Bool, second: Bool)]) {
    onlyFirst = answers.count { $0.first && !$0.second }
    onlySecond = answers.count { $0.second && !$0.first }
  }

  private var discordant: Int { onlyFirst + onlySecond }

  /// The two-sided exact (binomial) p-value; 1 if the models are never right alone.
  ///
  /// - Complexity: O(discordant samples).
  public var exact: Double {
    // Binomial coefficients as multiples of the one in the middle, which are at most 1 and can't overflow.
    let count = discordant
    let least = min(onlyFirst, onlySecond)
    var upToLeast = 0.0
    var all = 0.0
    var term = 1.0
    for taken in stride(from: count / 2, through: 0, by: -1) {
      // Below the middle each term stands for two, but for the middle of an even count.
      all += 2 * taken == count ? term : 2 * term
      if taken <= least { upToLeast += term }
      term *= Double(taken) / Double(count - taken + 1)
    }
    return min(1, 2 * upToLeast / all)
  }

  /// The chi-squared statistic with continuity correction (Edwards, doi:10.1007/BF02289105), of one degree of
  /// freedom; 0 without discordant samples.
  public var statistic: Double {
    guard discordant > 0 else { return 0 }
    let distance = Double(abs(onlyFirst - onlySecond) - 1)
    return distance * distance / Double(discordant)
  }

  /// The p-value of `statistic`. Use `exact` for fewer than 25 discordant samples.
  public var corrected: Double { ErrorFunction.complement((statistic / 2).squareRoot()) }
}

/// The error function, whose bits don't hang on the machine.
enum ErrorFunction {
  /// 1 - erf(x) for x of at least 0, within 1e-13 relative.
  ///
  /// Below 2 by the series of erf (Abramowitz and Stegun, 7.1.6), above by the continued fraction of erfc
  /// (7.1.14).
  static func complement(_ x: Double) -> Double {
    guard x < 27.3 else { return 0 }
    let square = x * x
    let rootOfPi = 1.772453850905516
    if x < 2 {
      var term = x
      var sum = x
      var order = 1.0
      while term > sum * 1e-18 {
        term *= 2 * square / (2 * order + 1)
        sum += term
        order += 1
      }
      return 1 - 2 / rootOfPi * ElementaryFunctions.exp(-square) * sum
    }
    var fraction = x
    for order in stride(from: 200.0, through: 1, by: -1) { fraction = x + order / 2 / fraction }
    return ElementaryFunctions.exp(-square) / (rootOfPi * fraction)
  }
}
