internal import Kernels
internal import Synchronization

/// The plans of the workers, one for each size of shard.
extension Trainer {
  /// Bytes of a worker's plan for shards of this size. The plan of the first worker stays for its first step.
  func planBytes(of size: Int) throws(KernelError) -> Int {
    let bytes = Mutex(0)
    try group.runOnOne { [self] context throws(KernelError) in
      let plan = try plan(of: size, number: 0, workerState: workerStates[0], context: context)
      bytes.withLock { $0 = plan.byteCount + plan.scratchpadBytes }
    }
    return bytes.withLock { $0 }
  }

  /// - Parameter number: Which of a worker's plans for this size, from 0.
  func plan(
    of size: Int, number: Int, workerState: WorkerState, context: KernelContext
  ) throws(KernelError) -> Plan {
    if let plans = workerState.plans[size], number < plans.count { return plans[number] }
    let plan = try PlanBuilder(
      graph, store: store, batch: size, mode: .training, precision: precision, context: context
    ).build()
    workerState.plans[size, default: []].append(plan)
    return plan
  }

  /// The operations of the full shards that oneDNN has only slow code for; known after the first step.
  var slowOperations: [String] {
    let size = Numerics.shards(of: batch, size: shard)[0].count
    return workerStates.lazy.compactMap { $0.plans[size]?.first }.first?.slowOperations ?? []
  }
}
