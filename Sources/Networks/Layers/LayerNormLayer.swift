internal import Datasets
internal import Declarations
internal import Kernels

/// `layernorm`: brings all numbers of a sample to mean 0 and variance 1, then scales and shifts each by learned numbers (Ba et
/// al., arXiv:1607.06450). Unlike `batchnorm` it does the same in training and in prediction.
struct LayerNormLayer: Layer {
  let epsilon: Float

  static let declaration = LayerDeclaration(
    name: "layernorm", summary: "normalise all numbers of a sample",
    parameters: [.option("epsilon", .number(.positive), default: .number(1e-5), "added to the variance")],
    example: "layernorm"
  ) { LayerNormLayer(epsilon: Float($0.number("epsilon"))) }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape { input.shape }

  func tensors(for input: LayerInput) -> [TensorDeclaration] {
    let shape = [input.shape.channels, input.shape.height, input.shape.width]
    return [
      TensorDeclaration(name: "scale", shape: shape, role: .constant(1)),
      TensorDeclaration(name: "shift", shape: shape, role: .constant(0)),
    ]
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let context = builder.context
    let epsilon = epsilon
    let sizes = builder.value.layout.sizes
    let rows = [sizes[0], sizes[1] * sizes[2] * sizes[3]]
    let plain = try builder.aligned(builder.value, to: .plain(sizes), in: .forward)
    let source = Tensor(layout: .plain(rows), buffer: plain.buffer, offset: plain.offset)
    let operation = try context.layerNormalization(rows, epsilon: epsilon)
    let result = builder.tensor(.plain(sizes))
    let mean = builder.tensor(.plain([rows[0]]))
    let variance = builder.tensor(.plain([rows[0]]))
    try operation.bind(.source, source)
    try operation.bind(.destination, Tensor(layout: .plain(rows), buffer: result.buffer))
    try operation.bind(.mean, mean)
    try operation.bind(.variance, variance)
    let scale = try builder.parameter(0, for: operation, .scale)
    _ = try builder.parameter(1, for: operation, .shift)
    builder.add(operation, in: .forward)
    builder.replaceValue(with: result) { gradient, _ throws(KernelError) in
      let gradient = try builder.aligned(gradient, to: .plain(sizes), in: .backward)
      let back = try context.layerNormalizationBackward(rows, epsilon: epsilon, forward: operation)
      let before = builder.tensor(.plain(sizes))
      try back.bind(.source, source)
      try back.bind(.mean, mean)
      try back.bind(.variance, variance)
      try back.bind(.scale, scale)
      try back.bind(
        .destinationGradient, Tensor(layout: .plain(rows), buffer: gradient.buffer, offset: gradient.offset))
      try back.bind(.sourceGradient, Tensor(layout: .plain(rows), buffer: before.buffer))
      try builder.gradient(0, from: back, .scaleGradient)
      try builder.gradient(1, from: back, .shiftGradient)
      // Frozen, it still gives the gradient of its input.
      if builder.isFrozen { builder.add(back, in: .backward) } else { builder.addLearning(back) }
      return before
    }
  }
}
