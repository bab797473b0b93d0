/// The probabilities of several classes from those of their pairs: the second method of T.-F. Wu, C.-J. Lin,
/// R. Weng, "Probability estimates for multi-class classification by pairwise coupling", JMLR 5, 2004.
enum PairwiseCoupling {
  /// - Parameter pairs: `pairs[i * count + j]` is the probability of i where it is i or j; the diagonal is
  ///   ignored.
  static func probabilities(_ pairs: [Double], count: Int) -> [Double] {
    var q = [Double](repeating: 0, count: count * count)
    for t in 0..<count {
      for j in 0..<count where j != t {
        q[t * count + t] += pairs[j * count + t] * pairs[j * count + t]
        q[t * count + j] = -pairs[j * count + t] * pairs[t * count + j]
      }
    }
    var p = [Double](repeating: 1 / Double(count), count: count)
    var products = [Double](repeating: 0, count: count)
    for _ in 0..<max(100, count) {
      var quadratic = 0.0
      for t in 0..<count {
        products[t] = 0
        for j in 0..<count { products[t] += q[t * count + j] * p[j] }
        quadratic += p[t] * products[t]
      }
      if products.allSatisfy({ abs($0 - quadratic) < 0.005 / Double(count) }) { break }
      for t in 0..<count {
        let difference = (quadratic - products[t]) / q[t * count + t]
        p[t] += difference
        let sum = 1 + difference
        quadratic = (quadratic + difference * (difference * q[t * count + t] + 2 * products[t])) / sum / sum
        for j in 0..<count {
          products[j] = (products[j] + difference * q[t * count + j]) / sum
          p[j] /= sum
        }
      }
    }
    return p
  }
}
