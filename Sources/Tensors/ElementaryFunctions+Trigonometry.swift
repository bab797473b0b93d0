extension ElementaryFunctions {
  /// Cosine and sine of an angle in half turns from 0 to 1 (0.5 is a right angle), within 2 units in the last
  /// place of 1.
  public static func direction(halfTurns: Double) -> (x: Double, y: Double) {
    // Eighths of a turn keep the series short: their ends are within ±π/4 of an axis.
    let quarter = (halfTurns * 2).rounded()
    let angle = (halfTurns - quarter / 2) * Double.pi
    // With 12 terms a last bit would be another one now and then.
    let cosine = series(angle, from: 0, terms: 10)
    let sine = angle * series(angle, from: 1, terms: 10)
    switch Int(saturating: quarter) {
    case 1: return (-sine, cosine)
    case 2: return (-cosine, -sine)
    default: return (cosine, sine)
    }
  }

  /// The sine and cosine of an angle in degrees, within a unit or two in the last place and exact at
  /// multiples of 90.
  package static func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
    guard degrees.isFinite else { return (.nan, .nan) }
    let angle = degrees.remainder(dividingBy: 360)
    let quarters = (angle / 90).rounded()
    let x = (angle - quarters * 90) * (.pi / 180)
    let sine = x * series(x, from: 1)
    let cosine = series(x, from: 0)
    return switch Int(quarters) {
    case 0: (sine, cosine)
    case 1: (cosine, -sine)
    case -1: (-cosine, sine)
    default: (-sine, -cosine)
    }
  }

  /// sin(pi x) / (pi x) for |x| of at most 3.
  package static func sinc(_ x: Double) -> Double {
    if x == 0 { return 1 }
    let turns = x - (x / 2).rounded() * 2
    let folded = turns > 0.5 ? 1 - turns : turns < -0.5 ? -1 - turns : turns
    let angle = folded * .pi
    return angle * series(angle, from: 1) / (x * .pi)
  }

  /// The sum of (-1)^k x^2k / (first + 2k)!, the cosine from 0 and sin(x) / x from 1, for |x| of at most
  /// pi / 2: 12 terms leave less than 1e-17.
  private static func series(_ x: Double, from first: Int, terms: Int = 12) -> Double {
    var sum = 1.0
    for order in stride(from: terms, through: 1, by: -1) {
      let factors = Double((first + 2 * order) * (first + 2 * order - 1))
      sum = 1 - sum * (x * x) / factors
    }
    return sum
  }
}
