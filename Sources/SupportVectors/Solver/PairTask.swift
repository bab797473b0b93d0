internal import Kernels
internal import Tensors

/// The work on one pair: the problem itself, and where probabilities are wanted, the problems without each
/// fold.
final class PairTask {
  let index: Int
  private let problem: PairProblem
  /// The problem of a few elements, from whose solution it begins.
  private var sample: PairProblem?
  private let tolerance: Double
  private let folds: PairFolds?
  private var solution: PairResult?
  private var decisions: [Double]
  /// 0 for the problem itself, then the folds from 1.
  private var phase = 0
  private var earlierIterations = 0

  init(index: Int, problem: PairProblem, sample: PairProblem?, tolerance: Double, folds: PairFolds?) {
    self.sample = sample
    self.index = index
    self.problem = problem
    self.tolerance = tolerance
    self.folds = folds
    decisions = Array(repeating: 0, count: folds?.labels.count ?? 0)
  }

  var iterations: Int { earlierIterations + problem.iterations }
  var violation: Double { problem.violation }

  /// How much of it is done, 0 to 1, by how far the violation has come on its way from 2 to the tolerance, in
  /// orders of magnitude: a guess.
  var share: Double {
    let phases = Double(folds == nil ? 1 : 1 + PairFolds.count)
    guard sample == nil, violation.isFinite, violation > 0, tolerance < 2 else {
      return Double(phase) / phases
    }
    let way = ElementaryFunctions.log(2 / violation) / ElementaryFunctions.log(2 / tolerance)
    return (Double(phase) + min(max(way, 0), 1)) / phases
  }

  /// The result, or nil where the deadline came first.
  func run(until deadline: ContinuousClock.Instant) throws(KernelError) -> PairResult? {
    if let sample {
      guard try sample.run(until: deadline) else { return nil }
      problem.begin(from: sample)
      earlierIterations += sample.iterations
      self.sample = nil
    }
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
        first: solution.first, second: solution.second, coefficients: solution.coefficients,
        bias: solution.bias,
        objective: solution.objective, iterations: solution.iterations,
        isUnfinished: solution.isUnfinished, costs: solution.costs, sigmoid: sigmoid)
    }
    return PairResult(
      first: problem.first, second: problem.second, coefficients: problem.coefficients, bias: problem.bias,
      objective: problem.objective, iterations: problem.iterations,
      isUnfinished: problem.violation >= tolerance, costs: problem.costs, sigmoid: sigmoid)
  }

  // MARK: Memory

  /// Where it stands, so that it can go on later to the same bits; nil while there is little to lose.
  var standing: [String: String]? {
    guard sample == nil, problem.pending.isEmpty, iterations > 0 else { return nil }
    var text = problem.standing
    text["phase"] = "\(phase)"
    text["earlier"] = "\(earlierIterations)"
    text["decisions"] = SparseNumbers.text(decisions)
    for (key, value) in solution?.text ?? [:] { text["solution.\(key)"] = value }
    return text
  }

  /// Goes on where it stood; where the text makes no sense, it begins anew.
  func restore(_ text: [String: String]) {
    guard let phase = text["phase"].flatMap({ Int($0) }),
      (0...(folds == nil ? 0 : PairFolds.count)).contains(phase),
      let earlier = text["earlier"].flatMap({ Int($0) }),
      let decisions = text["decisions"].flatMap({ SparseNumbers.read($0, count: decisions.count) })
    else { return }
    let kept = Dictionary(
      uniqueKeysWithValues: text.compactMap { key, value in
        key.hasPrefix("solution.") ? (String(key.dropFirst("solution.".count)), value) : nil
      })
    let solution = PairResult(
      kept, first: problem.first, second: problem.second, counts: problem.counts, costs: problem.costs,
      hasSigmoid: false)
    guard phase == 0 || solution != nil else { return }
    if let folds, phase > 0 { problem.begin(without: { folds.fold($0) == phase - 1 }) }
    guard problem.restore(text) else { return problem.begin(without: { _ in false }) }
    (self.phase, earlierIterations, self.decisions, self.solution) = (phase, earlier, decisions, solution)
    sample = nil
  }
}
