internal import Datasets
internal import Declarations
internal import Kernels

/// The work of `Convolution` and `DepthwiseConvolution`.
struct ConvolutionLayer: Layer {
  let filters: Filters
  private(set) var options: FilterOptions

  enum Filters: Sendable, Hashable {
    /// So many, in groups that see a part of the channels each.
    case number(Int, groups: Int)
    /// One for each class.
    case classes(groups: Int)
    /// So many for each channel, which see that channel alone.
    case eachChannel(Int)
  }

  var hasBias: Bool { options.hasBias }

  /// The same convolution with a bias.
  var withBias: ConvolutionLayer {
    var layer = self
    layer.options.hasBias = true
    return layer
  }

  /// The number of filters and groups for so many channels.
  private func counts(_ channels: Int, _ classes: Int) -> (filters: Int, groups: Int) {
    switch filters {
    case .classes(let groups): (classes, groups)
    case .number(let filters, let groups): (filters, groups)
    case .eachChannel(let count): (channels * count, channels)
    }
  }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape {
    let shape = input.shape
    let (filters, groups) = counts(shape.channels, input.classes)
    try options.padding.check()
    guard shape.channels % groups == 0, filters % groups == 0 else {
      throw .groups(groups, channels: shape.channels, filters: filters)
    }
    let window = options.window(on: shape)
    guard window.vertical.outputs(of: shape.height) > 0, window.horizontal.outputs(of: shape.width) > 0 else {
      throw LayerProblem(
        found: "an image of \(shape.width)x\(shape.height)",
        expected: "at least \(window.horizontal.span)x\(window.vertical.span), its kernel with dilation",
        hint: "Pool less before it, or take padding=same.")
    }
    return SampleShape(
      channels: filters, height: window.vertical.outputs(of: shape.height),
      width: window.horizontal.outputs(of: shape.width))
  }

  func tensors(for input: LayerInput) -> [TensorDeclaration] {
    let (filters, groups) = counts(input.shape.channels, input.classes)
    return options.tensors(
      filters: filters, inputs: input.shape.channels / groups,
      fan: Fan(inputs: input.shape.channels / groups, outputs: filters / groups))
  }

  func macs(for input: LayerInput) -> Int {
    let window = options.window(on: input.shape)
    let (filters, groups) = counts(input.shape.channels, input.classes)
    return window.vertical.outputs(of: input.shape.height) * window.horizontal.outputs(of: input.shape.width)
      * filters
      * (input.shape.channels / groups) * options.kernel.width * options.kernel.height
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let sizes = builder.value.layout.sizes
    let input = SampleShape(channels: sizes[1], height: sizes[2], width: sizes[3])
    let (filters, groups) = counts(input.channels, builder.classes)
    var shape = ConvolutionShape(
      batch: sizes[0], inputs: sizes[1], height: sizes[2], width: sizes[3], outputs: filters,
      window: options.window(on: input),
      groups: groups, hasBias: hasBias, precision: builder.isFirst ? .float32 : builder.precision)
    let context = builder.context
    let gradients = try Self.weightGradients(&shape, context)
    let relu = builder.takesReLU()
    let operation = try Self.forward(shape, relu: relu, builder)
    let source = try builder.aligned(builder.value, to: operation.required(.source), in: .forward)
    let weights = try builder.parameter(0, for: operation, .weights, preferring: gradients)
    if hasBias { _ = try builder.parameter(1, for: operation, .bias) }
    let wide = builder.tensor(operation.required(.destination))
    try operation.bind(.source, source)
    try operation.bind(.destination, wide)
    builder.add(operation, in: .forward)
    let result = try builder.aligned(wide, to: wide.layout.converted(to: builder.precision), in: .forward)
    let final = shape
    builder.replaceValue(with: result) { gradient, needsInput throws(KernelError) in
      let shape = final
      let gradient = relu ? try builder.reluBackward(gradient, output: result) : gradient
      if !builder.isFrozen {
        let learn = try context.convolutionBackwardWeights(shape, source: source.layout, forward: operation)
        try builder.addLearning(learn, source: source, gradient: gradient, hasBias: hasBias)
      }
      guard needsInput else { return nil }
      let back = try context.convolutionBackwardData(shape, forward: operation)
      return try builder.addPassingBack(back, weights: weights, gradient: gradient)
    }
  }

  /// How the weights lie in training with 16 bits: they are copied once a step anyway, but their gradients
  /// come with every shard, so those decide. Nil for 32 bits, which the shape also becomes where oneDNN has
  /// only slow code for 16.
  private static func weightGradients(
    _ shape: inout ConvolutionShape, _ context: KernelContext
  ) throws(KernelError) -> Layout? {
    guard shape.precision == .bfloat16 else { return nil }
    if let forward = try? context.convolution(shape), !forward.isSlow,
      let learn = try? context.convolutionBackwardWeights(
        shape, source: forward.required(.source), forward: forward),
      let back = try? context.convolutionBackwardData(shape, forward: forward), !learn.isSlow, !back.isSlow
    {
      return learn.required(.weightsGradient)
    }
    shape.precision = .float32
    return nil
  }

  /// Into a first layer of few channels the plain input goes as it is: oneDNN has code for that, and a
  /// reorder is saved.
  private static func forward(
    _ shape: ConvolutionShape, relu: Bool, _ builder: PlanBuilder
  ) throws(KernelError) -> Operation {
    let layout = builder.value.layout
    if shape.inputs <= 3, layout.isPlain,
      let plain = try? builder.context.convolution(
        shape, source: layout, relu: relu, training: builder.isTraining),
      !plain.isSlow
    {
      return plain
    }
    return try builder.context.convolution(shape, relu: relu, training: builder.isTraining)
  }
}
