internal import Datasets
internal import Declarations
internal import Kernels

/// `dense 128`, `dense classes`: a fully connected layer.
///
/// Images are flattened in channel, row, column order. Weights have the shape (units, inputs).
public struct Dense: Layer, NetworkElement, Hashable {
  /// The number of outputs.
  public var units: OutputCount
  /// Whether a bias per output is learned; it is initialized to 0.
  public var hasBias: Bool
  /// The initial weights; nil uses those of the network definition.
  public var initializer: Initializer?

  /// A dense layer.
  ///
  /// - Parameters:
  ///   - units: How many outputs, at least 1, or `.classes`.
  ///   - bias: Whether each output has a number to add.
  ///   - initializer: The initial weights; nil is what the network says.
  public init(_ units: OutputCount, bias: Bool = true, initializer: Initializer? = nil) {
    self.units = units
    hasBias = bias
    self.initializer = initializer
  }

  static let declaration = LayerDeclaration(
    name: "dense", summary: "Apply a fully connected (linear) layer.",
    parameters: [
      .positional("units", OutputCount.kind, "how many, or classes"),
      .option("bias", .boolean, default: .boolean(true), "whether each sum has a number to add"),
      Initializer.parameter,
    ],
    example: "dense classes"
  ) { Dense(OutputCount($0, "units"), bias: $0.flag("bias"), initializer: Initializer($0)) }

  public var line: LayerLine {
    Self.declaration.line([
      "units": units.argument, "bias": .boolean(hasBias), "init": initializer?.argument,
    ])
  }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape {
    SampleShape(channels: units.count(classes: input.classes), height: 1, width: 1)
  }

  func tensors(for input: LayerInput) -> [TensorDeclaration] {
    let units = units.count(classes: input.classes)
    let inputs = input.shape.count
    let weights = TensorDeclaration(
      name: "weights", shape: [units, inputs], role: .weight(Fan(inputs: inputs, outputs: units), initializer)
    )
    return hasBias
      ? [weights, TensorDeclaration(name: "bias", shape: [units], role: .constant(0))] : [weights]
  }

  func macs(for input: LayerInput) -> Int { units.count(classes: input.classes) * input.shape.count }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let context = builder.context
    let value = builder.value
    let sizes = value.layout.sizes
    // One value a channel, plain: the same memory as a matrix, for which oneDNN has the faster code.
    let isMatrix = sizes[2] == 1 && sizes[3] == 1 && value.layout.isPlain
    let precision = builder.isFirst ? Precision.float32 : builder.precision
    let shape = DenseShape(
      sourceSizes: isMatrix ? [sizes[0], sizes[1]] : sizes, outputs: units.count(classes: builder.classes),
      hasBias: hasBias,
      precision: precision)
    let relu = builder.takesReLU()
    let operation = try context.dense(
      shape, source: isMatrix ? .plain(shape.sourceSizes).converted(to: precision) : nil, relu: relu,
      training: builder.isTraining)
    let row = Layout.plain(shape.sourceSizes).converted(to: value.layout.precision)
    let given = isMatrix ? Tensor(layout: row, buffer: value.buffer) : value
    let source = try builder.aligned(given, to: operation.required(.source), in: .forward)
    // In 16 bits the weights are copied once a step anyway; their gradients come with every shard.
    let gradients =
      precision == .float32
      ? nil
      : try context.denseBackwardWeights(shape, source: source.layout, forward: operation).required(
        .weightsGradient)
    let weights = try builder.parameter(0, for: operation, .weights, preferring: gradients)
    if hasBias { _ = try builder.parameter(1, for: operation, .bias) }
    let matrix = builder.tensor(operation.required(.destination))
    let result = Tensor(layout: .plain(shape.destinationSizes + [1, 1]), buffer: matrix.buffer)
    try operation.bind(.source, source)
    try operation.bind(.destination, matrix)
    builder.add(operation, in: .forward)
    builder.replaceValue(with: result) { gradient, needsInput throws(KernelError) in
      var gradient = try builder.aligned(gradient, to: result.layout, in: .backward)
      if relu { gradient = try builder.reluBackward(gradient, output: result) }
      let wide = Tensor(layout: .plain(shape.destinationSizes), buffer: gradient.buffer)
      let rows = try builder.aligned(wide, to: wide.layout.converted(to: precision), in: .backward)
      if !builder.isFrozen {
        let learn = try context.denseBackwardWeights(shape, source: source.layout, forward: operation)
        try builder.addLearning(learn, source: source, gradient: rows, hasBias: hasBias)
      }
      guard needsInput else { return nil }
      let back = try context.denseBackwardData(shape, forward: operation)
      let sourceGradient = try builder.addPassingBack(back, weights: weights, gradient: rows)
      guard isMatrix else { return sourceGradient }
      let plain = try builder.aligned(
        sourceGradient, to: .plain(shape.sourceSizes).converted(to: precision), in: .backward)
      return Tensor(layout: .plain(sizes).converted(to: precision), buffer: plain.buffer)
    }
  }
}
