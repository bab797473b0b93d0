internal import CSolver
internal import Glibc
internal import Kernels

/// The dual problem of one pair of classes, min ½ αᵀQα - Σα with 0 ≤ α ≤ C and Σ yα = 0, on its
/// way to the solution.
///
/// Sequential minimal optimization with second-order selection of the second index: R.-E. Fan, P.-H. Chen,
/// C.-J. Lin, "Working set selection using second order information for training support vector machines",
/// JMLR 6, 2005. Ties go to the lower index. Elements of the first class (y = 1) come first, then, from a
/// multiple of the loops' block, those of the second; the places between are elements that can't be chosen.
final class PairProblem {
  let first: Int
  let second: Int
  let worker: PairWorker
  let counts: (first: Int, second: Int)
  /// Where the second class begins, and where it ends.
  let start: Int
  let length: Int
  let costs: (first: Double, second: Double)
  let tolerance: Double
  private let iterationLimit: Int

  /// -y times the gradient: what is compared.
  let f: UnsafeMutablePointer<Double>
  /// 0 where α may go up (along y), else -infinity; 0 where it may go down, else infinity.
  let up: UnsafeMutablePointer<Double>
  let down: UnsafeMutablePointer<Double>
  private let diagonal: UnsafeMutablePointer<Double>?
  var alphas: [Double]
  var slots: RowCache
  /// Support vectors that it began with and `f` doesn't tell of yet.
  private(set) var pending: [Int] = []
  private var next = fovea_choice()
  var iterations = 0
  /// How far the conditions of optimality are violated.
  private(set) var violation = Double.infinity

  /// - Parameters:
  ///   - costs: The penalty C of each class.
  ///   - tolerance: The violation at which it ends.
  /// - Precondition: The worker's problem before it isn't used any more.
  init(
    first: Int, second: Int, worker: PairWorker, costs: (first: Double, second: Double), tolerance: Double
  ) {
    self.first = first
    self.second = second
    self.worker = worker
    self.costs = costs
    self.tolerance = tolerance
    counts = (worker.blocks[first].count, worker.blocks[second].count)
    start = Self.padded(counts.first)
    length = start + Self.padded(counts.second)
    iterationLimit = max(10_000_000, 100 * (counts.first + counts.second))
    worker.memory.reserve(length)
    (f, up, down) = (worker.memory.f, worker.memory.up, worker.memory.down)
    alphas = Array(repeating: 0, count: length)
    slots = RowCache(rows: length, capacity: min(length, worker.pool.bytes / (length * 4)))
    if worker.map.function.kind == .rbf {
      diagonal = nil
    } else {
      let values = worker.memory.diagonal
      for index in 0..<length { values[index] = 1 }
      for (index, fact) in worker.blocks[first].facts.enumerated() { values[index] = fact.diagonal }
      for (index, fact) in worker.blocks[second].facts.enumerated() { values[start + index] = fact.diagonal }
      diagonal = values
    }
    begin(without: { _ in false })
  }

  private static func padded(_ count: Int) -> Int {
    let block = Int(fovea_solver_block)
    return (count + block - 1) / block * block
  }

  /// How many rows the cache holds at least, lest the rows of a step push each other out.
  static func leastRows(of count: Int) -> Int { min(count, 2 * PairWorker.batch + 2) }

  static func rowBytes(_ first: Int, _ second: Int) -> Int { (padded(first) + padded(second)) * 4 }

  func isElement(_ index: Int) -> Bool {
    index < counts.first || (index >= start && index - start < counts.second)
  }

  func sign(_ index: Int) -> Double { index < start ? 1 : -1 }

  /// Starts from zero, leaving elements out; rows that are already there stay.
  ///
  /// - Parameter isOut: Gets the place of an element among those of both classes, those of the first class
  ///   first.
  func begin(without isOut: (Int) -> Bool) {
    for index in 0..<length {
      alphas[index] = 0
      f[index] = 0
      up[index] = -.infinity
      down[index] = .infinity
      guard isElement(index) else { continue }
      f[index] = sign(index)
      if !isOut(place(index)) { bound(index) }
    }
    iterations = 0
    violation = .infinity
    selectNext()
  }

  /// Finds the element that the next step begins with.
  func selectNext() { next = fovea_solver_first(f, up, length) }

  /// Starts from the solution of a problem of the first elements of each class.
  func begin(from sample: PairProblem) {
    for index in 0..<sample.length where sample.alphas[index] > 0 {
      let own = index < sample.start ? index : start + index - sample.start
      alphas[own] = sample.alphas[index]
      bound(own)
      pending.append(own)
    }
  }

  /// Takes some of the support vectors that it began with into account.
  private func takePending() throws(KernelError) {
    let some = Array(pending.suffix(min(worker.batch, slots.capacity)))
    pending.removeLast(some.count)
    try compute(some, pinned: -1)
    for index in some {
      fovea_add_scaled(
        f, worker.pool.row(slots.use(index), length: length), -sign(index) * alphas[index], length)
    }
    if pending.isEmpty { selectNext() }
  }

  private func place(_ index: Int) -> Int { index < start ? index : counts.first + index - start }

  func bound(_ index: Int) {
    let isPositive = index < start
    let cost = isPositive ? costs.first : costs.second
    up[index] = (isPositive ? alphas[index] < cost : alphas[index] > 0) ? 0 : -.infinity
    down[index] = (isPositive ? alphas[index] > 0 : alphas[index] < cost) ? 0 : .infinity
  }

  // MARK: Steps

  /// Goes on until the solution, or until the deadline; however late it is, some steps are done.
  ///
  /// - Returns: Whether it is solved.
  func run(until deadline: ContinuousClock.Instant) throws(KernelError) -> Bool {
    while !pending.isEmpty {
      try takePending()
      if ContinuousClock.now >= deadline { return false }
    }
    while iterations < iterationLimit {
      if try !step() { return true }
      if iterations % 16 == 0, ContinuousClock.now >= deadline { return false }
    }
    return true
  }

  /// One step; false where there is none left.
  private func step() throws(KernelError) -> Bool {
    guard next.value > -.infinity else {
      violation = 0
      return false
    }
    let i = next.index
    let highest = next.value
    let row = try self.row(i, pinned: i)
    let own = diagonal?[i] ?? 1
    let chosen = fovea_solver_second(row, f, down, diagonal, own, highest, length)
    violation = chosen.value == .infinity ? 0 : highest - chosen.value
    guard violation >= tolerance, chosen.index >= 0 else { return false }
    let j = chosen.index
    let other = try self.row(j, pinned: i)
    let curvature = max(own + (diagonal?[j] ?? 1) - 2 * Double(row[j]), 1e-12)
    var move = (highest - f[j]) / curvature
    let isPositive = (i < start, j < start)
    let roomI = isPositive.0 ? costs.first - alphas[i] : alphas[i]
    let roomJ = isPositive.1 ? alphas[j] : costs.second - alphas[j]
    move = min(move, roomI, roomJ)
    // At a bound it is the bound, whatever a sum would round to.
    alphas[i] = move == roomI ? (isPositive.0 ? costs.first : 0) : alphas[i] + (isPositive.0 ? move : -move)
    alphas[j] = move == roomJ ? (isPositive.1 ? 0 : costs.second) : alphas[j] - (isPositive.1 ? move : -move)
    bound(i)
    bound(j)
    next = fovea_solver_update(f, up, row, other, move, length)
    iterations += 1
    return true
  }
}
