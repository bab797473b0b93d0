import Testing

@testable import Kernels

@Suite struct DenseTests {
  static let shapes = [
    DenseShape(sourceSizes: [5, 12], outputs: 10), DenseShape(sourceSizes: [32, 64, 7, 7], outputs: 24),
    DenseShape(sourceSizes: [3, 5, 3, 2], outputs: 7, hasBias: false),
    DenseShape(sourceSizes: [1, 1], outputs: 2),
    DenseShape(sourceSizes: [25, 128], outputs: 128),
  ]

  @Test(arguments: shapes, [false, true]) func agreesWithTheReference(shape: DenseShape, relu: Bool) throws {
    let inputs = shape.sourceSizes.dropFirst().reduce(1, *)
    let x = noise(shape.sourceSizes[0] * inputs, 140)
    let weights = noise(shape.outputs * inputs, 141)
    let bias = noise(shape.outputs, 142)
    let gradient = noise(shape.sourceSizes[0] * shape.outputs, 143)
    var expected = ReferenceKernels.dense(
      x, weights: weights, bias: shape.hasBias ? bias : nil, inputs: inputs, outputs: shape.outputs)
    if relu { expected = ReferenceKernels.relu(expected) }
    let back = ReferenceKernels.denseBackward(
      x, weights: weights, gradient: gradient, inputs: inputs, outputs: shape.outputs)
    try onWorker { [expected] bench in
      let forward = try bench.context.dense(shape, relu: relu)
      let source = try bench.give(forward, .source, x)
      try bench.give(forward, .weights, weights)
      if shape.hasBias { try bench.give(forward, .bias, bias) }
      let output = try bench.take(forward, .destination)
      forward.run()
      expectAgreement(try bench.plain(output), expected, "forward, \(forward.implementation)")

      let data = try bench.context.denseBackwardData(shape, forward: forward)
      try bench.give(data, .weights, weights)
      try bench.give(data, .destinationGradient, gradient)
      let sourceGradient = try bench.take(data, .sourceGradient)
      data.run()
      expectAgreement(try bench.plain(sourceGradient), back.input, "data, \(data.implementation)")

      let learn = try bench.context.denseBackwardWeights(shape, source: source.layout, forward: forward)
      try bench.give(learn, .source, x)
      try bench.give(learn, .destinationGradient, gradient)
      let weightGradients = try bench.take(learn, .weightsGradient)
      let biasGradients = shape.hasBias ? try bench.take(learn, .biasGradient) : nil
      learn.run()
      expectAgreement(
        try bench.plain(weightGradients), back.weights, tolerance: 5e-5, "weights, \(learn.implementation)")
      if let biasGradients {
        expectAgreement(try bench.plain(biasGradients), back.bias, tolerance: 5e-5, "bias")
      }
    }
  }

  @Test func referenceGradientsAreThoseOfFiniteDifferences() {
    let x = noise(3 * 5, 144)
    let weights = noise(4 * 5, 145)
    let gradient = noise(3 * 4, 146)
    let found = ReferenceKernels.denseBackward(x, weights: weights, gradient: gradient, inputs: 5, outputs: 4)
    func loss(_ x: [Double], _ weights: [Double]) -> Double {
      dot(gradient, ReferenceKernels.dense(x, weights: weights, bias: nil, inputs: 5, outputs: 4))
    }
    expectAgreement(
      found.input.map(Float.init), differences(x) { loss($0, weights) }, tolerance: 1e-6, "input")
    expectAgreement(
      found.weights.map(Float.init), differences(weights) { loss(x, $0) }, tolerance: 1e-6, "weights")
  }
}
