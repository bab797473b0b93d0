internal import Datasets
internal import Declarations
internal import Kernels

/// `pool max 2x2`, `pool average 3x3 stride=2`, `pool global`, `pool globalmax`: maximum or average pooling
/// per channel.
///
/// Padding is excluded from maxima and means. `global` averages each whole channel, `globalmax` takes its
/// maximum.
public struct Pooling: Layer, NetworkElement, Hashable {
  /// The kind of pooling.
  public enum Kind: Sendable, Hashable {
    /// Its largest value.
    case maximum
    /// The mean of its values.
    case average
  }

  /// The kind of pooling.
  public var kind: Kind
  /// The window size; nil pools the whole image.
  public var size: WindowSize?
  /// The step of the window; nil is its size.
  public var stride: WindowSize?
  /// The padding, which is excluded from the result.
  public var padding: Padding
  /// Whether a size was given, which `global` and `globalmax` don't take and the others need.
  private var isSized: Bool

  /// Pooling with a sliding window.
  ///
  /// - Parameters:
  ///   - kind: The kind of pooling.
  ///   - size: The window size.
  ///   - stride: The step of the window; nil is its size.
  ///   - padding: The padding, which is excluded from the result.
  public init(_ kind: Kind, size: WindowSize, stride: WindowSize? = nil, padding: Padding = .valid) {
    self.kind = kind
    self.size = size
    self.stride = stride
    self.padding = padding
    isSized = true
  }

  /// Pooling of each whole channel.
  public static func global(_ kind: Kind = .average) -> Pooling {
    Pooling(kind, size: nil, stride: nil, padding: .valid, isSized: false)
  }

  private init(_ kind: Kind, size: WindowSize?, stride: WindowSize?, padding: Padding, isSized: Bool) {
    self.kind = kind
    self.size = size
    self.stride = stride
    self.padding = padding
    self.isSized = isSized
  }

  static let declaration = LayerDeclaration(
    name: "pool", summary: "Take the maximum or the mean of each window.",
    parameters: [
      .positional(
        "kind", .choice(["max", "average", "global", "globalmax"]),
        "largest, mean, or mean or largest of the whole image"),
      .optionalPositional(
        "size", WindowSize.kind, "the window, width x height; not for global and globalmax"),
      .option("stride", WindowSize.kind, "how far the window moves; by default its size"),
      .option(
        "padding", Padding.kind, default: .text("valid"),
        "room around the image: same, valid, a number, or [left, right, top, bottom]"),
    ],
    example: "pool max 2x2"
  ) { Pooling($0) }

  private init(_ arguments: Arguments) {
    let word = arguments.text("kind")
    let size = arguments.windowSize("size")
    self.init(
      word.hasSuffix("max") ? .maximum : .average,
      size: word.hasPrefix("global") ? nil : size ?? WindowSize(0),
      stride: arguments.windowSize("stride"), padding: Padding(arguments, fallback: .valid),
      isSized: size != nil)
  }

  public var line: LayerLine {
    let word =
      switch kind {
      case .maximum: size == nil ? "globalmax" : "max"
      case .average: size == nil ? "global" : "average"
      }
    return Self.declaration.line([
      "kind": .text(word), "size": size?.size, "stride": stride?.number, "padding": padding.argument,
    ])
  }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape {
    let shape = input.shape
    try padding.check()
    if (size == nil) == isSized {
      throw LayerProblem(
        found: isSized ? "a size" : "no size", expected: isSized ? "none, it takes the whole image" : "one",
        hint: "Type: pool max 2x2, or pool global")
    }
    let window = window(shape)
    let sides = [(window.horizontal, shape.width), (window.vertical, shape.height)]
    guard sides.allSatisfy({ $0.0.outputs(of: $0.1) > 0 }) else {
      throw LayerProblem(
        found: "an image of \(shape.width)x\(shape.height)",
        expected: "at least \(window.horizontal.size)x\(window.vertical.size), its window",
        hint: "Leave a pool out, or take a smaller window.")
    }
    guard sides.allSatisfy({ $0.0.before < $0.0.size && $0.0.after < $0.0.size }) else {
      throw LayerProblem(
        found: "padding of \(window.horizontal.before)",
        expected: "less than its window, \(window.horizontal.size)x\(window.vertical.size)", hint: nil)
    }
    return SampleShape(
      channels: shape.channels, height: window.vertical.outputs(of: shape.height),
      width: window.horizontal.outputs(of: shape.width))
  }

  private func window(_ shape: SampleShape) -> Window {
    guard let size else {
      return Window(vertical: WindowSide(size: shape.height), horizontal: WindowSide(size: shape.width))
    }
    return Window(
      vertical: padding.side(
        size: size.height, stride: stride?.height ?? size.height, dilation: 1, count: shape.height,
        .vertical),
      horizontal: padding.side(
        size: size.width, stride: stride?.width ?? size.width, dilation: 1, count: shape.width, .horizontal))
  }

  /// Channels that don't fill a block are pooled with their padding: oneDNN's code for part of a block is ten
  /// times slower, and zeros stay zeros.
  func build(_ builder: PlanBuilder) throws(KernelError) {
    let context = builder.context
    let sizes = builder.value.layout.sizes
    let window = window(SampleShape(channels: sizes[1], height: sizes[2], width: sizes[3]))
    let kind = kind == .maximum ? PoolingKind.maximum : .average
    let layout = builder.value.layout
    let source = Tensor(
      layout: layout.filledChannels, buffer: builder.value.buffer, offset: builder.value.offset)
    let operation = try context.pooling(
      kind, source: source.layout, window: window, training: builder.isTraining)
    let filled = builder.tensor(operation.required(.destination))
    let workspace = operation.layout(.workspace).map(builder.tensor)
    try operation.bind(.source, source)
    try operation.bind(.destination, filled)
    try operation.bind(.workspace, ifTaken: workspace)
    builder.add(operation, in: .forward)
    let result = Tensor(layout: filled.layout.withChannels(sizes[1]), buffer: filled.buffer)
    let masks = kind == .maximum && builder.takesReLUBackward(of: source)
    if masks { builder.preserve(result) }
    builder.replaceValue(with: result) { gradient, needsInput throws(KernelError) in
      guard needsInput else { return nil }
      let back = try context.poolingBackward(kind, source: source.layout, window: window, forward: operation)
      let sourceGradient = builder.tensor(back.required(.sourceGradient))
      let wanted = back.required(.destinationGradient)
      var aligned = try builder.aligned(gradient, to: wanted.withChannels(sizes[1]), in: .backward)
      if masks { aligned = try builder.masked(aligned, where: result) }
      try back.bind(
        .destinationGradient, Tensor(layout: wanted, buffer: aligned.buffer, offset: aligned.offset))
      try back.bind(.sourceGradient, sourceGradient)
      try back.bind(.workspace, ifTaken: workspace)
      builder.add(back, in: .backward)
      return Tensor(layout: sourceGradient.layout.withChannels(sizes[1]), buffer: sourceGradient.buffer)
    }
  }
}
