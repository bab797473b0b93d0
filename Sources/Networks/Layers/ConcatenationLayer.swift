internal import Datasets
internal import Kernels

/// The channels of several layers side by side; the end of `branch concat` and `concat`.
struct ConcatenationLayer: Layer {
  let hint: String?

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape {
    let shape = input.shape
    if let other = input.shapes.first(where: { $0.width != shape.width || $0.height != shape.height }) {
      throw LayerProblem(
        found: "\(shape) and \(other) (width x height x channels)",
        expected: "equal width and height to stand side by side",
        hint: hint)
    }
    return SampleShape(
      channels: input.shapes.reduce(0) { $0 + $1.channels }, height: shape.height, width: shape.width)
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let context = builder.context
    let values = builder.values
    let blocked = values.first { !$0.layout.isPlain }?.layout
    let block = blocked?.activationSteps?.block ?? 1
    let precision = (blocked ?? values[0].layout).precision
    func plain(_ sizes: [Int]) -> Layout { .plain(sizes).converted(to: precision) }
    // Whole blocks of channels are copied as they lie; where one would be cut, oneDNN has only slow code for
    // blocks.
    let parts = try values.map { value throws(KernelError) in
      let sizes = value.layout.sizes
      if block > 1, values.allSatisfy({ $0.layout.sizes[1] % block == 0 }), let like = blocked?.resized(sizes)
      {
        return try builder.aligned(value, to: like, in: .forward)
      }
      return try builder.aligned(value, to: plain(sizes), in: .forward)
    }
    let layouts = parts.map(\.layout)
    var sizes = layouts[0].sizes
    sizes[1] = layouts.reduce(0) { $0 + $1.sizes[1] }
    let operation = try context.concatenation(layouts, destination: layouts[0].resized(sizes))
    for (index, part) in parts.enumerated() { try operation.bind(.part(index), part) }
    let result = builder.tensor(operation.required(.destination))
    try operation.bind(.destination, result)
    builder.add(operation, in: .forward)
    builder.replaceValue(with: result) {
      (gradient: Tensor, needed: [Bool]) throws(KernelError) -> [Tensor?] in
      let gradient = try builder.aligned(gradient, to: result.layout, in: .backward)
      var first = 0
      var gradients: [Tensor?] = []
      for (index, layout) in layouts.enumerated() {
        let range = first..<first + layout.sizes[1]
        first = range.upperBound
        guard needed[index] else {
          gradients.append(nil)
          continue
        }
        guard let slice = gradient.layout.channels(range) else {
          preconditionFailure("blocks of channels are whole")
        }
        gradients.append(
          try builder.aligned(Tensor(layout: slice, buffer: gradient.buffer), to: layout, in: .backward))
      }
      return gradients
    }
  }
}
