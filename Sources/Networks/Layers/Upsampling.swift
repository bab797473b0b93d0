internal import Datasets
internal import Declarations
internal import Kernels

/// `upsample 2x2`: upsampling by integer factors, nearest-neighbor or bilinear (PyTorch's
/// `align_corners=False`).
public struct Upsampling: Layer, NetworkElement, Hashable {
  /// The interpolation.
  public enum Kind: String, Sendable, Hashable {
    /// The value of the nearest pixel.
    case nearest
    /// A value on the straight line between the nearest pixels.
    case linear
  }

  /// The factors of width and height, at least 1.
  public var factor: WindowSize
  /// The interpolation.
  public var kind: Kind

  /// Upsampling by these factors.
  ///
  /// - Parameters:
  ///   - factor: The factors of width and height, at least 1.
  ///   - kind: The interpolation.
  public init(factor: WindowSize, _ kind: Kind = .nearest) {
    self.factor = factor
    self.kind = kind
  }

  static let declaration = LayerDeclaration(
    name: "upsample", summary: "Enlarge images by whole factors.",
    parameters: [
      .positional("factor", WindowSize.kind, "how many times wider and higher"),
      .optionalPositional(
        "kind", .choice(["nearest", "linear"]), default: .text("nearest"), "what pixels between pixels get"),
    ], example: "upsample 2x2"
  ) { Upsampling(factor: $0.windowSize("factor") ?? 1, Kind(rawValue: $0.text("kind")) ?? .nearest) }

  public var line: LayerLine {
    Self.declaration.line(["factor": factor.size, "kind": .text(kind.rawValue)])
  }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape {
    SampleShape(
      channels: input.shape.channels, height: input.shape.height * factor.height,
      width: input.shape.width * factor.width)
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    var value = try builder.floats(builder.value)
    let sizes = value.layout.sizes
    let larger = [sizes[0], sizes[1], sizes[2] * factor.height, sizes[3] * factor.width]
    if value.layout.resized(larger) == nil {
      value = try builder.aligned(value, to: .plain(sizes), in: .forward)
    }
    guard let layout = value.layout.resized(larger),
      let resampling = Resampling(
        kind == .linear ? .linear : .nearest, source: value.layout, destination: layout)
    else { preconditionFailure("plain activations have steps") }
    let result = builder.tensor(layout)
    for tensor in [value, result] { builder.keep(tensor) }
    let (from, to) = (value.pointer, result.pointer)
    builder.add(in: .forward) { resampling.forward(from, into: to) }
    let source = value.layout
    builder.replaceValue(with: result) { gradient, needsInput throws(KernelError) in
      guard needsInput else { return nil }
      let gradient = try builder.aligned(gradient, to: layout, in: .backward)
      let before = builder.tensor(source)
      for tensor in [gradient, before] { builder.keep(tensor) }
      let (from, to, count) = (gradient.pointer, before.pointer, source.floatCount)
      builder.add(in: .backward) { resampling.backward(from, into: to, count: count) }
      return before
    }
  }
}
