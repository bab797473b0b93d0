internal import Kernels
internal import Tensors

extension Trainer {
  /// Adds the lanes' gradients in order, limits them, and lets optimizer, norm limits and moving average follow.
  ///
  /// - Parameter result: Gets the norm of the gradients where it is limited; where that is no finite number nothing changes.
  func follow(_ result: inout ShardResult) throws(KernelError) {
    if let limit = limits.norm {
      try handOut(stretches.count) { trainer, index, worker, _ in
        trainer.seats[worker].meter.measure(.update) { trainer.collect(index) }
      }
      // In the order of the stretches, whoever summed them.
      let norm = squares.reduce(0, +).squareRoot()
      result.gradientNorm = norm
      guard norm.isFinite else { return }
      // PyTorch's epsilon.
      job.shrinking = Float(min(limit / (norm + 1e-6), 1))
    }
    try handOut(stretches.count) { trainer, index, worker, _ in
      let seat = trainer.seats[worker]
      seat.meter.measure(.update) { trainer.update(trainer.stretches[index], seat: seat) }
    }
    if !normLimiters.isEmpty {
      try handOut(normLimiters.count) { trainer, index, worker, _ in
        let limiter = trainer.normLimiters[index]
        trainer.seats[worker].meter.measure(.update) {
          limiter.limit(trainer.store.values.pointer + trainer.store.offsets[limiter.tensor])
        }
      }
    }
    if let averaging {
      try handOut(stretches.count) { trainer, index, worker, _ in
        let range = trainer.stretches[index].range
        trainer.seats[worker].meter.measure(.update) {
          trainer.average(
            trainer.store.values.pointer + range.lowerBound, in: trainer.averages.pointer + range.lowerBound,
            count: range.count, share: averaging)
        }
      }
    }
  }

  private var usedLanes: Int { min(job.shards.count, Numerics.lanes) }

  /// Adds the other lanes of a stretch to the first, cuts each number, and notes the sum of squares.
  private func collect(_ index: Int) {
    let range = stretches[index].range
    let sum = lanes[0].pointer + range.lowerBound
    addLanes(range, to: sum)
    var square = 0.0
    for index in 0..<range.count { square += Double(sum[index]) * Double(sum[index]) }
    squares[index] = square
  }

  /// Adds the second and later lanes and cuts each number.
  private func addLanes(_ range: Range<Int>, to sum: UnsafeMutablePointer<Float>) {
    for lane in 1..<max(usedLanes, 1) {
      let addend = lanes[lane].pointer + range.lowerBound
      for index in 0..<range.count { sum[index] += addend[index] }
    }
    guard let limit = limits.value.map({ Float($0) }) else { return }
    for index in 0..<range.count {
      let gradient = sum[index]
      // Written so that what is no number stays none, and is found.
      sum[index] = gradient > limit ? limit : gradient < -limit ? -limit : gradient
    }
  }

  private func update(_ stretch: Stretch, seat: Seat) {
    let range = stretch.range
    let sum: UnsafeMutablePointer<Float>
    if limits.norm == nil {
      if seat.sum.count == 0 { seat.sum = FloatBuffer(count: Self.stretchLength) }
      sum = seat.sum.pointer
      sum.update(from: lanes[0].pointer + range.lowerBound, count: range.count)
      addLanes(range, to: sum)
    } else {
      sum = lanes[0].pointer + range.lowerBound
      if job.shrinking < 1 { for index in 0..<range.count { sum[index] *= job.shrinking } }
    }
    optimizer.update(
      WeightStretch(
        parameters: store.values.pointer + range.lowerBound, gradients: sum, slots: slots.pointer + range.lowerBound,
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
}
