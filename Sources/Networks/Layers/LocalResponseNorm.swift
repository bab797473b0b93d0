internal import Datasets
internal import Declarations
internal import Kernels

/// `lrn`: local response normalization across channels, `x / (k + alpha / size * Σ x²)^beta` (Krizhevsky et
/// al., doi:10.1145/3065386). The defaults are those of the paper, with alpha divided by the size as in
/// PyTorch and ONNX.
public struct LocalResponseNorm: Layer, NetworkElement, Hashable {
  /// The number of channels summed over; odd.
  public var size: Int
  /// The factor of the mean square; above 0.
  public var alpha: Double
  /// The exponent; above 0.
  public var beta: Double
  /// The additive constant; above 0.
  public var k: Double

  /// Local response normalization with these parameters.
  public init(size: Int = 5, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 2) {
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.k = k
  }

  static let declaration = LayerDeclaration(
    name: "lrn", summary: "Apply local response normalization across channels.",
    parameters: [
      .optionalPositional(
        "size", .integer(1...255), default: .number(5), "channels that count, an odd number"),
      .option("alpha", .number(.positive), default: .number(1e-4), "how much the neighbours count"),
      .option("beta", .number(.positive), default: .number(0.75), "the power"),
      .option("k", .number(.positive), default: .number(2), "added to the sum"),
    ], example: "lrn 5 alpha=1e-4 beta=0.75 k=2"
  ) {
    LocalResponseNorm(
      size: $0.integer("size"), alpha: $0.number("alpha"), beta: $0.number("beta"), k: $0.number("k"))
  }

  public var line: LayerLine {
    Self.declaration.line([
      "size": .number(Double(size)), "alpha": .number(alpha), "beta": .number(beta), "k": .number(k),
    ])
  }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape {
    guard size % 2 == 1 else {
      throw LayerProblem(
        found: "a size of \(size)", expected: "an odd one, with a channel in the middle", hint: nil)
    }
    return input.shape
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let context = builder.context
    let response = LocalResponse(size: size, alpha: Float(alpha), beta: Float(beta), k: Float(k))
    // Plain channels are slow backward, a hundred times.
    let value = try builder.floats(builder.value)
    let layout = value.layout.isPlain ? context.blocked(value.layout.sizes) : value.layout
    let source = try builder.aligned(value, to: layout, in: .forward)
    let operation = try context.localResponse(layout, response, training: builder.isTraining)
    let result = builder.tensor(layout)
    let workspace = operation.layout(.workspace).map(builder.tensor)
    try operation.bind(.source, source)
    try operation.bind(.destination, result)
    try operation.bind(.workspace, ifTaken: workspace)
    builder.add(operation, in: .forward)
    builder.replaceValue(with: result) { gradient, needsInput throws(KernelError) in
      guard needsInput else { return nil }
      let back = try context.localResponseBackward(layout, response, forward: operation)
      let before = builder.tensor(layout)
      try back.bind(.source, source)
      try back.bind(.destinationGradient, try builder.aligned(gradient, to: layout, in: .backward))
      try back.bind(.sourceGradient, before)
      try back.bind(.workspace, ifTaken: workspace)
      builder.add(back, in: .backward)
      return before
    }
  }
}
