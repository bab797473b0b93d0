/// How the learning rate changes over a training.
public enum Schedule: String, Sendable, CaseIterable {
  case constant
  /// From the rate down to 0 along half a cosine, step by step (Loshchilov and Hutter, arXiv:1608.03983, without restarts).
  case cosine

  /// The rate of a step.
  ///
  /// - Parameters:
  ///   - step: From 0.
  ///   - steps: Of the whole training.
  public func rate(step: Int, steps: Int, base: Double) -> Double {
    switch self {
    case .constant: base
    case .cosine: base * (1 + Self.cosine(Double(step) / Double(max(steps, 1)))) / 2
    }
  }

  /// The cosine of a share of half a turn, by its series: the bits are the same everywhere.
  private static func cosine(_ share: Double) -> Double {
    let mirrored = share > 0.5
    let angle = (mirrored ? 1 - share : share) * .pi
    var term = 1.0
    var sum = 1.0
    for order in 1..<14 {
      term *= -angle * angle / Double((2 * order - 1) * (2 * order))
      sum += term
    }
    return mirrored ? -sum : sum
  }
}
