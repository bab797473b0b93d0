/// Where a share of successes lies with 95% confidence: the score interval of Wilson
/// (doi:10.1080/01621459.1927.10502953), which stays within 0 and 1 and holds for shares near them and for
/// few samples.
public struct WilsonInterval: Sendable, Hashable {
  public let lower: Double
  public let upper: Double

  /// The normal distribution's quantile of 97.5%.
  private static let quantile = 1.959963984540054

  /// - Precondition: `0 <= successes <= count` and `count > 0`.
  public init(successes: Int, count: Int) {
    precondition(count > 0 && (0...count).contains(successes))
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
