internal import Datasets
internal import Declarations
internal import Kernels

/// `convtranspose 32 3x3 stride=2`: a transposed convolution, which spreads every pixel over its kernel and
/// so enlarges images (Zeiler et al., doi:10.1109/CVPR.2010.5539957).
///
/// With padding=same the output is `stride` times as large; padding=valid keeps all of it,
/// `(n - 1) * stride + kernel`; numbers cut so much off. Weights have the shape (filters, channels / groups,
/// height, width); PyTorch has the first two the other way round.
struct TransposedConvolutionLayer: Layer {
  let filters: Int
  let kernel: (width: Int, height: Int)
  let stride: (width: Int, height: Int)
  let dilation: (width: Int, height: Int)
  let padding: Padding
  let groups: Int
  let hasBias: Bool
  let initializer: Initializer?

  static let declaration = LayerDeclaration(
    name: "convtranspose", summary: "a transposed convolution: spreads each pixel over a kernel",
    parameters: [
      .positional("filters", .integer(1...1_048_576), "how many"),
      .positional("kernel", Arguments.windowKind, "their size, width x height"),
      .option("stride", Arguments.windowKind, default: .number(1), "how far apart pixels are spread"),
      .option(
        "padding", Padding.kind, default: .text("same"),
        "what is cut off: same (stride times as large), valid or numbers"),
      .option("dilation", Arguments.windowKind, default: .number(1), "the distance of a filter's taps"),
      .option(
        "groups", .integer(1...1_048_576), default: .number(1),
        "parts of the channels with filters of their own"),
      .option("bias", .boolean, default: .boolean(true), "whether each filter has a number to add"),
      Initializer.parameter,
    ], example: "convtranspose 32 3x3 stride=2"
  ) { arguments in
    TransposedConvolutionLayer(
      filters: arguments.integer("filters"), kernel: arguments.windowSize("kernel") ?? (1, 1),
      stride: arguments.windowSize("stride") ?? (1, 1), dilation: arguments.windowSize("dilation") ?? (1, 1),
      padding: Padding(arguments, fallback: .same), groups: arguments.integer("groups"),
      hasBias: arguments.flag("bias"),
      initializer: Initializer(arguments))
  }

  private var window: Window {
    Window(
      vertical: padding.spreadSide(
        size: kernel.height, stride: stride.height, dilation: dilation.height, .vertical),
      horizontal: padding.spreadSide(
        size: kernel.width, stride: stride.width, dilation: dilation.width, .horizontal))
  }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape {
    let shape = input.shape
    try padding.check()
    guard shape.channels % groups == 0, filters % groups == 0 else {
      throw .groups(groups, channels: shape.channels, filters: filters)
    }
    let window = window
    for side in [window.horizontal, window.vertical] where padding == .same && side.span < side.stride {
      throw LayerProblem(
        found: "a stride of \(side.stride) for a kernel of \(side.span)",
        expected: "a kernel that is no smaller than the stride, or padding=valid", hint: nil)
    }
    let (width, height) = (
      window.horizontal.spread(of: shape.width), window.vertical.spread(of: shape.height)
    )
    guard width > 0, height > 0 else {
      throw LayerProblem(
        found: "an image of \(shape.width)x\(shape.height)",
        expected: "a larger one, or less padding: all of the output is cut off",
        hint: "Take a smaller padding.")
    }
    return SampleShape(channels: filters, height: height, width: width)
  }

  func tensors(for input: LayerInput) -> [TensorDeclaration] {
    let inputs = input.shape.channels / groups
    let area = kernel.width * kernel.height
    let weights = TensorDeclaration(
      name: "weights", shape: [filters, inputs, kernel.height, kernel.width],
      role: .weight(Fan(inputs: inputs * area, outputs: filters / groups * area), initializer))
    return hasBias
      ? [weights, TensorDeclaration(name: "bias", shape: [filters], role: .constant(0))] : [weights]
  }

  func macs(for input: LayerInput) -> Int {
    input.shape.count * (filters / groups) * kernel.width * kernel.height
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let sizes = builder.value.layout.sizes
    let shape = TransposedConvolutionShape(
      batch: sizes[0], inputs: sizes[1], height: sizes[2], width: sizes[3], outputs: filters, window: window,
      groups: groups, hasBias: hasBias)
    let context = builder.context
    let operation = try context.transposedConvolution(shape, training: builder.isTraining)
    let source = try builder.aligned(builder.value, to: operation.required(.source), in: .forward)
    let weights = try builder.parameter(0, for: operation, .weights)
    if hasBias { _ = try builder.parameter(1, for: operation, .bias) }
    let result = builder.tensor(operation.required(.destination))
    try operation.bind(.source, source)
    try operation.bind(.destination, result)
    builder.add(operation, in: .forward)
    builder.replaceValue(with: result) { gradient, needsInput throws(KernelError) in
      if !builder.isFrozen {
        let learn = try context.transposedConvolutionBackwardWeights(shape, forward: operation)
        try builder.addLearning(learn, source: source, gradient: gradient, hasBias: hasBias)
      }
      guard needsInput else { return nil }
      let back = try context.transposedConvolutionBackwardData(shape, forward: operation)
      return try builder.addPassingBack(back, weights: weights, gradient: gradient)
    }
  }
}
