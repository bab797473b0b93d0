internal import Datasets
internal import Kernels
internal import Synchronization
internal import Tensors

/// The shards of a step.
extension Trainer {
  /// Takes shards as long as there are any.
  ///
  /// - Returns: Why it failed.
  func runShards(_ workerState: WorkerState, _ context: KernelContext) -> KernelError? {
    do throws(KernelError) {
      while let leaf = buffers.take(meter: workerState.meter) {
        let size = job.shards[leaf.number].count
        let plan = try plan(of: size, number: 0, workerState: workerState, context: context)
        plan.refreshWeights(step: job.step, meter: workerState.meter)
        try plan.writeGradients(to: leaf.gradients)
        try begin(plan, shard: leaf.number, meter: workerState.meter)
        plan.runForward(meter: workerState.meter)
        judge(plan, shard: leaf.number, meter: workerState.meter)
        plan.runBackward(meter: workerState.meter)
        buffers.finish(leaf)
      }
      return nil
    } catch {
      hasFailed.store(true, ordering: .relaxed)
      buffers.abandon()
      return error
    }
  }

  /// Lets a plan read the samples of a shard.
  func begin(_ plan: Plan, shard: Int, meter: StepMeter?) throws(KernelError) {
    let positions = job.positions[job.shards[shard]]
    let pairs = job.pairs.isEmpty ? [] : job.pairs[job.shards[shard]]
    if !plan.hasRun { meter?.compiled = true }
    plan.hasRun = true
    plan.job = Plan.Job(
      seed: seed, epoch: job.epoch, positions: positions,
      statistics: shardStatistics.pointer + shard * store.statistics.count)
    try meter.measure(.data) { () throws(KernelError) in
      try plan.read(positions, from: source, epoch: job.epoch, pairs: pairs)
    }
  }

  /// The loss of a shard that went forward, and its gradient.
  func judge(_ plan: Plan, shard: Int, meter: StepMeter?) {
    let positions = job.positions[job.shards[shard]]
    let pairs = job.pairs.isEmpty ? [] : job.pairs[job.shards[shard]]
    job.results[shard] = meter.measure(.loss) { evaluate(plan, positions, pairs) }
  }

  /// Whether shards share statistics.
  var synchronizes: Bool { exchangeLength > 0 }

  static func countMeetings(
    of graph: LayerGraph, store: ParameterStore, batch: Int, group: WorkerGroup
  ) throws(KernelError) -> (Meetings, Int) {
    let found = Mutex((Meetings(), 0))
    try group.runOnOne { context throws(KernelError) in
      let plan = try PlanBuilder(graph, store: store, batch: batch, mode: .training, context: context).build()
      let meetings = Meetings(forward: plan.forwardCuts.count, backward: plan.backwardCuts.count)
      found.withLock { $0 = (meetings, plan.exchangeLength) }
    }
    return found.withLock { $0 }
  }
}
