internal import Datasets
internal import Declarations
internal import Kernels

/// A function of each number alone. The layers of that kind, all in Activations.swift, say which.
struct ActivationLayer: Layer {
  let activation: Activation

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape { input.shape }

  /// Works on the memory as one row of numbers: for blocks of channels that aren't full, oneDNN's code for
  /// these functions is up to sixty times slower. What the padding of blocks gets is cleared after it.
  func build(_ builder: PlanBuilder) throws(KernelError) {
    let context = builder.context
    let activation = activation
    let isPadded = builder.value.layout.filledChannels.sizes != builder.value.layout.sizes
    // Padding is cleared by a loop of ours, and functions of the input itself lose digits in 16 bits.
    let isFine = activation.keepsZero && activation.goesBackByOutput
    let value = isFine ? builder.value : try builder.floats(builder.value)
    let inPlace =
      activation.goesBackByOutput && builder.mayOverwrite(value, keepingSigns: activation.keepsSigns)
      || !builder.isTraining && builder.mayOverwrite(value, keepingSigns: false)
    let result = inPlace ? value : builder.tensor(value.layout)
    let operation = try context.activation(activation, on: value.flat.layout)
    try operation.bind(.source, value.flat)
    try operation.bind(.destination, result.flat)
    builder.add(operation, in: .forward)
    if !activation.keepsZero, isPadded {
      builder.keep(result)
      builder.add(in: .forward) { result.clearPadding() }
    }
    if activation.goesBackByOutput { builder.preserve(result) }
    builder.replaceValue(with: result) { gradient, needsInput throws(KernelError) in
      guard needsInput else { return nil }
      let gradient = try builder.aligned(gradient, to: value.layout, in: .backward)
      let before = builder.mayOverwriteGradient(gradient) ? gradient : builder.tensor(value.layout)
      let back = try context.activationBackward(activation, on: value.flat.layout)
      if activation.goesBackByOutput {
        try back.bind(.destination, result.flat)
      } else {
        try back.bind(.source, value.flat)
      }
      try back.bind(.destinationGradient, gradient.flat)
      try back.bind(.sourceGradient, before.flat)
      builder.add(back, in: .backward)
      return before
    }
  }
}
