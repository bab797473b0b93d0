internal import Datasets
internal import Declarations
internal import Kernels

/// `batchnorm`: batch normalization; standardizes each channel, then scales and shifts it by learned values
/// (Ioffe and Szegedy, arXiv:1502.03167).
///
/// In training the statistics are those of a shard of the batch ("ghost" batch normalization,
/// arXiv:1705.08741), or of the whole batch where it is synchronized. The running statistics are updated with
/// their mean once per training step, the variance unbiased (n - 1) as in PyTorch. Prediction uses them, and
/// training too while the layer is frozen.
public struct BatchNorm: Layer, NetworkElement, Hashable {
  /// The weight of a step's statistics in the running ones, from 0 to 1.
  public var momentum: Double
  /// Added to the variance; above 0.
  public var epsilon: Double
  /// Whether a scale per channel is learned; it is initialized to 1.
  public var hasScale: Bool
  /// Whether a shift per channel is learned; it is initialized to 0.
  public var hasShift: Bool
  /// Whether the statistics are those of the whole batch, as in PyTorch on one device.
  public var isSynchronized: Bool

  /// Batch normalization with these parameters.
  public init(
    momentum: Double = 0.1, epsilon: Double = 1e-5, scale: Bool = true, shift: Bool = true,
    synchronized: Bool = false
  ) {
    self.momentum = momentum
    self.epsilon = epsilon
    hasScale = scale
    hasShift = shift
    isSynchronized = synchronized
  }

  static let declaration = LayerDeclaration(
    name: "batchnorm", summary: "Normalize each channel over a shard of the batch (batch normalization).",
    parameters: [
      .option(
        "momentum", .number(.fraction), default: .number(0.1), "how fast the running statistics follow"),
      .option("epsilon", .number(.positive), default: .number(1e-5), "added to the variance"),
      .option("scale", .boolean, default: .boolean(true), "whether each channel has a learned factor"),
      .option("shift", .boolean, default: .boolean(true), "whether each channel has a learned number to add"),
      .option(
        "sync", .boolean, default: .boolean(false),
        "means and variances of the whole batch instead of those of each shard (train's 'shard')"),
    ],
    example: "batchnorm"
  ) {
    BatchNorm(
      momentum: $0.number("momentum"), epsilon: $0.number("epsilon"), scale: $0.flag("scale"),
      shift: $0.flag("shift"), synchronized: $0.flag("sync"))
  }

  public var line: LayerLine {
    Self.declaration.line([
      "momentum": .number(momentum), "epsilon": .number(epsilon), "scale": .boolean(hasScale),
      "shift": .boolean(hasShift), "sync": .boolean(isSynchronized),
    ])
  }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape { input.shape }

  func tensors(for input: LayerInput) -> [TensorDeclaration] {
    let shape = [input.shape.channels]
    let scale = hasScale ? [TensorDeclaration(name: "scale", shape: shape, role: .constant(1))] : []
    let shift = hasShift ? [TensorDeclaration(name: "shift", shape: shape, role: .constant(0))] : []
    return scale + shift + [
      TensorDeclaration(name: "mean", shape: shape, role: .statistic(initial: 0, momentum: Float(momentum))),
      TensorDeclaration(
        name: "variance", shape: shape, role: .statistic(initial: 1, momentum: Float(momentum))),
    ]
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    if isSynchronized, builder.isTraining, !builder.isFrozen { return try buildSynchronized(builder) }
    let context = builder.context
    let layout = builder.value.layout
    let relu = builder.takesReLU(backward: true)
    let epsilon = Float(epsilon)
    let (hasScale, hasShift) = (hasScale, hasShift)
    let first = (hasScale ? 1 : 0) + (hasShift ? 1 : 0)
    let isFrozen = builder.isFrozen
    let operation = try context.batchNormalization(
      layout, epsilon: epsilon, relu: relu, training: builder.isTraining, frozen: isFrozen,
      hasScale: hasScale,
      hasShift: hasShift)
    let source = builder.value
    let result = builder.tensor(layout)
    try operation.bind(.source, source)
    try operation.bind(.destination, result)
    let scale = hasScale ? try builder.parameter(0, for: operation, .scale) : nil
    let shift = hasShift ? try builder.parameter(first - 1, for: operation, .shift) : nil
    guard builder.isTraining else {
      try operation.bind(.mean, builder.statistic(first))
      try operation.bind(.variance, builder.statistic(first + 1))
      builder.add(operation, in: .forward)
      builder.replaceValue(with: result)
      return
    }
    let sizes = layout.sizes
    let mean = isFrozen ? builder.statistic(first) : builder.tensor(.plain([sizes[1]]))
    let variance = isFrozen ? builder.statistic(first + 1) : builder.tensor(.plain([sizes[1]]))
    let workspace = operation.layout(.workspace).map(builder.tensor)
    try operation.bind(.mean, mean)
    try operation.bind(.variance, variance)
    try operation.bind(.workspace, ifTaken: workspace)
    builder.add(operation, in: .forward)
    if !isFrozen {
      let values = sizes[0] * sizes[2] * sizes[3]
      builder.addStatistic(first, from: mean, factor: 1)
      builder.addStatistic(first + 1, from: variance, factor: Float(values) / Float(max(values - 1, 1)))
    }
    builder.replaceValue(with: result) { gradient, _ throws(KernelError) in
      let back = try context.batchNormalizationBackward(
        layout, epsilon: epsilon, relu: relu, frozen: isFrozen, forward: operation, hasScale: hasScale,
        hasShift: hasShift)
      let gradient = try builder.aligned(gradient, to: back.required(.destinationGradient), in: .backward)
      let sourceGradient = builder.tensor(back.required(.sourceGradient))
      try back.bind(.source, source)
      try back.bind(.mean, mean)
      try back.bind(.variance, variance)
      if let scale { try back.bind(.scale, scale) }
      if let shift, back.layout(.shift) != nil { try back.bind(.shift, shift) }
      try back.bind(.workspace, ifTaken: workspace)
      try back.bind(.destinationGradient, gradient)
      try back.bind(.sourceGradient, sourceGradient)
      if hasScale { try builder.gradient(0, from: back, .scaleGradient) }
      if hasShift { try builder.gradient(first - 1, from: back, .shiftGradient) }
      // Frozen, it still gives the gradient of its input.
      if isFrozen { builder.add(back, in: .backward) } else { builder.addLearning(back) }
      return sourceGradient
    }
  }
}
