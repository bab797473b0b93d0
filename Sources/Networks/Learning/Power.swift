/// Whole powers whose bits are the same everywhere: by repeated multiplication, not by the C library's pow.
enum Power {
  static func of(_ base: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
