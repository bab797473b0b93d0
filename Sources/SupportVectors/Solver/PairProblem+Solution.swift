extension PairProblem {
  /// yα of the elements of both classes, in order; what is no support vector has 0, never -0.
  var coefficients: (first: [Double], second: [Double]) {
    (Array(alphas[0..<counts.first]), alphas[start..<start + counts.second].map { 0 - $0 })
  }

  /// What is added to Σ yαK: the mean of f over the elements between their bounds, else the middle of what
  /// is possible.
  var bias: Double {
    var sum = 0.0
    var free = 0
    var (highest, lowest) = (-Double.infinity, Double.infinity)
    for index in 0..<length {
      if up[index] == 0, down[index] == 0 {
        sum += f[index]
        free += 1
      }
      if up[index] == 0 { highest = max(highest, f[index]) }
      if down[index] == 0 { lowest = min(lowest, f[index]) }
    }
    return free > 0 ? sum / Double(free) : (highest + lowest) / 2
  }

  /// ½ αᵀQα - Σα.
  var objective: Double {
    var sum = 0.0
    for index in 0..<length where alphas[index] > 0 { sum += alphas[index] * (-sign(index) * f[index] - 1) }
    return sum / 2
  }

  /// Σ yαK + bias of an element, also of one that was left out.
  func decision(_ place: Int) -> Double {
    let index = place < counts.first ? place : start + place - counts.first
    return sign(index) - f[index] + bias
  }
}
