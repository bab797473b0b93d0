internal import Kernels

/// The solution of the problem of one pair of classes.
struct PairResult: Sendable {
  let first: Int
  let second: Int
  /// yα of all elements of each class, in order; 0 for those that are no support vectors.
  let coefficients: (first: [Double], second: [Double])
  let bias: Double
  /// ½ αᵀQα - Σα.
  let objective: Double
  let iterations: Int
  /// Whether the solver gave up before the tolerance was reached.
  let isUnfinished: Bool
  /// The penalty of each class.
  let costs: (first: Double, second: Double)
  /// Of probabilities; nil without.
  let sigmoid: PlattSigmoid?
}
