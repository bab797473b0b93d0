internal import Kernels
internal import Models
internal import Synchronization

/// Solves the problems of all pairs of classes, a problem a worker.
///
/// Workers come back several times a second, so that progress is told and a stop is heard; where a problem is left it goes on.
/// What a problem gives depends on nothing but the pair.
///
/// Unchecked: `seats[i]` is touched by worker i alone, or by the caller while no worker runs.
final class PairsRun: @unchecked Sendable {
  struct Settings: Sendable {
    /// The penalty C of each class.
    let costs: [Double]
    let tolerance: Double
    let cacheBytes: Int
    /// The fold of each element of each class; nil without probabilities.
    let folds: [[Int]]?
  }

  private struct Seat {
    var worker: PairWorker?
    /// For the samples of the classes.
    var sampler: PairWorker?
    var task: PairTask?
  }

  private let blocks: [KernelBlock]
  private let samples: [KernelBlock]
  private let map: KernelMap
  private let settings: Settings
  private let crew: Crew
  private let pairs: [(first: Int, second: Int)]
  private let order: [Int]
  private let seats: UnsafeMutableBufferPointer<Seat>
  private let next = Atomic<Int>(0)
  /// Whether a row has the same bits whatever is computed with it. Where it hasn't, each pair computes its own, and one that is
  /// broken off begins anew.
  private let isSteady: Bool
  private let shared: SharedRows?
  private let sharedSamples: SharedRows?
  private let results: Mutex<[PairResult?]>

  /// A sample's solution is only where the whole begins.
  private static let sampleTolerance = 0.1
  private static let slice = Duration.milliseconds(200)
  /// Where problems stood when an earlier fit was broken off, by the place of their pair.
  private var standings: [Int: [String: String]] = [:]

  /// - Parameters:
  ///   - blocks: The rows of each class that has any, in the order of the classes.
  ///   - samples: The first rows of each, with which its problems begin; of small classes the same block.
  init(blocks: [KernelBlock], samples: [KernelBlock], map: KernelMap, settings: Settings, crew: Crew) {
    self.blocks = blocks
    self.samples = samples
    isSteady = (blocks + samples).allSatisfy(\.packed.isSteady)
    shared = isSteady ? SharedRows(counts: blocks.map(\.count), bytes: settings.cacheBytes * 5 / 8) : nil
    sharedSamples = isSteady ? SharedRows(counts: samples.map(\.count), bytes: settings.cacheBytes / 8) : nil
    self.map = map
    self.settings = settings
    self.crew = crew
    pairs = Self.pairs(of: blocks.count)
    // The largest first: the last problem leaves the other workers idle.
    let sizes = pairs.map { blocks[$0.first].count + blocks[$0.second].count }
    order = pairs.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
    seats = .allocate(capacity: crew.count)
    seats.initialize(repeating: Seat())
    results = Mutex(Array(repeating: nil, count: pairs.count))
  }

  deinit {
    seats.deinitialize()
    seats.deallocate()
  }

  /// All pairs, the first class running slowest.
  static func pairs(of classes: Int) -> [(first: Int, second: Int)] {
    (0..<classes).flatMap { first in (first + 1..<max(classes, first + 1)).map { (first, $0) } }
  }

  private func name(_ index: Int) -> String { "pair \(pairs[index].first) \(pairs[index].second)" }

  /// - Parameter memory: What was solved before isn't solved again.
  /// - Returns: nil when it was stopped.
  func go(
    memory: FitMemory?, progress: (FittingProgress) -> Void, shouldStop: () -> Bool
  ) throws(SupportVectorError) -> [PairResult]? {
    let start = ContinuousClock.now
    let known = memory.map(recall) ?? []
    var keeper = memory.map { FitKeeper($0, known: known) }
    while true {
      let deadline = ContinuousClock.now + Self.slice
      do throws(KernelError) {
        try crew.run { [self] worker, context throws(KernelError) in try work(worker, context, until: deadline) }
      } catch {
        throw .kernel(error)
      }
      let found = results.withLock { $0 }
      let done = found.indices.filter { found[$0] != nil }
      keeper?.keep(done) { (name($0), found[$0]?.text ?? [:]) }
      let isStopped = done.count < pairs.count && shouldStop()
      if isSteady {
        keeper?.keepStandings(isStopped: isStopped) {
          seats.compactMap(\.task).compactMap { task in task.standing.map { (name(task.index), $0) } }
        }
      }
      if done.count == pairs.count { return found.compactMap(\.self) }
      if isStopped { return nil }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      progress(.problems(report(found, done.count, known: known.count, seconds: seconds)))
    }
  }

  /// Takes what is known of pairs, and says which these are.
  private func recall(_ memory: FitMemory) -> Set<Int> {
    var kept: Set<Int> = []
    for (index, pair) in pairs.enumerated() {
      let result = memory.known(name(index)).flatMap {
        PairResult(
          $0, first: pair.first, second: pair.second, counts: (blocks[pair.first].count, blocks[pair.second].count),
          costs: (settings.costs[pair.first], settings.costs[pair.second]), hasSigmoid: settings.folds != nil)
      }
      guard let result else {
        if isSteady { standings[index] = memory.standing(of: name(index)) }
        continue
      }
      results.withLock { $0[index] = result }
      kept.insert(index)
    }
    return kept
  }

  private func work(_ index: Int, _ context: KernelContext, until deadline: ContinuousClock.Instant) throws(KernelError) {
    let worker: PairWorker
    if let own = seats[index].worker {
      worker = own
    } else {
      guard let pool = RowPool(bytes: settings.cacheBytes) else { throw .refused(function: "mmap", status: 1) }
      worker = PairWorker(blocks: blocks, map: map, pool: pool, shared: shared, context: context)
      seats[index].worker = worker
      seats[index].sampler = PairWorker(blocks: samples, map: map, pool: pool, shared: sharedSamples, context: context)
    }
    while true {
      if seats[index].task == nil {
        let turn = next.add(1, ordering: .relaxed).oldValue
        guard turn < order.count else { return }
        if results.withLock({ $0[order[turn]] != nil }) { continue }
        seats[index].task = task(order[turn], worker, seats[index].sampler)
      }
      guard let task = seats[index].task else { return }
      guard let result = try task.run(until: deadline) else { return }
      let found = results.withLock {
        $0[task.index] = result
        return $0
      }
      seats[index].task = nil
      for own in [result.first, result.second] where isDone(own, found) {
        shared?.drop(own)
        sharedSamples?.drop(own)
      }
    }
  }

  private func isDone(_ own: Int, _ found: [PairResult?]) -> Bool {
    pairs.indices.allSatisfy { found[$0] != nil || (pairs[$0].first != own && pairs[$0].second != own) }
  }

  private func task(_ index: Int, _ worker: PairWorker, _ sampler: PairWorker?) -> PairTask {
    let (first, second) = pairs[index]
    let problem = PairProblem(
      first: first, second: second, worker: worker, costs: (settings.costs[first], settings.costs[second]),
      tolerance: settings.tolerance)
    let isSampled = samples[first] !== blocks[first] || samples[second] !== blocks[second]
    let sample = (isSampled ? sampler : nil).map {
      PairProblem(
        first: first, second: second, worker: $0, costs: (settings.costs[first], settings.costs[second]),
        tolerance: max(settings.tolerance, Self.sampleTolerance))
    }
    let folds = settings.folds.map { PairFolds(first: $0[first], second: $0[second]) }
    let task = PairTask(index: index, problem: problem, sample: sample, tolerance: settings.tolerance, folds: folds)
    if let standing = standings[index] { task.restore(standing) }
    return task
  }

  private func report(_ found: [PairResult?], _ done: Int, known: Int, seconds: Double) -> SolverProgress {
    let open = seats.compactMap(\.task)
    let share = (Double(done) + open.reduce(0) { $0 + $1.share }) / Double(pairs.count)
    return SolverProgress(
      done: done, problems: pairs.count,
      iterations: found.reduce(0) { $0 + ($1?.iterations ?? 0) } + open.reduce(0) { $0 + $1.iterations },
      violation: open.map(\.violation).max() ?? .nan, share: share,
      known: Double(known) / Double(pairs.count), seconds: seconds)
  }
}
