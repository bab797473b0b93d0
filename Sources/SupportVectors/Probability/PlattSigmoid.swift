internal import Tensors

/// The probability of the first of two classes from a decision value: 1 / (1 + exp(a f + b)).
///
/// J. Platt, "Probabilistic outputs for support vector machines", 1999, fitted as H.-T. Lin, C.-J. Lin, R.
/// Weng, "A note on Platt's probabilistic outputs for support vector machines", Machine Learning 68, 2007
/// (doi:10.1007/s10994-007-5018-6): by Newton's method with a line search, on targets that are drawn a little
/// from 0 and 1.
struct PlattSigmoid: Sendable, Hashable {
  let a: Double
  let b: Double

  /// - Parameter decisions: Of samples that the machine didn't learn from.
  static func fit(_ decisions: [Double], isFirst: [Bool]) -> PlattSigmoid {
    let firsts = Double(isFirst.count { $0 })
    let seconds = Double(isFirst.count) - firsts
    let high = (firsts + 1) / (firsts + 2)
    let low = 1 / (seconds + 2)
    let targets = isFirst.map { $0 ? high : low }
    var (a, b) = (0.0, ElementaryFunctions.log((seconds + 1) / (firsts + 1)))
    var value = loss(decisions, targets, a, b)
    for _ in 0..<100 {
      // A little on the diagonal keeps the matrix of second derivatives away from singular ones.
      var (h11, h22, h21, g1, g2) = (1e-12, 1e-12, 0.0, 0.0, 0.0)
      for (f, target) in zip(decisions, targets) {
        let (p, q) = probabilities(a * f + b)
        let d2 = p * q
        h11 += f * f * d2
        h22 += d2
        h21 += f * d2
        let d1 = target - p
        g1 += f * d1
        g2 += d1
      }
      if abs(g1) < 1e-5, abs(g2) < 1e-5 { break }
      let determinant = h11 * h22 - h21 * h21
      let da = -(h22 * g1 - h21 * g2) / determinant
      let db = -(-h21 * g1 + h11 * g2) / determinant
      let slope = g1 * da + g2 * db
      var step = 1.0
      while step >= 1e-10 {
        let tried = loss(decisions, targets, a + step * da, b + step * db)
        if tried < value + 0.0001 * step * slope {
          (a, b, value) = (a + step * da, b + step * db, tried)
          break
        }
        step /= 2
      }
      if step < 1e-10 { break }
    }
    return PlattSigmoid(a: a, b: b)
  }

  /// The probability of the first class.
  func probability(_ decision: Double) -> Double { Self.probabilities(a * decision + b).first }

  private static func probabilities(_ x: Double) -> (first: Double, second: Double) {
    let small = ElementaryFunctions.exp(-abs(x))
    let (less, more) = (small / (1 + small), 1 / (1 + small))
    return x >= 0 ? (less, more) : (more, less)
  }

  private static func loss(_ decisions: [Double], _ targets: [Double], _ a: Double, _ b: Double) -> Double {
    var sum = 0.0
    for (f, target) in zip(decisions, targets) {
      let x = a * f + b
      let rest = ElementaryFunctions.log(1 + ElementaryFunctions.exp(-abs(x)))
      sum += x >= 0 ? target * x + rest : (target - 1) * x + rest
    }
    return sum
  }
}
