internal import Datasets
internal import Declarations
internal import Kernels

/// `layernorm`: layer normalization; standardizes all values of a sample, then scales and shifts each by
/// learned values (Ba et al., arXiv:1607.06450). Unlike `batchnorm` it does the same in training and
/// prediction.
public struct LayerNorm: Layer, NetworkElement, Hashable {
  /// Added to the variance; above 0.
  public var epsilon: Double

  /// Layer normalization.
  ///
  /// - Parameter epsilon: Added to the variance; above 0.
  public init(epsilon: Double = 1e-5) { self.epsilon = epsilon }

  static let declaration = LayerDeclaration(
    name: "layernorm", summary: "Normalize all values of a sample (layer normalization).",
    parameters: [.option("epsilon", .number(.positive), default: .number(1e-5), "added to the variance")],
    example: "layernorm"
  ) { LayerNorm(epsilon: $0.number("epsilon")) }

  public var line: LayerLine { Self.declaration.line(["epsilon": .number(epsilon)]) }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape { input.shape }

  func tensors(for input: LayerInput) -> [TensorDeclaration] {
    let shape = [input.shape.channels, input.shape.height, input.shape.width]
    return [
      TensorDeclaration(name: "scale", shape: shape, role: .constant(1)),
      TensorDeclaration(name: "shift", shape: shape, role: .constant(0)),
    ]
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let sizes = builder.value.layout.sizes
    let loops = LayerNormalization(
      rows: sizes[0], columns: sizes[1] * sizes[2] * sizes[3], epsilon: Double(Float(epsilon)))
    let source = try builder.aligned(builder.value, to: .plain(sizes), in: .forward)
    let scale = try builder.plainParameter(0)
    let shift = try builder.plainParameter(1)
    let normal = builder.tensor(.plain(sizes))
    let deviations = builder.tensor(.plain([sizes[0]]))
    let result = builder.tensor(.plain(sizes))
    for tensor in [source, scale, shift, normal, deviations, result] { builder.keep(tensor) }
    let (x, factor, addend) = (source.pointer, scale.pointer, shift.pointer)
    let (rows, roots, target) = (normal.pointer, deviations.pointer, result.pointer)
    builder.add(in: .forward) {
      loops.forward(x, scale: factor, shift: addend, normal: rows, deviations: roots, into: target)
    }
    builder.replaceValue(with: result) { gradient, _ throws(KernelError) in
      let gradient = try builder.aligned(gradient, to: .plain(sizes), in: .backward)
      let before = builder.tensor(.plain(sizes))
      let scaleGradient = builder.tensor(scale.layout)
      let shiftGradient = builder.tensor(shift.layout)
      for tensor in [gradient, before, scaleGradient, shiftGradient] { builder.keep(tensor) }
      let (incoming, outgoing) = (gradient.pointer, before.pointer)
      let (factors, addends) = (scaleGradient.pointer, shiftGradient.pointer)
      builder.add(in: .backward) {
        loops.backward(
          incoming, scale: factor, normal: rows, deviations: roots, input: outgoing, scaleGradient: factors,
          shiftGradient: addends)
      }
      try builder.gradient(0, from: scaleGradient)
      try builder.gradient(1, from: shiftGradient)
      return before
    }
  }
}
