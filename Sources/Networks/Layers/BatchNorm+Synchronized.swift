internal import Kernels
internal import Tensors

/// Training with the statistics of the whole batch. A shard tells the others its moments, and goes on when
/// all have; on the way back it tells them its sums of gradients.
extension BatchNorm {
  func buildSynchronized(_ builder: PlanBuilder) throws(KernelError) {
    let context = builder.context
    // The loops below are of 32 bits, over channels whose place they know.
    let source = try Self.readable(builder.value, builder)
    let layout = source.layout
    guard let statistics = ChannelStatistics(layout) else {
      preconditionFailure("plain activations have a place for every channel")
    }
    let relu = builder.takesReLU(backward: true)
    let channels = layout.sizes[1]
    let epsilon = epsilon
    let operation = try context.batchNormalization(
      layout, epsilon: Float(epsilon), relu: relu, training: true, frozen: true)
    let result = builder.tensor(layout)
    let mean = builder.lasting(.plain([channels]))
    let variance = builder.lasting(.plain([channels]))
    try operation.bind(.source, source)
    try operation.bind(.destination, result)
    try operation.bind(.mean, mean)
    try operation.bind(.variance, variance)
    // Without a scale or a shift of its own it has those that change nothing: their gradients are the sums
    // that the way back needs.
    let scale = try parameter(hasScale ? 0 : nil, 1, builder, for: operation, .scale)
    let shift = try parameter(hasShift ? (hasScale ? 1 : 0) : nil, 0, builder, for: operation, .shift)
    let workspace = operation.layout(.workspace).map(builder.tensor)
    if let workspace { try operation.bind(.workspace, workspace) }
    let place = builder.exchanged(2 * channels)
    let plan = builder.plan
    builder.add(in: .forward) { [unowned plan] in
      guard let exchange = plan.job.exchange else { return }
      let own = exchange.numbers(of: plan.job.place) + place
      statistics.moments(source.pointer, means: own, squares: own + channels)
    }
    builder.meet(in: .forward)
    let running = runningPlaces(builder)
    builder.add(in: .forward) { [unowned plan] in
      guard let exchange = plan.job.exchange else { return }
      let moments = exchange.moments(
        at: place, channels: channels, area: layout.sizes[2] * layout.sizes[3])
      for channel in 0..<channels {
        mean.pointer[channel] = Float(moments.means[channel])
        variance.pointer[channel] = Float(moments.squares[channel] / moments.count)
        guard let target = plan.job.statistics else { continue }
        target[running.mean + channel] = Float(moments.means[channel])
        target[running.variance + channel] = Float(moments.squares[channel] / max(moments.count - 1, 1))
      }
    }
    builder.add(operation, in: .forward)
    builder.replaceValue(with: result) { gradient, _ throws(KernelError) in
      let back = try context.batchNormalizationBackward(
        layout, epsilon: Float(epsilon), relu: relu, frozen: true, forward: operation)
      let gradient = try builder.aligned(gradient, to: back.required(.destinationGradient), in: .backward)
      let sourceGradient = builder.tensor(back.required(.sourceGradient))
      let scaleGradient = builder.lasting(back.required(.scaleGradient))
      let shiftGradient = builder.lasting(back.required(.shiftGradient))
      for (role, tensor) in [(Role.source, source), (.mean, mean), (.variance, variance), (.scale, scale)] {
        try back.bind(role, tensor)
      }
      if back.layout(.shift) != nil { try back.bind(.shift, shift) }
      if let workspace { try back.bind(.workspace, workspace) }
      try back.bind(.destinationGradient, gradient)
      try back.bind(.sourceGradient, sourceGradient)
      try back.bind(.scaleGradient, scaleGradient)
      try back.bind(.shiftGradient, shiftGradient)
      builder.add(back, in: .backward)
      if hasScale { try builder.gradient(0, from: scaleGradient) }
      if hasShift { try builder.gradient(hasScale ? 1 : 0, from: shiftGradient) }
      let place = builder.exchanged(2 * channels)
      builder.add(in: .backward) { [unowned plan] in
        guard let exchange = plan.job.exchange else { return }
        let own = exchange.numbers(of: plan.job.place) + place
        for channel in 0..<channels {
          own[channel] = Double(shiftGradient.pointer[channel])
          own[channels + channel] = Double(scaleGradient.pointer[channel])
        }
      }
      builder.meet(in: .backward)
      builder.add(in: .backward) { [unowned plan] in
        guard let exchange = plan.job.exchange else { return }
        let sums = exchange.sums(at: place, count: 2 * channels)
        let count = Double(exchange.sizes.reduce(0, +) * layout.sizes[2] * layout.sizes[3])
        let terms = (0..<channels).map { channel in
          let inverse = 1 / (Double(variance.pointer[channel]) + epsilon).squareRoot()
          return ChannelStatistics.Term(
            mean: mean.pointer[channel], inverse: Float(inverse),
            factor: Float(Double(scale.pointer[channel]) * inverse / count), shift: Float(sums[channel]),
            scale: Float(sums[channels + channel]))
        }
        statistics.subtract(terms, x: source.pointer, from: sourceGradient.pointer)
      }
      return sourceGradient
    }
  }

  /// A learned tensor, or one of constants where there is none.
  private func parameter(
    _ number: Int?, _ constant: Float, _ builder: PlanBuilder, for operation: Operation, _ role: Role
  ) throws(KernelError) -> Tensor {
    if let number { return try builder.parameter(number, for: operation, role) }
    let tensor = builder.lasting(operation.required(role))
    tensor.pointer.update(repeating: constant, count: tensor.layout.floatCount)
    try operation.bind(role, tensor)
    return tensor
  }

  /// Where the running statistics lie among those of a shard.
  private func runningPlaces(_ builder: PlanBuilder) -> (mean: Int, variance: Int) {
    let first = (hasScale ? 1 : 0) + (hasShift ? 1 : 0)
    guard builder.store.isFixed else { return (0, 0) }
    return (
      builder.store.offsets[builder.tensorIndex(first)], builder.store.offsets[builder.tensorIndex(first + 1)]
    )
  }

  private static func readable(_ value: Tensor, _ builder: PlanBuilder) throws(KernelError) -> Tensor {
    let floats = try builder.floats(value)
    return floats.layout.activationSteps == nil
      ? try builder.aligned(floats, to: .plain(floats.layout.sizes), in: .forward) : floats
  }
}
