internal import Datasets
internal import Declarations
internal import Kernels

/// `flatten`: flattens images to vectors in channel, row, column order. `dense` does so itself.
public struct Flatten: Layer, NetworkElement, Hashable {
  /// A layer that flattens its input.
  public init() {}

  static let declaration = LayerDeclaration(
    name: "flatten", summary: "Flatten the image to one row of values.", parameters: [], example: "flatten"
  ) { _ in Flatten() }

  public var line: LayerLine { Self.declaration.line() }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape {
    SampleShape(channels: input.shape.count, height: 1, width: 1)
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    // A dense layer reads any layout; making it plain first would cost a reorder.
    if builder.isFollowed(by: Dense.self) { return }
    let value = try builder.floats(builder.value)
    let sizes = value.layout.sizes
    let plain = try builder.aligned(value, to: .plain(sizes), in: .forward)
    let flat = Tensor(layout: .plain([sizes[0], sizes[1] * sizes[2] * sizes[3], 1, 1]), buffer: plain.buffer)
    builder.replaceValue(with: flat) { gradient, _ throws(KernelError) in
      let aligned = try builder.aligned(gradient, to: flat.layout, in: .backward)
      return Tensor(layout: .plain(sizes), buffer: aligned.buffer)
    }
  }
}
