internal import Datasets
internal import Kernels

/// The sum of what several layers give, number by number; the end of `residual`, `branch add` and `add`.
///
/// Where a ReLU comes next, the last sum does its work.
struct AddLayer: Layer {
  let hint: String?

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape {
    if let other = input.shapes.first(where: { $0 != input.shape }) {
      throw LayerProblem(
        found: "\(input.shape) and \(other) (width x height x channels)", expected: "equal shapes to add",
        hint: hint)
    }
    return input.shape
  }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    let context = builder.context
    let relu = builder.takesReLU()
    let values = builder.values
    // Blocked ones decide: what follows a convolution is mostly another.
    let layout = (values.first { !$0.layout.isPlain } ?? values[0]).layout
    var sum = try builder.aligned(values[0], to: layout, in: .forward)
    for (index, value) in values.enumerated().dropFirst() {
      let operation = try context.addition(layout, relu: relu && index == values.count - 1)
      let result = builder.mayOverwrite(sum, keepingSigns: false) ? sum : builder.tensor(layout)
      try operation.bind(.source, sum.flat)
      try operation.bind(.secondSource, try builder.aligned(value, to: layout, in: .forward).flat)
      try operation.bind(.destination, result.flat)
      builder.add(operation, in: .forward)
      sum = result
    }
    let result = sum
    builder.replaceValue(with: result) { (gradient: Tensor, _: [Bool]) throws(KernelError) -> [Tensor?] in
      let gradient = relu ? try builder.reluBackward(gradient, output: result) : gradient
      return values.map { _ in gradient }
    }
  }
}
