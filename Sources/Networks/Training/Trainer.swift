internal import Datasets
internal import Kernels
internal import Synchronization
internal import Tensors

/// Runs training steps: lanes of shards on the workers, then the sums of the lanes and the optimizer.
///
/// Nothing that it computes depends on how many workers there are: a lane's shards are added in order by whoever has the
/// lane, and lanes are added in order.
///
/// Unchecked: `seats[i]` is touched by worker i alone; shards, lanes and stretches of the weights are handed out one
/// worker each, and a barrier stands between writing and reading.
final class Trainer: @unchecked Sendable {
  let blueprint: Blueprint
  let store: ParameterStore
  let crew: Crew
  private let source: any SampleSource
  let optimizer: Optimizer
  private let seed: UInt64
  private let batch: Int
  private let seats: [Seat]
  private let lanes: [FloatBuffer]
  let slots: FloatBuffer
  private let stretches: [Range<Int>]
  /// The statistics of each shard of a step, one after the other.
  private let shardStatistics: FloatBuffer
  private let next = Atomic<Int>(0)
  private var job = StepJob()

  /// What a worker has of its own.
  private final class Seat {
    var plans: [Int: Plan] = [:]
    /// For the second and later shards of a lane, and the sums of lanes.
    var scratch = FloatBuffer(count: 0)
    var sum = FloatBuffer(count: 0)
  }

  /// A step, as the workers see it.
  private struct StepJob {
    var step = 0
    var epoch = 0
    var rate = 0.0
    var positions: [Int] = []
    var shards: [Range<Int>] = []
    var results: UnsafeMutableBufferPointer<ShardResult> = .init(start: nil, count: 0)
  }

  struct ShardResult {
    var loss = 0.0
    var correct = 0
  }

  /// Numbers of the weights that are updated at once: the sums of the lanes stay in the cache.
  private static let stretchLength = 1 << 13

  init(
    _ blueprint: Blueprint, values: [[Float]], source: any SampleSource, options: TrainingOptions, crew: Crew
  ) throws(KernelError) {
    self.blueprint = blueprint
    self.crew = crew
    self.source = source
    optimizer = Optimizer(options.optimizer)
    seed = options.seed
    batch = options.batch
    let shards = Numerics.shards(of: options.batch)
    let store = ParameterStore(blueprint.tensors)
    let first = shards[0].count
    try crew.runOnOne { context throws(KernelError) in
      _ = try PlanBuilder(blueprint, store: store, batch: first, mode: .discovery, context: context).build()
      store.fix()
      try store.load(values, context: context)
    }
    self.store = store
    let count = store.values.count
    seats = (0..<crew.count).map { _ in Seat() }
    lanes = (0..<min(shards.count, Numerics.lanes)).map { _ in FloatBuffer(count: count) }
    slots = FloatBuffer(count: count * optimizer.slotCount)
    shardStatistics = FloatBuffer(count: shards.count * store.statistics.count)
    stretches = stride(from: 0, to: count, by: Self.stretchLength).map { $0..<min($0 + Self.stretchLength, count) }
  }

  /// One step on these samples.
  ///
  /// - Parameter step: From 1.
  /// - Returns: Summed loss and right answers.
  func step(_ step: Int, epoch: Int, positions: [Int], rate: Double) throws(KernelError) -> ShardResult {
    let shards = Numerics.shards(of: positions.count)
    let results = UnsafeMutableBufferPointer<ShardResult>.allocate(capacity: shards.count)
    results.initialize(repeating: ShardResult())
    defer { results.deallocate() }
    job = StepJob(step: step, epoch: epoch, rate: rate, positions: positions, shards: shards, results: results)
    next.store(0, ordering: .relaxed)
    try crew.run { [self] worker, context throws(KernelError) in
      let lanes = min(shards.count, Numerics.lanes)
      while true {
        let lane = next.add(1, ordering: .relaxed).oldValue
        if lane >= lanes { break }
        try run(lane: lane, on: seats[worker], context: context)
      }
    }
    next.store(0, ordering: .relaxed)
    try crew.run { [self] worker, _ throws(KernelError) in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        if index >= stretches.count { break }
        update(stretches[index], seat: seats[worker])
      }
    }
    followStatistics()
    var total = ShardResult()
    for result in results {
      total.loss += result.loss
      total.correct += result.correct
    }
    return total
  }

  private func run(lane: Int, on seat: Seat, context: KernelContext) throws(KernelError) {
    let total = lanes[lane]
    for shard in stride(from: lane, to: job.shards.count, by: Numerics.lanes) {
      let range = job.shards[shard]
      let plan = try plan(of: range.count, seat: seat, context: context)
      plan.refreshWeights(step: job.step)
      if shard == lane {
        try plan.writeGradients(to: total.pointer)
        job.results[shard] = run(plan, shard: shard)
      } else {
        if seat.scratch.count < total.count { seat.scratch = FloatBuffer(count: total.count) }
        try plan.writeGradients(to: seat.scratch.pointer)
        job.results[shard] = run(plan, shard: shard)
        let (sum, addend) = (total.pointer, seat.scratch.pointer)
        for index in 0..<total.count { sum[index] += addend[index] }
      }
    }
  }

  private func run(_ plan: Plan, shard: Int) -> ShardResult {
    let positions = job.positions[job.shards[shard]]
    plan.job = Plan.Job(
      seed: seed, epoch: job.epoch, positions: positions,
      statistics: shardStatistics.pointer + shard * store.statistics.count)
    plan.read(positions, from: source, epoch: job.epoch)
    plan.runForward()
    let classes = plan.classes
    // A shard's gradient is divided by the samples of the whole batch.
    let scale = 1 / Float(job.positions.count)
    var result = ShardResult()
    for (row, position) in positions.enumerated() {
      let logits = plan.logits.pointer + row * classes
      let label = source.label(position)
      result.loss += CrossEntropy.forwardBackward(
        logits: logits, classes: classes, label: label, scale: scale,
        gradient: plan.logitGradients.pointer + row * classes)
      var best = 0
      for index in 1..<classes where logits[index] > logits[best] { best = index }
      if best == label { result.correct += 1 }
    }
    plan.runBackward()
    return result
  }

  private func plan(of size: Int, seat: Seat, context: KernelContext) throws(KernelError) -> Plan {
    if let plan = seat.plans[size] { return plan }
    let plan = try PlanBuilder(blueprint, store: store, batch: size, mode: .training, context: context).build()
    seat.plans[size] = plan
    return plan
  }

  /// Adds the lanes of a stretch in order and lets the optimizer follow.
  private func update(_ range: Range<Int>, seat: Seat) {
    if seat.sum.count == 0 { seat.sum = FloatBuffer(count: Self.stretchLength) }
    let used = min(job.shards.count, Numerics.lanes)
    let sum = seat.sum.pointer
    sum.update(from: lanes[0].pointer + range.lowerBound, count: range.count)
    for lane in 1..<max(used, 1) {
      let addend = lanes[lane].pointer + range.lowerBound
      for index in 0..<range.count { sum[index] += addend[index] }
    }
    optimizer.update(
      parameters: store.values.pointer + range.lowerBound, gradients: sum, slots: slots.pointer + range.lowerBound,
      stride: store.values.count, count: range.count, step: job.step, rate: job.rate)
  }

  /// Moves the running statistics towards the mean of the shards' statistics, weighted by their samples.
  private func followStatistics() {
    let count = store.statistics.count
    guard count > 0 else { return }
    let running = store.statistics.pointer
    for (index, declaration) in store.declarations.enumerated() {
      guard case .statistic(_, let momentum) = declaration.role else { continue }
      for place in store.offsets[index]..<store.offsets[index] + declaration.count {
        var mean: Float = 0
        for (shard, range) in job.shards.enumerated() {
          mean += shardStatistics.pointer[shard * count + place] * (Float(range.count) / Float(job.positions.count))
        }
        running[place] += momentum * (mean - running[place])
      }
    }
  }

  /// The operations of the full shards that oneDNN has only slow code for; known after the first step.
  var slowOperations: [String] {
    let size = Numerics.shards(of: batch)[0].count
    return seats.lazy.compactMap { $0.plans[size] }.first?.slowOperations ?? []
  }

  /// The weights and running statistics, plain.
  func values() throws(KernelError) -> [[Float]] {
    let result = Mutex<[[Float]]>([])
    let store = store
    try crew.runOnOne { context throws(KernelError) in
      let plain = try store.plain(context: context)
      result.withLock { $0 = plain }
    }
    return result.withLock { $0 }
  }
}
