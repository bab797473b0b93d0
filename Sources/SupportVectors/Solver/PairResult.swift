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
  let rowsComputed: Int
  /// Whether the solver gave up before the tolerance was reached.
  let isUnfinished: Bool
  /// The penalty of each class.
  let costs: (first: Double, second: Double)
  /// Of probabilities; nil without.
  let sigmoid: PlattSigmoid?
}

/// The work on one pair: the problem itself, and where probabilities are wanted, the problems without each fold.
final class PairTask {
  let index: Int
  private let problem: PairProblem
  private let tolerance: Double
  private let folds: PairFolds?
  private var solution: PairResult?
  private var decisions: [Double]
  /// 0 for the problem itself, then the folds from 1.
  private var phase = 0
  private var earlierIterations = 0

  init(index: Int, problem: PairProblem, tolerance: Double, folds: PairFolds?) {
    self.index = index
    self.problem = problem
    self.tolerance = tolerance
    self.folds = folds
    decisions = Array(repeating: 0, count: folds?.labels.count ?? 0)
  }

  var iterations: Int { earlierIterations + problem.iterations }
  var violation: Double { problem.violation }

  /// The result, or nil where the deadline came first.
  func run(until deadline: ContinuousClock.Instant) throws(KernelError) -> PairResult? {
    while try problem.run(until: deadline) {
      earlierIterations += problem.iterations
      if phase == 0 { solution = result(nil) }
      guard let folds else { return solution }
      if phase > 0 {
        for place in folds.members(phase - 1) { decisions[place] = problem.decision(place) }
      }
      if phase == PairFolds.count { return result(PlattSigmoid.fit(decisions, isFirst: folds.labels)) }
      let out = phase
      phase += 1
      problem.begin(without: { folds.fold($0) == out })
    }
    return nil
  }

  private func result(_ sigmoid: PlattSigmoid?) -> PairResult {
    if let solution {
      return PairResult(
        first: solution.first, second: solution.second, coefficients: solution.coefficients, bias: solution.bias,
        objective: solution.objective, iterations: solution.iterations, rowsComputed: problem.rowsComputed,
        isUnfinished: solution.isUnfinished, costs: solution.costs, sigmoid: sigmoid)
    }
    return PairResult(
      first: problem.first, second: problem.second, coefficients: problem.coefficients, bias: problem.bias,
      objective: problem.objective, iterations: problem.iterations, rowsComputed: problem.rowsComputed,
      isUnfinished: problem.violation >= tolerance, costs: problem.costs, sigmoid: sigmoid)
  }
}

/// Which fifth of a pair's elements each belongs to, each class in proportion.
struct PairFolds: Sendable {
  static let count = 5
  private let folds: [Int]
  /// Whether each element is of the first class.
  let labels: [Bool]

  /// - Parameters:
  ///   - first: The fold of each element of the first class.
  init(first: [Int], second: [Int]) {
    folds = first + second
    labels = first.map { _ in true } + second.map { _ in false }
  }

  func fold(_ place: Int) -> Int { folds[place] }
  func members(_ fold: Int) -> [Int] { folds.indices.filter { folds[$0] == fold } }
}
