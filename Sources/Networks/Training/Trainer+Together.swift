internal import Datasets
internal import Kernels
internal import Synchronization

/// Steps of networks whose shards share statistics: all shards of a batch go through the network together,
/// segment by segment.
extension Trainer {
  /// How often the shards of a batch meet.
  struct Meetings: Sendable {
    var forward = 0
    var backward = 0
  }

  /// A shard in work.
  private struct Running {
    let leaf: GradientBuffers.Leaf
    let plan: Plan
  }

  /// A worker's share of a step: of each batch every so-manieth shard, for good. It comes to every meeting,
  /// also without a shard, and after it failed, so that nobody waits for it forever.
  ///
  /// - Returns: Why it failed.
  func runTogether(_ worker: Int, _ context: KernelContext) -> KernelError? {
    let workerState = workerStates[worker]
    var failure: KernelError?
    for (batch, shards) in batches.enumerated() {
      var running: [Running] = []
      let own = stride(from: shards.lowerBound + worker, to: shards.upperBound, by: group.count)
      func unlessFailed(_ work: () throws(KernelError) -> Void) {
        guard failure == nil else { return }
        do throws(KernelError) {
          try work()
        } catch {
          failure = error
          hasFailed.store(true, ordering: .relaxed)
          buffers.abandon()
        }
      }
      unlessFailed { () throws(KernelError) in
        var used: [Int: Int] = [:]
        for shard in own {
          guard let leaf = buffers.take(shard, meter: workerState.meter) else { return }
          let size = job.shards[shard].count
          let plan = try plan(
            of: size, number: used[size, default: 0], workerState: workerState, context: context)
          used[size, default: 0] += 1
          plan.refreshWeights(step: job.step, meter: workerState.meter)
          try plan.writeGradients(to: leaf.gradients)
          try begin(plan, shard: shard, meter: workerState.meter)
          plan.job.exchange = job.exchanges[batch]
          plan.job.place = shard - shards.lowerBound
          running.append(Running(leaf: leaf, plan: plan))
        }
      }
      for segment in 0...meetings.forward {
        if segment > 0 { group.barrier.wait() }
        unlessFailed { for shard in running { shard.plan.runForward(segment, meter: workerState.meter) } }
      }
      unlessFailed {
        for shard in running { judge(shard.plan, shard: shard.leaf.number, meter: workerState.meter) }
      }
      for segment in 0...meetings.backward {
        if segment > 0 { group.barrier.wait() }
        unlessFailed { for shard in running { shard.plan.runBackward(segment, meter: workerState.meter) } }
      }
      for shard in running {
        shard.plan.job.exchange = nil
        buffers.finish(shard.leaf)
      }
    }
    return failure
  }

  /// The shards of each batch of the step, as a range of their numbers.
  private var batches: [Range<Int>] {
    var first = 0
    return job.exchanges.map { exchange in
      defer { first += exchange.sizes.count }
      return first..<first + exchange.sizes.count
    }
  }

  /// What the shards of each batch of a step tell each other; none where they needn't.
  func exchanges(of samples: Int) -> [ShardExchange] {
    guard synchronizes else { return [] }
    return stride(from: 0, to: samples, by: batch).map { first in
      ShardExchange(
        sizes: Numerics.shards(of: min(batch, samples - first), size: shard).map(\.count),
        length: exchangeLength)
    }
  }
}
