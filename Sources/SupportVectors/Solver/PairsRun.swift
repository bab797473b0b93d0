internal import Kernels
internal import Models
internal import Synchronization

/// Solves the problems of all pairs of classes, a problem a worker.
///
/// Workers come back several times a second, so that progress is told and a stop is heard; where a problem is
/// left it goes on. What a problem gives depends on nothing but the pair.
///
/// Unchecked: `workerStates[i]` is touched by worker i alone, or by the caller while no worker runs.
final class PairsRun: @unchecked Sendable {
  struct Settings: Sendable {
    /// The penalty C of each class.
    let costs: [Double]
    let tolerance: Double
    let cacheBytes: Int
    /// The fold of each element of each class; nil without probabilities.
    let folds: [[Int]]?
  }

  private struct WorkerState {
    var worker: PairWorker?
    /// For the samples of the classes.
    var sampler: PairWorker?
    var task: PairTask?
  }

  let blocks: [KernelBlock]
  private let samples: [KernelBlock]
  private let map: KernelMap
  let settings: Settings
  private let group: WorkerGroup
  let pairs: [(first: Int, second: Int)]
  private let order: [Int]
  private let workerStates: UnsafeMutableBufferPointer<WorkerState>
  private let next = Atomic<Int>(0)
  private let matrix: KernelMatrix?
  private let shared: SharedRows?
  private let sharedSamples: SharedRows?
  let results: Mutex<Results>

  /// What pairs came to. It is counted as they come: nothing of each pair may look at all pairs, of which
  /// there are as many as squares of classes.
  struct Results {
    var found: [PairResult?]
    /// The pairs of each class that are open.
    var open: [Int]
    var done = 0
    var iterations = 0
    /// The pairs that came since they were last asked for.
    var new: [Int] = []

    init(classes: Int, pairs: Int) {
      found = Array(repeating: nil, count: pairs)
      open = Array(repeating: classes - 1, count: classes)
    }

    /// - Returns: The classes that have no open pair any more.
    mutating func take(_ result: PairResult, at index: Int) -> [Int] {
      found[index] = result
      done += 1
      iterations += result.iterations
      open[result.first] -= 1
      open[result.second] -= 1
      return [result.first, result.second].filter { open[$0] == 0 }
    }

    mutating func takeNew() -> [Int] {
      defer { new = [] }
      return new
    }
  }

  /// A sample's solution is only where the whole begins.
  private static let sampleTolerance = 0.1
  /// After how long workers come back; tests set it to zero, so that where a problem is left doesn't hang on
  /// the clock.
  @TaskLocal static var slice = Duration.milliseconds(200)
  /// Where problems stood when an earlier fit was broken off, by the place of their pair.
  var standings: [Int: [String: String]] = [:]

  /// - Parameters:
  ///   - blocks: The rows of each class that has any, in the order of the classes.
  ///   - samples: The first rows of each, with which its problems begin; of small classes the same block.
  ///   - matrix: All kernel values, where classes are small and many.
  init(
    blocks: [KernelBlock], samples: [KernelBlock], matrix: KernelMatrix?, map: KernelMap, settings: Settings,
    group: WorkerGroup
  ) {
    self.blocks = blocks
    self.samples = samples
    self.matrix = matrix
    shared =
      matrix == nil
      ? SharedRows(counts: blocks.map(\.count), bytes: settings.cacheBytes * 5 / 8) : nil
    sharedSamples =
      matrix == nil
      ? SharedRows(counts: samples.map(\.count), bytes: settings.cacheBytes / 8) : nil
    self.map = map
    self.settings = settings
    self.group = group
    pairs = Self.pairs(of: blocks.count)
    // The largest first: the last problem leaves the other workers idle.
    let sizes = pairs.map { blocks[$0.first].count + blocks[$0.second].count }
    order = pairs.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
    workerStates = .allocate(capacity: group.count)
    workerStates.initialize(repeating: WorkerState())
    results = Mutex(Results(classes: blocks.count, pairs: pairs.count))
  }

  deinit {
    workerStates.deinitialize()
    workerStates.deallocate()
  }

  /// All pairs, the first class running slowest.
  static func pairs(of classes: Int) -> [(first: Int, second: Int)] {
    (0..<classes).flatMap { first in (first + 1..<max(classes, first + 1)).map { (first, $0) } }
  }

  /// Where a pair stands among all.
  static func place(of first: Int, _ second: Int, classes: Int) -> Int {
    first * classes - first * (first + 1) / 2 + second - first - 1
  }

  func name(_ index: Int) -> String { "pair \(pairs[index].first) \(pairs[index].second)" }

  /// - Parameter memory: What was solved before isn't solved again.
  /// - Returns: nil when it was stopped.
  func go(
    memory: FitMemory?, progress: (FittingProgress) -> Void, shouldStop: () -> Bool
  ) throws(SupportVectorError) -> [PairResult]? {
    let start = ContinuousClock.now
    let known = memory.map(recall) ?? 0
    var keeper = memory.map { PairsKeeper($0, of: self) }
    while true {
      let deadline = ContinuousClock.now + Self.slice
      do throws(KernelError) {
        try group.run { [self] worker, context throws(KernelError) in
          try work(worker, context, until: deadline)
        }
      } catch {
        throw .kernel(error)
      }
      let (done, new) = results.withLock { ($0.done, $0.takeNew()) }
      // In one order, whichever worker was first.
      let isStopped = done < pairs.count && shouldStop()
      keeper?.keep(new.sorted(), isStopped: isStopped)
      if done == pairs.count { return results.withLock { $0.found.compactMap(\.self) } }
      if isStopped { return nil }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      progress(.problems(report(done, known: known, seconds: seconds)))
    }
  }

  private func work(_ index: Int, _ context: KernelContext, until deadline: ContinuousClock.Instant)
    throws(KernelError)
  {
    let worker: PairWorker
    if let own = workerStates[index].worker {
      worker = own
    } else {
      guard let pool = RowPool(bytes: settings.cacheBytes) else {
        throw .refused(function: "mmap", status: 1)
      }
      worker = PairWorker(
        blocks: blocks, map: map, pool: pool, shared: shared, matrix: matrix, context: context)
      workerStates[index].worker = worker
      workerStates[index].sampler = PairWorker(
        blocks: samples, map: map, pool: pool, shared: sharedSamples, context: context)
    }
    while true {
      if workerStates[index].task == nil {
        let turn = next.add(1, ordering: .relaxed).oldValue
        guard turn < order.count else { return }
        if results.withLock({ $0.found[order[turn]] != nil }) { continue }
        workerStates[index].task = task(order[turn], worker, workerStates[index].sampler)
      }
      guard let task = workerStates[index].task else { return }
      guard let result = try task.run(until: deadline) else { return }
      let finished = results.withLock {
        $0.new.append(task.index)
        return $0.take(result, at: task.index)
      }
      workerStates[index].task = nil
      for own in finished {
        shared?.drop(own)
        sharedSamples?.drop(own)
      }
    }
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
    let task = PairTask(
      index: index, problem: problem, sample: sample, tolerance: settings.tolerance, folds: folds)
    if let standing = standings[index] { task.restore(standing) }
    return task
  }

  /// Where the problems stand that workers have, in words.
  var openStandings: [(name: String, text: [String: String])] {
    workerStates.compactMap(\.task).compactMap { task in task.standing.map { (name(task.index), $0) } }
  }

  private func report(_ done: Int, known: Int, seconds: Double) -> SolverProgress {
    let open = workerStates.compactMap(\.task)
    let share = (Double(done) + open.reduce(0) { $0 + $1.share }) / Double(pairs.count)
    return SolverProgress(
      done: done, problems: pairs.count,
      iterations: results.withLock { $0.iterations } + open.reduce(0) { $0 + $1.iterations },
      violation: open.map(\.violation).max() ?? .nan, share: share,
      known: Double(known) / Double(pairs.count), seconds: seconds)
  }
}
