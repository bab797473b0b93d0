internal import Kernels
internal import Models
internal import Synchronization
internal import Tensors

/// Solves the problems of linear machines, each class against the rest, a problem a worker.
///
/// Unchecked: `open[i]` is touched by worker i alone, or by the caller while no worker runs.
final class LinearRun: @unchecked Sendable {
  struct Settings: Sendable {
    /// The penalty C of each class.
    let costs: [Double]
    let loss: SupportVectorDefinition.Loss
    let tolerance: Double
    let seed: UInt64
  }

  /// Passes after which a solver gives up, LIBLINEAR's number.
  static let passLimit = 1000

  private let rows: FeatureRows
  private let labels: [Int]
  private let squares: [Double]
  private let problems: Int
  private let settings: Settings
  private let group: WorkerGroup
  private let open: UnsafeMutableBufferPointer<(place: Int, solver: CoordinateDescent)?>
  private let next = Atomic<Int>(0)
  private let solutions: Mutex<[LinearSolution?]>
  /// Where problems stood when an earlier fit was broken off, by their place.
  private var standings: [Int: [String: String]] = [:]
  /// Orders of passes, made once for all problems.
  private let orders: Mutex<[[Int]]>

  /// - Parameter labels: Of each row, 0 to below `classes`.
  init(rows: FeatureRows, labels: [Int], classes: Int, settings: Settings, group: WorkerGroup) {
    self.rows = rows
    self.labels = labels
    // Two classes need one machine; more need one each.
    problems = classes == 2 ? 1 : classes
    self.settings = settings
    self.group = group
    squares = (0..<rows.count).map { row in
      let values = rows.floats(row)
      return (0..<rows.width).reduce(0) { $0 + Double(values[$1]) * Double(values[$1]) }
    }
    open = .allocate(capacity: group.count)
    open.initialize(repeating: nil)
    solutions = Mutex(Array(repeating: nil, count: problems))
    orders = Mutex([])
  }

  deinit {
    open.deinitialize()
    open.deallocate()
  }

  /// - Parameter memory: What was solved before isn't solved again.
  /// - Returns: nil when it was stopped.
  func go(
    memory: FitMemory?, progress: (FittingProgress) -> Void, shouldStop: () -> Bool
  ) throws(SupportVectorError) -> [LinearSolution]? {
    let start = ContinuousClock.now
    let known = memory.map(recall) ?? []
    var keeper = memory.map { FitKeeper($0, known: known) }
    while true {
      let deadline = ContinuousClock.now + .milliseconds(200)
      do throws(KernelError) {
        try group.run { [self] worker, _ in work(worker, until: deadline) }
      } catch {
        throw .kernel(error)
      }
      let found = solutions.withLock { $0 }
      let done = found.indices.filter { found[$0] != nil }
      keeper?.keep(done) { (Self.name($0), found[$0]?.text ?? [:]) }
      if done.count == problems { return found.compactMap(\.self) }
      let isStopped = shouldStop()
      keeper?.keepStandings(isStopped: isStopped) {
        open.compactMap { $0.map { (Self.name($0.place), $0.solver.standing) } }
      }
      if isStopped { return nil }
      let running = open.compactMap { $0?.solver }
      // Half of each open problem is taken for done.
      let share = (Double(done.count) + Double(running.count) / 2) / Double(problems)
      progress(
        .problems(
          SolverProgress(
            done: done.count, problems: problems,
            iterations: found.reduce(0) { $0 + ($1?.epochs ?? 0) } + running.reduce(0) { $0 + $1.epochs },
            violation: running.map(\.violation).max() ?? .nan, share: share,
            known: Double(known.count) / Double(problems),
            seconds: (ContinuousClock.now - start) / .seconds(1))))
    }
  }

  private static func name(_ place: Int) -> String { "rest \(place)" }

  /// Takes what is known of machines, and says which these are.
  private func recall(_ memory: FitMemory) -> Set<Int> {
    var kept: Set<Int> = []
    for place in 0..<problems {
      guard let text = memory.known(Self.name(place)),
        let solution = LinearSolution(text, samples: rows.count, width: rows.width)
      else {
        standings[place] = memory.standing(of: Self.name(place))
        continue
      }
      solutions.withLock { $0[place] = solution }
      kept.insert(place)
    }
    return kept
  }

  private func work(_ worker: Int, until deadline: ContinuousClock.Instant) {
    while true {
      if open[worker] == nil {
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < problems else { return }
        if solutions.withLock({ $0[place] != nil }) { continue }
        // Of two classes the machine is that of the second, whose values are above 0.
        let own = problems == 1 ? 1 : place
        var solver = CoordinateDescent(
          rows: rows, labels: labels, own: own, squares: squares, loss: settings.loss, costs: settings.costs,
          tolerance: settings.tolerance)
        if let standing = standings[place] { solver.restore(standing) }
        open[worker] = (place, solver)
      }
      while let pass = open[worker]?.solver.epochs {
        open[worker]?.solver.pass(order(pass))
        if let entry = open[worker], entry.solver.isSolved || entry.solver.epochs >= Self.passLimit {
          finish(entry.place, entry.solver)
          open[worker] = nil
        }
        if ContinuousClock.now >= deadline { return }
      }
    }
  }

  private func order(_ pass: Int) -> [Int] {
    orders.withLock { orders in
      while orders.count <= pass {
        let stream = RandomStream(seed: settings.seed, stream: .shuffle)
        orders.append(stream.permutation(of: rows.count, epoch: orders.count))
      }
      return orders[pass]
    }
  }

  private func finish(_ place: Int, _ solver: CoordinateDescent) {
    let solution = LinearSolution(
      weights: solver.weights, objective: solver.objective, epochs: solver.epochs, isSolved: solver.isSolved,
      isSupport: (0..<rows.count).map(solver.isSupport), isBounded: (0..<rows.count).map(solver.isBounded))
    solutions.withLock { $0[place] = solution }
  }
}
