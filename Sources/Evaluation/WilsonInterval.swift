/// The 95% confidence interval of a proportion: Wilson's score interval (doi:10.1080/01621459.1927.10502953),
/// which stays within 0 and 1 and is accurate for small samples and extreme proportions.
public struct WilsonInterval: Sendable, Hashable {
  /// The lower end, 0 to 1.
  public let lower: Double
  /// The upper end, 0 to 1.
  public let upper: Double

  /// The 97.5% quantile of the normal distribution.
  private static let quantile = 1.959963984540054

  /// The interval for `successes` out of `count`.
  ///
  /// - Throws: `.noSamples` without any; `.invalidCounts` unless `0 <= successes <= count`.
  public init(successes: Int, count: Int) throws(EvaluationError) {
    guard count > 0 else { throw .noSamples }
    guard (0...count).contains(successes) else { throw .invalidCounts }
    self.init(of: successes, among: count)
  }

  /// The interval for counts that were checked.
  ///
  /// - Precondition: `0 <= successes <= count` and `count > 0`.
  package init(of successes: Int, among count: Int) {
    let total = Double(count)
    let share = Double(successes) / total
    let square = Self.quantile * Self.quantile
    let centre = (share + square / (2 * total)) / (1 + square / total)
    let half =
      Self.quantile / (1 + square / total)
      * (share * (1 - share) / total + square / (4 * total * total)).squareRoot()
    // Exact at the ends, where rounding would leave a trace.
    lower = successes == 0 ? 0 : max(0, centre - half)
    upper = successes == count ? 1 : min(1, centre + half)
  }
}
