internal import Datasets
internal import Declarations
internal import Kernels

/// `prelu`: a leaky ReLU with a learned slope per channel, initialized to 0.25 (He et al.,
/// doi:10.1109/ICCV.2015.123).
public struct PReLU: Layer, NetworkElement, Hashable {
  /// Whether all channels have one slope.
  public var isShared: Bool

  /// A rectifier with learned slopes.
  ///
  /// - Parameter shared: Whether all channels have one slope.
  public init(shared: Bool = false) { isShared = shared }

  static let declaration = LayerDeclaration(
    name: "prelu", summary: "Multiply negative values by a learned slope (PReLU).",
    parameters: [.option("shared", .boolean, default: .boolean(false), "one slope for all channels")],
    example: "prelu"
  ) { PReLU(shared: $0.flag("shared")) }

  public var line: LayerLine { Self.declaration.line(["shared": .boolean(isShared)]) }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape { input.shape }

  func tensors(for input: LayerInput) -> [TensorDeclaration] {
    [TensorDeclaration(name: "slopes", shape: [isShared ? 1 : input.shape.channels], role: .constant(0.25))]
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let context = builder.context
    let value = try builder.floats(builder.value)
    let slopes = isShared ? 1 : value.layout.sizes[1]
    let operation = try context.prelu(value.layout, slopes: slopes)
    try operation.bind(.source, value)
    let weights = try builder.parameter(0, for: operation, .weights)
    let result = builder.tensor(operation.required(.destination))
    try operation.bind(.destination, result)
    builder.add(operation, in: .forward)
    builder.replaceValue(with: result) { gradient, _ throws(KernelError) in
      let back = try context.preluBackward(value.layout, slopes: slopes, forward: operation)
      try back.bind(.source, value)
      try back.bind(.weights, try builder.aligned(weights, to: back.required(.weights), in: .weights))
      try back.bind(
        .destinationGradient,
        try builder.aligned(gradient, to: back.required(.destinationGradient), in: .backward))
      let before = builder.tensor(back.required(.sourceGradient))
      try back.bind(.sourceGradient, before)
      try builder.gradient(0, from: back, .weightsGradient)
      // Frozen, it still gives the gradient of its input.
      if builder.isFrozen { builder.add(back, in: .backward) } else { builder.addLearning(back) }
      return before
    }
  }
}
