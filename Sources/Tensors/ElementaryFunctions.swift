/// Elementary functions whose results are identical on all machines, unlike the C library's, which selects
/// code by processor.
public enum ElementaryFunctions {
  /// e to the x, within 2 units in the last place; 0 below -745 and infinity above 709.
  ///
  /// The argument is split into a multiple of ln 2 and a rest within ±0.35, whose series ends below half a
  /// unit.
  public static func exp(_ x: Double) -> Double {
    guard x == x else { return x }
    if x > 709.7 { return .infinity }
    if x < -745 { return 0 }
    let multiple = (x * 1.4426950408889634).rounded()
    let rest = (x - multiple * 0.6931471803691238) - multiple * 1.9082149292705877e-10
    var sum = 1.0
    for order in stride(from: 13.0, through: 1, by: -1) { sum = 1 + rest / order * sum }
    return Double(sign: .plus, exponent: Int(saturating: multiple), significand: sum)
  }

  /// The natural logarithm of a positive number, within 2 units in the last place.
  ///
  /// 2 artanh((m - 1) / (m + 1)) of the significand within [√½, √2], plus the exponent times ln 2.
  public static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var significand = x.significand
    var exponent = Double(x.exponent)
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var sum = 0.0
    for order in stride(from: 25.0, through: 1, by: -2) { sum = sum * square + 1 / order }
    return exponent * 0.6931471803691238 + (2 * ratio * sum + exponent * 1.9082149292705877e-10)
  }

  /// The hyperbolic tangent, within 4 units in the last place of 1.
  public static func tanh(_ x: Double) -> Double {
    let small = exp(-2 * abs(x))
    let size = (1 - small) / (1 + small)
    return x < 0 ? -size : size
  }

  /// The logistic function, 1 / (1 + exp(-x)).
  public static func sigmoid(_ x: Double) -> Double {
    let small = exp(-abs(x))
    return (x >= 0 ? 1 : small) / (1 + small)
  }
}
