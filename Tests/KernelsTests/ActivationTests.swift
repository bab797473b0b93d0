import Testing

@testable import Kernels

@Suite struct ActivationTests {
  static let activations: [Activation] = [
    .relu, .leakyReLU(slope: 0.1), .elu(alpha: 1.3), .gelu, .swish, .hardSwish, .sigmoid, .tanh, .softplus,
    .clipped(ceiling: 2),
  ]

  /// Sizes whose channels fill their blocks and sizes whose don't, as one row with the padding.
  @Test(arguments: activations, [[2, 16, 3, 3], [3, 5, 4, 2]]) func agreesWithTheReference(
    activation: Activation, sizes: [Int]
  ) throws {
    // From -4 to 4: where each function bends.
    let x = noise(sizes.reduce(1, *), 170).map { $0 * 4 }
    let gradient = noise(x.count, 171)
    let expected = x.map { ReferenceKernels.activation(activation, $0) }
    let back = zip(x, gradient).map { ReferenceKernels.slope(activation, at: $0) * $1 }
    try onWorker { bench in
      let layout = bench.context.blocked(sizes)
      let source = try bench.laid(x, layout)
      let result = Tensor(layout: layout)
      let forward = try bench.context.activation(activation, on: source.flat.layout)
      try forward.bind(.source, source.flat)
      try forward.bind(.destination, result.flat)
      forward.run()
      #expect(!forward.isSlow, "\(forward.implementation)")
      result.clearPadding()
      expectAgreement(try bench.plain(result), expected, "forward, \(forward.implementation)")
      // The padding is zero again: all that isn't in the plain numbers.
      let padded = (0..<layout.floatCount).reduce(0.0) { $0 + abs(Double(result.pointer[$1])) }
      #expect(abs(padded - (try bench.plain(result)).reduce(0.0) { $0 + abs(Double($1)) }) < 1e-3)
      let slope = try bench.laid(gradient, layout)
      let backward = try bench.context.activationBackward(activation, on: source.flat.layout)
      try backward.bind(
        activation.goesBackByOutput ? .destination : .source,
        activation.goesBackByOutput ? result.flat : source.flat)
      try backward.bind(.destinationGradient, slope.flat)
      try backward.bind(.sourceGradient, slope.flat)
      backward.run()
      expectAgreement(try bench.plain(slope), back, "backward, \(backward.implementation)")
    }
  }

  @Test(arguments: activations) func referenceSlopesAreThoseOfFiniteDifferences(activation: Activation) {
    let x = noise(40, 172).map { $0 * 4 }
    let expected = differences(x) { $0.reduce(0) { $0 + ReferenceKernels.activation(activation, $1) } }
    expectAgreement(
      x.map { Float(ReferenceKernels.slope(activation, at: $0)) }, expected, tolerance: 1e-6, "\(activation)")
  }
}
