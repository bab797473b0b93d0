internal import Datasets
internal import Kernels
internal import Synchronization

/// Decides on all samples of a source, in pieces that are handed out to workers.
///
/// Unchecked: `workerStates[i]` is touched by worker i alone, and each place of the values is written by one
/// worker.
final class PredictionRun: @unchecked Sendable {
  private let machine: PairMachine
  private let reading: FeatureReading
  private let group: WorkerGroup
  private let next = Atomic<Int>(0)
  private var evaluate: PairMachine.Predictor?
  private let workerStates: UnsafeMutableBufferPointer<PairMachine.Predictor.WorkerState?>
  /// Samples at a time: fewer where there are very many pairs, whose values all lie in memory.
  private let piece: Int
  private let broken = Mutex<(position: Int, feature: Int)?>(nil)

  init(machine: PairMachine, features: FittedFeatures, source: any SampleSource, group: WorkerGroup) {
    self.machine = machine
    self.group = group
    piece = max(1, min(PairMachine.batch, 4_000_000 / machine.biases.count))
    let scale = FeatureReading.canKeepBytes(
      source, features.settings, features.scaling == nil ? .none : .standard)
    let isBytes = machine.map.bytes != nil && scale == machine.map.bytes
    reading = FeatureReading(source: source, features: features, isBytes: isBytes)
    workerStates = .allocate(capacity: group.count)
    workerStates.initialize(repeating: nil)
  }

  deinit {
    workerStates.deinitialize()
    workerStates.deallocate()
  }

  /// - Parameter take: Gets the first sample of a round, how many they are, and a row of values for each.
  /// - Returns: Whether it came to its end.
  func go(
    progress: (Int) -> Void, shouldStop: () -> Bool, take: (Int, Int, UnsafePointer<Double>) -> Void
  ) throws(SupportVectorError) -> Bool {
    let count = reading.source.count
    let columns = machine.biases.count
    let pieces = (count + piece - 1) / piece
    let perRound = min(8 * group.count, pieces)
    let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: perRound * piece * columns)
    values.initialize(repeating: 0)
    defer { values.deallocate() }
    nonisolated(unsafe) let target = values  // each place is written by one worker
    do throws(KernelError) {
      try group.runOnOne { [self] context throws(KernelError) in
        evaluate = try PairMachine.Predictor(machine, usesBytes: reading.isBytes, context: context)
      }
      for first in stride(from: 0, to: pieces, by: perRound) {
        if shouldStop() { return false }
        let last = min(first + perRound, pieces)
        next.store(first, ordering: .relaxed)
        try group.run { [self] worker, context throws(KernelError) in
          try work(worker, context, from: first, until: last, count: count, columns: columns, target)
        }
        let (start, end) = (first * piece, min(last * piece, count))
        if let values = values.baseAddress, broken.withLock({ $0 == nil }) {
          take(start, end - start, values)
        }
        progress(end)
      }
    } catch {
      throw .kernel(error)
    }
    if let broken = broken.withLock({ $0 }) {
      throw .notFinite(position: broken.position, feature: broken.feature)
    }
    return true
  }

  private func work(
    _ worker: Int, _ context: KernelContext, from begin: Int, until last: Int, count: Int, columns: Int,
    _ target: UnsafeMutableBufferPointer<Double>
  ) throws(KernelError) {
    guard let evaluate, let base = target.baseAddress else { return }
    let workerState: PairMachine.Predictor.WorkerState
    if let own = workerStates[worker] {
      workerState = own
    } else {
      workerState = try PairMachine.Predictor.WorkerState(evaluate, context: context)
      workerStates[worker] = workerState
    }
    let scratch = UnsafeMutableBufferPointer<Float>.allocate(capacity: reading.source.shape.count)
    scratch.initialize(repeating: 0)
    defer { scratch.deallocate() }
    while true {
      let turn = next.add(1, ordering: .relaxed).oldValue
      if turn >= last { break }
      let start = turn * piece
      let own = min(piece, count - start)
      for row in 0..<own {
        try reading.read(start + row, into: workerState.queries.row(row), scratch: scratch)
        guard !reading.isBytes else { continue }
        let values = UnsafeBufferPointer(
          start: workerState.queries.floats(row), count: workerState.queries.width)
        if let feature = values.firstIndex(where: { !$0.isFinite }) {
          broken.withLock { if $0 == nil || start + row < $0!.position { $0 = (start + row, feature) } }
        }
      }
      try evaluate.decide(own, workerState, into: base + (start - begin * piece) * columns)
    }
  }
}
