internal import Datasets
internal import Declarations
internal import Kernels

/// `relu`: `max(x, 0)`. After `conv`, `batchnorm` and `dense` it is fused into them.
public struct ReLU: Layer, NetworkElement, Hashable {
  /// A rectifier.
  public init() {}

  static let declaration = LayerDeclaration(
    name: "relu", summary: "Set negative values to zero (ReLU).", parameters: [], example: "relu"
  ) { _ in ReLU() }

  public var line: LayerLine { Self.declaration.line() }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape { input.shape }

  /// In place where no other layer needs its input: going backward needs signs alone, which a ReLU keeps.
  func build(_ builder: PlanBuilder) throws(KernelError) {
    let value = builder.value
    let result = builder.mayOverwrite(value, keepingSigns: true) ? value : builder.tensor(value.layout)
    let operation = try builder.context.relu(value.layout)
    try operation.bind(.source, value)
    try operation.bind(.destination, result)
    builder.add(operation, in: .forward)
    builder.replaceValue(with: result) { gradient, _ throws(KernelError) in
      try builder.reluBackward(gradient, output: result)
    }
  }
}
