internal import Datasets
internal import Kernels

/// Each channel of what it gets first times the number that it gets second for it; the end of `squeeze`.
struct ScaleLayer: Layer {
  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape { input.shape }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    var value = try builder.floats(builder.values[0])
    let sizes = value.layout.sizes
    if value.layout.activationSteps == nil {
      value = try builder.aligned(value, to: .plain(sizes), in: .forward)
    }
    let rows = Layout.plain([sizes[0], sizes[1], 1, 1])
    let factors = try builder.aligned(builder.values[1], to: rows, in: .forward)
    guard let scaling = ChannelScaling(value.layout) else {
      preconditionFailure("plain activations have steps")
    }
    let result = builder.tensor(value.layout)
    for tensor in [value, factors, result] { builder.keep(tensor) }
    let (numbers, factor, target) = (value.pointer, factors.pointer, result.pointer)
    builder.add(in: .forward) { scaling.scale(numbers, by: factor, into: target) }
    let layout = value.layout
    builder.replaceValue(with: result) { (gradient: Tensor, _: [Bool]) throws(KernelError) -> [Tensor?] in
      let gradient = try builder.aligned(gradient, to: layout, in: .backward)
      let before = builder.tensor(layout)
      let factorGradients = builder.tensor(rows)
      for tensor in [gradient, before, factorGradients] { builder.keep(tensor) }
      let (incoming, outgoing, sums) = (gradient.pointer, before.pointer, factorGradients.pointer)
      builder.add(in: .backward) {
        scaling.factorGradients(numbers, gradient: incoming, into: sums)
        scaling.scale(incoming, by: factor, into: outgoing)
      }
      return [before, factorGradients]
    }
  }
}
