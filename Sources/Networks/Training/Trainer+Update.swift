internal import Kernels
internal import Tensors

extension Trainer {
  /// A worker's share of what follows when all shards are done: adds their gradients up, limits them,
  /// and lets optimizer, norm limits, moving average and running statistics follow. Where the norm of the
  /// gradients is limited and no finite number, nothing changes.
  func update(_ workerState: WorkerState, isFirst: Bool) {
    let gradients = buffers.sum
    var shrinking: Float = 1
    if let limit = limits.norm {
      workerState.meter.measure(.update) {
        Self.take(chunks.count, next.squares) { collect($0, gradients, workerState) }
      }
      group.barrier.wait()
      let norm = gradientNorm
      guard norm.isFinite else { return }
      // PyTorch's epsilon.
      shrinking = Float(min(limit / (norm + 1e-6), 1))
    }
    workerState.meter.measure(.update) {
      if isFirst { followStatistics() }
      Self.take(chunks.count, next.chunks) {
        update(chunks[$0], gradients, workerState: workerState, shrinking: shrinking)
      }
    }
    if !normConstraints.isEmpty {
      group.barrier.wait()
      workerState.meter.measure(.update) {
        Self.take(normConstraints.count, next.constraints) { index in
          let constraint = normConstraints[index]
          constraint.limit(store.values.pointer + store.offsets[constraint.tensor])
        }
      }
    }
    guard let emaDecay else { return }
    group.barrier.wait()
    workerState.meter.measure(.update) {
      Self.take(chunks.count, next.averages) { index in
        let range = chunks[index].range
        average(
          store.values.pointer + range.lowerBound, in: averages.pointer + range.lowerBound,
          count: range.count,
          share: emaDecay)
      }
    }
  }

  /// Of the whole step, summed in the order of the chunks, whoever took them.
  var gradientNorm: Double { squares.reduce(0, +).squareRoot() }

  /// Adds up a chunk's gradients, cuts each number, and notes the sum of squares.
  private func collect(_ index: Int, _ gradients: GradientSum, _ workerState: WorkerState) {
    let range = chunks[index].range
    guard let home = gradients.home else { return }
    let sum = home + range.lowerBound
    gradients.add(range, to: sum, scratch: workerState.room(for: gradients).scratch)
    clip(sum, count: range.count)
    var square = 0.0
    for index in 0..<range.count { square += Double(sum[index]) * Double(sum[index]) }
    squares[index] = square
  }

  private func clip(_ sum: UnsafeMutablePointer<Float>, count: Int) {
    guard let limit = limits.value.map({ Float($0) }) else { return }
    for index in 0..<count {
      let gradient = sum[index]
      // Written so that what is no number stays none, and is found.
      sum[index] = gradient > limit ? limit : gradient < -limit ? -limit : gradient
    }
  }

  private func update(
    _ chunk: ParameterChunk, _ gradients: GradientSum, workerState: WorkerState, shrinking: Float
  ) {
    let range = chunk.range
    guard let home = gradients.home else { return }
    let sum: UnsafeMutablePointer<Float>
    if limits.norm == nil {
      let room = workerState.room(for: gradients)
      sum = room.sum
      gradients.add(range, to: sum, scratch: room.scratch)
      clip(sum, count: range.count)
    } else {
      sum = home + range.lowerBound
      if shrinking < 1 { for index in 0..<range.count { sum[index] *= shrinking } }
    }
    optimizer.update(
      WeightChunk(
        parameters: store.values.pointer + range.lowerBound, gradients: sum,
        slots: slots.pointer + range.lowerBound,
        stride: store.values.count, count: range.count),
      at: UpdatePoint(step: job.step, rate: job.rate, momentum: job.momentum))
  }

  /// Moves an average towards new numbers; in the first step it is them, as in PyTorch's `AveragedModel`.
  func average(
    _ numbers: UnsafePointer<Float>, in average: UnsafeMutablePointer<Float>, count: Int, share: Double
  ) {
    let rest = job.step == 1 ? 1 : Float(1 - share)
    for index in 0..<count { average[index] += rest * (numbers[index] - average[index]) }
  }

  /// Moves the running statistics towards the mean of the shards' statistics, weighted by their samples.
  func followStatistics() {
    let count = store.statistics.count
    guard count > 0 else { return }
    let running = store.statistics.pointer
    for (index, declaration) in store.declarations.enumerated() {
      guard case .statistic(_, let momentum) = declaration.role, !graph.isFrozen(index) else { continue }
      for place in store.offsets[index]..<store.offsets[index] + declaration.count {
        var mean: Float = 0
        for (shard, range) in job.shards.enumerated() {
          mean +=
            shardStatistics.pointer[shard * count + place] * (Float(range.count) / Float(job.positions.count))
        }
        running[place] += momentum * (mean - running[place])
      }
    }
    if let emaDecay { average(running, in: averagedStatistics.pointer, count: count, share: emaDecay) }
  }
}

extension Trainer.WorkerState {
  /// Room for the sum of a chunk, and for adding it.
  func room(
    for gradients: GradientSum
  ) -> (sum: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>) {
    let needed = Trainer.chunkLength * (1 + gradients.temporaries)
    if sum.count < needed { sum = FloatBuffer(count: needed) }
    return (sum.pointer, sum.pointer + Trainer.chunkLength)
  }
}
