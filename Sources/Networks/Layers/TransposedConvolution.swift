internal import Datasets
internal import Declarations
internal import Kernels

/// `convtranspose 32 3x3 stride=2`: a transposed convolution, for learned upsampling (Zeiler et al.,
/// doi:10.1109/CVPR.2010.5539957).
///
/// With `.same` padding the output is `stride` times as large; with `.valid` it is `(n - 1) * stride +
/// kernel`; given padding is cropped from that. Weights have the shape (filters, channels / groups, height,
/// width); PyTorch swaps the first two.
public struct TransposedConvolution: Layer, GroupedFilters, Hashable {
  /// The number of output channels, at least 1.
  public var filters: Int
  /// The number of groups; it divides input channels and filters.
  public var groups: Int
  /// Kernel size, stride, padding, dilation, bias and initial weights.
  public var options: FilterOptions

  public init(filters: Int, groups: Int, options: FilterOptions) {
    self.filters = filters
    self.groups = groups
    self.options = options
  }

  static let declaration = LayerDeclaration(
    name: "convtranspose", summary: "Apply a transposed convolution.",
    parameters: [.positional("filters", .integer(1...1_048_576), "how many")]
      + FilterOptions.parameters(
        stride: "how far apart pixels are spread",
        padding: "what is cut off: same (stride times as large), valid or numbers",
        bias: "whether each filter has a number to add") + [
        FilterOptions.groups
      ], example: "convtranspose 32 3x3 stride=2"
  ) {
    TransposedConvolution(
      filters: $0.integer("filters"), groups: $0.integer("groups"), options: FilterOptions($0))
  }

  public var line: LayerLine {
    Self.declaration.line(
      options.values(and: ["filters": .number(Double(filters)), "groups": .number(Double(groups))]))
  }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape {
    let shape = input.shape
    try options.padding.check()
    guard shape.channels % groups == 0, filters % groups == 0 else {
      throw .groups(groups, channels: shape.channels, filters: filters)
    }
    let window = options.spreadingWindow
    for side in [window.horizontal, window.vertical] where options.padding == .same && side.span < side.stride
    {
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
    return options.tensors(
      filters: filters, inputs: inputs, fan: Fan(inputs: inputs, outputs: filters / groups))
  }

  func macs(for input: LayerInput) -> Int {
    input.shape.count * (filters / groups) * options.kernel.width * options.kernel.height
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let sizes = builder.value.layout.sizes
    let shape = TransposedConvolutionShape(
      batch: sizes[0], inputs: sizes[1], height: sizes[2], width: sizes[3], outputs: filters,
      window: options.spreadingWindow,
      groups: groups, hasBias: options.hasBias)
    let context = builder.context
    let operation = try context.transposedConvolution(shape, training: builder.isTraining)
    let source = try builder.aligned(builder.value, to: operation.required(.source), in: .forward)
    let weights = try builder.parameter(0, for: operation, .weights)
    if options.hasBias { _ = try builder.parameter(1, for: operation, .bias) }
    let result = builder.tensor(operation.required(.destination))
    try operation.bind(.source, source)
    try operation.bind(.destination, result)
    builder.add(operation, in: .forward)
    builder.replaceValue(with: result) { gradient, needsInput throws(KernelError) in
      if !builder.isFrozen {
        let learn = try context.transposedConvolutionBackwardWeights(shape, forward: operation)
        try builder.addLearning(learn, source: source, gradient: gradient, hasBias: options.hasBias)
      }
      guard needsInput else { return nil }
      let back = try context.transposedConvolutionBackwardData(shape, forward: operation)
      return try builder.addPassingBack(back, weights: weights, gradient: gradient)
    }
  }
}
