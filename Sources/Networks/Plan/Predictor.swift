internal import Datasets
internal import Kernels
internal import Models
internal import Synchronization
internal import Tensors

/// Runs a network forward, with its running statistics.
///
/// Samples go in pieces of one size, so a sample's numbers don't depend on who runs its piece, nor on the
/// other samples.
///
/// Unchecked: `plans[i]` is touched by worker i alone, pieces are handed out one worker each, and a barrier
/// stands between writing and reading.
final class Predictor: @unchecked Sendable {
  /// What was folded is what runs.
  private let folding: Folding
  private var graph: LayerGraph { folding.graph }
  private let group: WorkerGroup
  private let store: ParameterStore
  private let plans: UnsafeMutableBufferPointer<Plan?>
  private let head: Head
  private var generation = 0
  private let next = Atomic<Int>(0)

  static let pieceSize = 32
  /// Pieces between two checks of whether to stop.
  private static let piecesPerRound = 16

  init(_ graph: LayerGraph, head: Head, group: WorkerGroup) throws(KernelError) {
    self.head = head
    let folding = Folding(graph)
    let graph = folding.graph
    self.folding = folding
    self.group = group
    plans = .allocate(capacity: group.count)
    plans.initialize(repeating: nil)
    let store = ParameterStore(graph.tensors)
    self.store = store
    try group.runOnOne { [graph] context throws(KernelError) in
      _ = try PlanBuilder(graph, store: store, batch: Self.pieceSize, mode: .inference, context: context)
        .build()
      store.fix()
    }
  }

  deinit {
    plans.deinitialize()
    plans.deallocate()
  }

  /// Takes weights and running statistics, plain.
  func load(_ values: [[Float]]) throws(KernelError) {
    generation += 1
    let folded = folding.values(values)
    try group.runOnOne { [store] context throws(KernelError) in try store.load(folded, context: context) }
  }

  /// - Parameter loss: What `summedLoss` sums; nil is the cross-entropy.
  /// - Returns: nil when it was stopped.
  func predict(
    _ source: any SampleSource, epoch: Int = 0, loss: WeightedLoss? = nil, progress: (Int) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(KernelError) -> Predictions? {
    let count = source.count
    let classes = graph.classes
    let probabilities = FloatBuffer(count: count * classes)
    let losses = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
    losses.initialize(repeating: 0)
    defer { losses.deallocate() }
    nonisolated(unsafe) let lossTarget = losses  // each place is written by one worker
    let pieces = (count + Self.pieceSize - 1) / Self.pieceSize
    let perRound = Self.piecesPerRound * group.count
    for first in stride(from: 0, to: pieces, by: perRound) {
      if shouldStop() { return nil }
      let last = min(first + perRound, pieces)
      next.store(first, ordering: .relaxed)
      try group.run { [self] worker, context throws(KernelError) in
        let plan = try plan(worker, context)
        while true {
          let piece = next.add(1, ordering: .relaxed).oldValue
          if piece >= last { break }
          let range = piece * Self.pieceSize..<min((piece + 1) * Self.pieceSize, count)
          try plan.read(Array(range)[...], from: source, epoch: epoch)
          plan.runForward()
          for (row, position) in range.enumerated() {
            let logits = plan.logits.pointer + row * classes
            let target = source.target(position)
            let crossEntropy = head.probabilities(
              logits: logits, classes: classes, target, into: probabilities.pointer + position * classes)
            lossTarget[position] =
              crossEntropy.map { loss?.value(logits, target, scale: 1, gradient: nil) ?? $0 } ?? 0
          }
        }
      }
      progress(min(last * Self.pieceSize, count))
    }
    return Predictions(
      classes: classes, probabilities: probabilities.values, truth: source.targets,
      summedLoss: losses.reduce(0, +))
  }

  private func plan(_ worker: Int, _ context: KernelContext) throws(KernelError) -> Plan {
    let plan: Plan
    if let own = plans[worker] {
      plan = own
    } else {
      plan = try PlanBuilder(graph, store: store, batch: Self.pieceSize, mode: .inference, context: context)
        .build()
      plans[worker] = plan
    }
    plan.refreshWeights(step: generation)
    return plan
  }
}
