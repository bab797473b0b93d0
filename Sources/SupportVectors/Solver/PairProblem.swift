internal import CSolver
internal import Glibc
internal import Kernels

/// The dual problem of one pair of classes, min ½ αᵀQα - Σα with 0 ≤ α ≤ C and Σ yα = 0, on its way to the solution.
///
/// Sequential minimal optimisation with second-order selection of the second index: R.-E. Fan, P.-H. Chen, C.-J. Lin, "Working
/// set selection using second order information for training support vector machines", JMLR 6, 2005. Ties go to the lower
/// index. Elements of the first class (y = 1) come first, then, from a multiple of the loops' block, those of the second; the
/// places between are elements that can't be chosen.
final class PairProblem {
  let first: Int
  let second: Int
  private let worker: PairWorker
  private let counts: (first: Int, second: Int)
  /// Where the second class begins, and where it ends.
  private let start: Int
  private let length: Int
  let costs: (first: Double, second: Double)
  private let tolerance: Double
  private let iterationLimit: Int

  /// -y times the gradient: what is compared.
  private let f: UnsafeMutablePointer<Double>
  /// 0 where α may go up (along y), else -infinity; 0 where it may go down, else infinity.
  private let up: UnsafeMutablePointer<Double>
  private let down: UnsafeMutablePointer<Double>
  private let diagonal: UnsafeMutablePointer<Double>?
  private var alphas: [Double]
  private var slots: RowSlots
  private var next = fovea_choice()
  private(set) var iterations = 0
  /// How far the conditions of optimality are violated.
  private(set) var violation = Double.infinity
  private(set) var rowsComputed = 0

  /// - Parameters:
  ///   - costs: The penalty C of each class.
  ///   - tolerance: The violation at which it ends.
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
    f = Self.allocate(length)
    up = Self.allocate(length)
    down = Self.allocate(length)
    alphas = Array(repeating: 0, count: length)
    slots = RowSlots(rows: length, capacity: min(length, worker.pool.bytes / (length * 4)))
    if worker.map.function.kind == .rbf {
      diagonal = nil
    } else {
      let values = Self.allocate(length)
      for index in 0..<length { values[index] = 1 }
      for (index, fact) in worker.blocks[first].facts.enumerated() { values[index] = fact.diagonal }
      for (index, fact) in worker.blocks[second].facts.enumerated() { values[start + index] = fact.diagonal }
      diagonal = values
    }
    begin(without: { _ in false })
  }

  deinit {
    for memory in [f, up, down] { memory.deallocate() }
    diagonal?.deallocate()
  }

  private static func padded(_ count: Int) -> Int {
    let block = Int(fovea_solver_block)
    return (count + block - 1) / block * block
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64).bindMemory(to: Double.self, capacity: count)
  }

  /// How many rows the cache holds at least, lest the rows of a step push each other out.
  static func leastRows(of count: Int) -> Int { min(count, 2 * PairWorker.batch + 2) }

  static func rowBytes(_ first: Int, _ second: Int) -> Int { (padded(first) + padded(second)) * 4 }

  private func isElement(_ index: Int) -> Bool {
    index < counts.first || (index >= start && index - start < counts.second)
  }

  private func sign(_ index: Int) -> Double { index < start ? 1 : -1 }

  /// Starts from zero, leaving elements out; rows that are already there stay.
  ///
  /// - Parameter isOut: Gets the place of an element among those of both classes, those of the first class first.
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
    next = fovea_solver_first(f, up, length)
  }

  private func place(_ index: Int) -> Int { index < start ? index : counts.first + index - start }

  private func bound(_ index: Int) {
    let isPositive = index < start
    let cost = isPositive ? costs.first : costs.second
    up[index] = (isPositive ? alphas[index] < cost : alphas[index] > 0) ? 0 : -.infinity
    down[index] = (isPositive ? alphas[index] > 0 : alphas[index] < cost) ? 0 : .infinity
  }

  // MARK: Steps

  /// Goes on until the solution, or until the deadline.
  ///
  /// - Returns: Whether it is solved.
  func run(until deadline: ContinuousClock.Instant) throws(KernelError) -> Bool {
    while iterations < iterationLimit {
      if iterations % 16 == 0, ContinuousClock.now >= deadline { return false }
      if try !step() { return true }
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

  /// The kernels of an element with all, computed with those that will be needed next where it isn't there.
  private func row(_ index: Int, pinned: Int) throws(KernelError) -> UnsafeMutablePointer<Float> {
    if !slots.holds(index) { try fetch(index, pinned: pinned) }
    return worker.pool.row(slots.use(index), length: length)
  }

  private func fetch(_ index: Int, pinned: Int) throws(KernelError) {
    var wanted = [index]
    let half = (PairWorker.batch - 1) / 2
    wanted += violating(half, except: wanted) { self.up[$0] == 0 ? self.f[$0] : nil }
    wanted += violating(PairWorker.batch - wanted.count, except: wanted) { self.down[$0] == 0 ? -self.f[$0] : nil }
    // A small cache must not lose the row that is asked for to those that may be asked for later.
    if slots.capacity < length { wanted = Array(wanted.prefix(max(1, slots.capacity / 2))) }
    var requests: [PairWorker.Request] = []
    for element in wanted {
      let target = worker.pool.row(slots.take(for: element, pinned: pinned), length: length)
      for padding in counts.first..<start { target[padding] = 0 }
      for padding in start + counts.second..<length { target[padding] = 0 }
      requests.append(
        element < start
          ? .init(block: first, row: element, target: target)
          : .init(block: second, row: element - start, target: target))
    }
    try worker.compute(requests, first, second, offset: start)
    rowsComputed += requests.count
  }

  /// The elements without a row that have the largest values, ties to the lower index.
  @inline(__always)
  private func violating(_ count: Int, except: [Int], _ value: (Int) -> Double?) -> [Int] {
    guard count > 0 else { return [] }
    var best: [(value: Double, index: Int)] = []
    best.reserveCapacity(count + 1)
    for index in 0..<length where !slots.holds(index) {
      guard let value = value(index), best.count < count || value > best[count - 1].value, !except.contains(index) else {
        continue
      }
      var place = best.count
      while place > 0, best[place - 1].value < value { place -= 1 }
      best.insert((value, index), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map(\.index)
  }

  // MARK: The solution

  /// yα of the elements of both classes, in order; what is no support vector has 0, never -0.
  var coefficients: (first: [Double], second: [Double]) {
    (Array(alphas[0..<counts.first]), alphas[start..<start + counts.second].map { 0 - $0 })
  }

  /// What is added to Σ yαK: the mean of f over the elements between their bounds, else the middle of what is possible.
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
