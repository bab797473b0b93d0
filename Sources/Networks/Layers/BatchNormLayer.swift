internal import Datasets
internal import Declarations
internal import Kernels

/// `batchnorm`: brings each channel to mean 0 and variance 1, then scales and shifts it by learned numbers (Ioffe and
/// Szegedy, arXiv:1502.03167).
///
/// In training the statistics are those of a shard of at most 32 samples ("ghost" batch normalisation, arXiv:1705.08741).
/// The running statistics take one step towards their mean a training step, the variance as of a sample (n - 1), as PyTorch
/// has it; prediction uses them, and so does training while the layer is frozen.
struct BatchNormLayer: Layer {
  let momentum: Float
  let epsilon: Float

  static let declaration = LayerDeclaration(
    name: "batchnorm", summary: "normalise each channel by what a shard of the batch shows",
    parameters: [
      .option("momentum", .number(.fraction), default: .number(0.1), "how fast the running statistics follow"),
      .option("epsilon", .number(.positive), default: .number(1e-5), "added to the variance"),
    ],
    example: "batchnorm"
  ) { BatchNormLayer(momentum: Float($0.number("momentum")), epsilon: Float($0.number("epsilon"))) }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape { input.shape }

  func tensors(for input: LayerInput) -> [TensorDeclaration] {
    let shape = [input.shape.channels]
    return [
      TensorDeclaration(name: "scale", shape: shape, role: .constant(1)),
      TensorDeclaration(name: "shift", shape: shape, role: .constant(0)),
      TensorDeclaration(name: "mean", shape: shape, role: .statistic(initial: 0, momentum: momentum)),
      TensorDeclaration(name: "variance", shape: shape, role: .statistic(initial: 1, momentum: momentum)),
    ]
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let context = builder.context
    let layout = builder.value.layout
    let relu = builder.takesReLU()
    let epsilon = epsilon
    let isFrozen = builder.isFrozen
    let operation = try context.batchNormalization(
      layout, epsilon: epsilon, relu: relu, training: builder.isTraining, frozen: isFrozen)
    let source = builder.value
    let result = builder.tensor(layout)
    try operation.bind(.source, source)
    try operation.bind(.destination, result)
    let scale = try builder.parameter(0, for: operation, .scale)
    let shift = try builder.parameter(1, for: operation, .shift)
    guard builder.isTraining else {
      try operation.bind(.mean, builder.statistic(2))
      try operation.bind(.variance, builder.statistic(3))
      builder.add(operation, in: .forward)
      builder.replaceValue(with: result)
      return
    }
    let sizes = layout.sizes
    let mean = isFrozen ? builder.statistic(2) : builder.tensor(.plain([sizes[1]]))
    let variance = isFrozen ? builder.statistic(3) : builder.tensor(.plain([sizes[1]]))
    let workspace = operation.layout(.workspace).map(builder.tensor)
    try operation.bind(.mean, mean)
    try operation.bind(.variance, variance)
    if let workspace { try operation.bind(.workspace, workspace) }
    builder.add(operation, in: .forward)
    if !isFrozen {
      let values = sizes[0] * sizes[2] * sizes[3]
      builder.addStatistic(2, from: mean, factor: 1)
      builder.addStatistic(3, from: variance, factor: Float(values) / Float(max(values - 1, 1)))
    }
    builder.replaceValue(with: result) { gradient, _ throws(KernelError) in
      let back = try context.batchNormalizationBackward(
        layout, epsilon: epsilon, relu: relu, frozen: isFrozen, forward: operation)
      let gradient = try builder.aligned(gradient, to: back.required(.destinationGradient), in: .backward)
      let sourceGradient = builder.tensor(back.required(.sourceGradient))
      try back.bind(.source, source)
      try back.bind(.mean, mean)
      try back.bind(.variance, variance)
      try back.bind(.scale, scale)
      if back.layout(.shift) != nil { try back.bind(.shift, shift) }
      if let workspace { try back.bind(.workspace, workspace) }
      try back.bind(.destinationGradient, gradient)
      try back.bind(.sourceGradient, sourceGradient)
      try builder.gradient(0, from: back, .scaleGradient)
      try builder.gradient(1, from: back, .shiftGradient)
      // Frozen, it still gives the gradient of its input.
      if isFrozen { builder.add(back, in: .backward) } else { builder.addLearning(back) }
      return sourceGradient
    }
  }
}
