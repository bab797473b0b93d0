internal import Datasets
internal import Kernels
internal import Synchronization
internal import Tensors

/// Runs training steps: shards on the workers, then the sum of their gradients and the optimizer.
///
/// Nothing that it computes depends on how many workers there are: gradients are added in the association of
/// `GradientTree`, whoever adds them, and everything else in the order of the shards.
///
/// Unchecked: `workerStates[i]` is touched by worker i alone; shards and chunks of the weights are handed out
/// one worker each, and a barrier stands between writing and reading.
final class Trainer: @unchecked Sendable {
  let graph: LayerGraph
  let store: ParameterStore
  let group: WorkerGroup
  let source: any SampleSource
  let optimizer: Optimizer
  let seed: UInt64
  /// Samples that go through the network together; a step may have several times as many.
  let batch: Int
  /// The most samples of a shard.
  let shard: Int
  let precision: Precision
  let loss: WeightedLoss
  let limits: TrainingOptions.GradientClipping
  let emaDecay: Double?
  let workerStates: [WorkerState]
  /// The gradients of shards, and sums of them.
  var buffers: GradientBuffers
  /// Whether there are fewer than would keep all workers at work, for lack of memory.
  var hasFewBuffers = false
  let slots: FloatBuffer
  /// The moving average, laid out as the weights; its statistics. Empty without one.
  let averages: FloatBuffer
  let averagedStatistics: FloatBuffer
  let chunks: [ParameterChunk]
  /// What keeps rows of weights short, for each tensor that has rows.
  let normConstraints: [NormConstraint]
  /// The sums of squares of the gradients, one per chunk.
  let squares: UnsafeMutableBufferPointer<Double>
  /// The statistics of each shard of a step, one after the other.
  let shardStatistics: FloatBuffer
  /// What the workers took of the work of each phase of a step.
  let next = StepCounters()
  /// Whether a worker couldn't do its shards; the training ends then.
  let hasFailed = Atomic<Bool>(false)
  /// Where shards share statistics: how often they meet, and how many numbers each tells.
  private(set) var meetings = Meetings()
  private(set) var exchangeLength = 0
  var job = StepJob()
  /// Where the time went, for those who ask.
  var profileSum: ProfileSum?

  static let chunkLength = 1 << 13

  init(
    _ graph: LayerGraph, values: [[Float]], source: any SampleSource, options: TrainingOptions,
    loss: WeightedLoss,
    group: WorkerGroup
  ) throws(KernelError) {
    self.graph = graph
    self.group = group
    self.source = source
    optimizer = Optimizer(options.optimizer)
    seed = options.seed
    batch = options.batch
    shard = options.shard
    precision = options.precision
    self.loss = loss
    limits = options.limits
    emaDecay = options.emaDecay
    let shards = options.shards(of: min(options.stepSize, source.count))
    let store = ParameterStore(graph.tensors)
    let first = shards[0].count
    let exchanged = Mutex(0)
    try group.runOnOne { [precision] context throws(KernelError) in
      let plan = try PlanBuilder(
        graph, store: store, batch: first, mode: .discovery, precision: precision, context: context
      )
      .build()
      exchanged.withLock { $0 = plan.exchangeLength }
      store.fix()
      try store.load(values, context: context)
    }
    self.store = store
    let count = store.values.count
    workerStates = (0..<group.count).map { _ in WorkerState() }
    if options.isProfiled {
      profileSum = ProfileSum(items: graph.items.count)
      for workerState in workerStates { workerState.meter = StepMeter(items: graph.items.count) }
    }
    let isSynchronized = exchanged.withLock { $0 } > 0
    buffers = GradientBuffers(
      count: GradientBuffers.most(
        leaves: shards.count,
        workers: isSynchronized ? options.shards(of: min(batch, source.count)).count : group.count),
      length: count)
    slots = FloatBuffer(count: count * optimizer.slotCount)
    averages = FloatBuffer(count: emaDecay == nil ? 0 : count)
    averagedStatistics = FloatBuffer(count: emaDecay == nil ? 0 : store.statistics.count)
    shardStatistics = FloatBuffer(count: shards.count * store.statistics.count)
    var chunks: [ParameterChunk] = []
    for (index, declaration) in store.declarations.enumerated()
    where !declaration.isStatistic && !graph.isFrozen(index) {
      let end = store.offsets[index] + store.layout(index).floatCount
      for first in stride(from: store.offsets[index], to: end, by: Self.chunkLength) {
        chunks.append(ParameterChunk(tensor: index, range: first..<min(first + Self.chunkLength, end)))
      }
    }
    self.chunks = chunks
    squares = .allocate(capacity: chunks.count)
    squares.initialize(repeating: 0)
    if isSynchronized {
      let (meetings, length) = try Self.countMeetings(of: graph, store: store, batch: first, group: group)
      (self.meetings, exchangeLength) = (meetings, length)
    }
    normConstraints =
      try options.maxNorm.map { limit throws(KernelError) in
        try NormConstraint.all(graph, store: store, limit: limit, group: group)
      } ?? []
  }

  deinit { squares.deallocate() }

  /// One step on these samples. Where the loss or the norm of the gradients is no finite number, the weights
  /// stay as they were.
  ///
  /// - Parameters:
  ///   - step: From 1.
  ///   - momentum: In place of the optimizer's; nil leaves that.
  /// - Returns: Summed loss, summed weights and right answers.
  func step(
    _ step: Int, epoch: Int, positions: [Int], rate: Double, momentum: Double? = nil
  ) throws(KernelError) -> ShardResult {
    let begin = ContinuousClock.now
    for workerState in workerStates { workerState.meter?.clear() }
    let shards = Numerics.shards(of: positions.count, batch: batch, size: shard)
    let results = UnsafeMutableBufferPointer<ShardResult>.allocate(capacity: shards.count)
    results.initialize(repeating: ShardResult())
    defer {
      job.results = .init(start: nil, count: 0)
      results.deallocate()
    }
    var total = ShardResult()
    let pairs = source.pairs(of: positions, epoch: epoch)
    total.weight = weight(of: positions, pairs)
    job = StepJob(
      step: step, epoch: epoch, rate: rate, momentum: momentum,
      scale: total.weight > 0 ? Float(1 / total.weight) : 0,
      positions: positions, pairs: pairs,
      shards: shards, exchanges: exchanges(of: positions.count), results: results)
    next.reset()
    buffers.begin(leaves: shards.count)
    try group.run { [self] worker, context throws(KernelError) in try run(worker, context) }
    for result in results {
      total.loss += result.loss
      total.correct += result.correct
    }
    if total.loss.isFinite, limits.norm != nil { total.gradientNorm = gradientNorm }
    guard total.isFinite else { return total }
    profileSum?.add(
      workerStates.compactMap(\.meter), seconds: (ContinuousClock.now - begin) / .seconds(1),
      samples: positions.count)
    return total
  }

  /// Where the time of the steps so far went; nil where nobody asked, or no step could be measured.
  func profile() throws(KernelError) -> StepProfile? {
    guard let profileSum else { return nil }
    return profileSum.profile(
      graph, workers: group.count, peak: try MachinePeak.measure(group, precision: precision))
  }

  /// What a step spends on sums of gradients and on the optimizer, on the mean over the workers; nil where it
  /// isn't measured.
  var updateSeconds: Double? {
    profileSum?.profile(graph, workers: group.count, peak: 1).map { $0.update / 1000 }
  }

  /// What a worker does in a step: shards, and when all are done its share of what follows from them.
  private func run(_ worker: Int, _ context: KernelContext) throws(KernelError) {
    let workerState = workerStates[worker]
    let failure = synchronizes ? runTogether(worker, context) : runShards(workerState, context)
    group.barrier.wait()
    if let failure { throw failure }
    // All come to the same answer.
    guard !hasFailed.load(ordering: .relaxed), job.results.reduce(0, { $0 + $1.loss }).isFinite else {
      return
    }
    update(workerState, isFirst: worker == 0)
  }

  /// Lets a worker take the numbers from 0 to below `count` that nobody else took in this phase of the step.
  static func take<Failure: Error>(
    _ count: Int, _ counter: borrowing Atomic<Int>, _ work: (Int) throws(Failure) -> Void
  ) throws(Failure) {
    while true {
      let index = counter.add(1, ordering: .relaxed).oldValue
      if index >= count { break }
      try work(index)
    }
  }
}
