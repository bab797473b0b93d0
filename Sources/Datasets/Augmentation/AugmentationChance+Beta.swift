internal import Tensors

extension AugmentationChance {
  /// A random number from the distribution Beta(`alpha`, `alpha`), for `alpha` above 0. The limits of it for
  /// others: 0 or 1 where `alpha` isn't above 0, 0.5 where it is infinite, and 0.5 where it is no number.
  ///
  /// Up to 1 by Jöhnk's method ("Erzeugung von betaverteilten und gammaverteilten Zufallszahlen", Metrika 8,
  /// 1964), above by Cheng's BB ("Generating beta variates with nonintegral shape parameters",
  /// doi:10.1145/359460.359482). Both draw until they accept, from numbers that no other draw has.
  func beta(_ alpha: Double) -> Double {
    guard alpha.isFinite, alpha > 0 else { return alpha <= 0 ? (uniform(3) < 0.5 ? 0 : 1) : 0.5 }
    // At most 2 attempts on the mean are needed, so the end of these is never reached.
    for attempt in 0..<1000 {
      let (first, second) = (attemptNumber(2 * attempt), attemptNumber(2 * attempt + 1))
      if let found = alpha <= 1 ? Self.johnk(alpha, first, second) : Self.cheng(alpha, first, second) {
        return found
      }
    }
    return 0.5
  }

  /// A number in (0, 1], beyond those that `uniform` gives.
  private func attemptNumber(_ draw: Int) -> Double {
    1 - stream.uniformDouble(epoch: epoch, sample: sample, index: 1 << 30 | step << 12 | draw)
  }

  /// x = u^(1/α) and y = v^(1/α) are accepted where x + y ≤ 1; the number is x / (x + y). In logarithms,
  /// since small α make both 0.
  private static func johnk(_ alpha: Double, _ first: Double, _ second: Double) -> Double? {
    let x = ElementaryFunctions.log(first) / alpha
    let y = ElementaryFunctions.log(second) / alpha
    let sum = ElementaryFunctions.exp(x) + ElementaryFunctions.exp(y)
    return sum <= 1 ? 1 / (1 + ElementaryFunctions.exp(y - x)) : nil
  }

  private static func cheng(_ alpha: Double, _ first: Double, _ second: Double) -> Double? {
    guard first < 1 else { return nil }
    let v = ElementaryFunctions.log(first / (1 - first)) / alpha.squareRoot()
    let w = alpha * ElementaryFunctions.exp(v)
    guard w.isFinite else { return 1 }
    let r = (alpha + alpha.squareRoot()) * v - 1.3862943611198906
    let bound = ElementaryFunctions.log(first * first * second)
    let whole = r + 2 * alpha * ElementaryFunctions.log(2 * alpha / (alpha + w))
    return whole >= bound ? w / (alpha + w) : nil
  }
}
