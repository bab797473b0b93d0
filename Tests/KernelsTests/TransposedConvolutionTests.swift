import Testing

@testable import Kernels

@Suite struct TransposedConvolutionTests {
  private static func shape(
    _ batch: Int, _ inputs: Int, _ side: Int, _ outputs: Int, _ window: Window, groups: Int = 1,
    bias: Bool = true
  ) -> TransposedConvolutionShape {
    TransposedConvolutionShape(
      batch: batch, inputs: inputs, height: side, width: side + 1, outputs: outputs, window: window,
      groups: groups,
      hasBias: bias)
  }

  static let shapes = [
    shape(2, 3, 4, 5, ConvolutionTests.window(3, stride: 2)),
    shape(1, 16, 4, 32, ConvolutionTests.window(2, stride: 2), bias: false),
    shape(2, 4, 3, 6, ConvolutionTests.window(3, before: 1), groups: 2),
    shape(1, 5, 3, 4, ConvolutionTests.window(3, dilation: 2, before: 1)),
    shape(2, 2, 4, 3, ConvolutionTests.window(4, stride: 2, before: 1, after: 2)),
    shape(3, 1, 1, 1, ConvolutionTests.window(1)),
  ]

  @Test(arguments: shapes.indices) func agreesWithTheReference(index: Int) throws {
    let shape = Self.shapes[index]
    let x = noise(shape.sourceSizes.reduce(1, *), 200)
    let weights = noise(shape.weightSizes.reduce(1, *), 201)
    let bias = noise(shape.outputs, 202)
    let gradient = noise(shape.destinationSizes.reduce(1, *), 203)
    let expected = ReferenceKernels.transposedConvolution(
      x, weights: weights, bias: shape.hasBias ? bias : nil, shape: shape)
    let back = ReferenceKernels.transposedConvolutionBackward(
      x, weights: weights, gradient: gradient, shape: shape)
    try onWorker { bench in
      let forward = try bench.context.transposedConvolution(shape)
      try bench.give(forward, .source, x)
      try bench.give(forward, .weights, weights)
      if shape.hasBias { try bench.give(forward, .bias, bias) }
      let output = try bench.take(forward, .destination)
      forward.run()
      expectAgreement(try bench.plain(output), expected, "forward, \(forward.implementation)")

      let data = try bench.context.transposedConvolutionBackwardData(shape, forward: forward)
      try bench.give(data, .weights, weights)
      try bench.give(data, .destinationGradient, gradient)
      let sourceGradient = try bench.take(data, .sourceGradient)
      data.run()
      expectAgreement(try bench.plain(sourceGradient), back.input, "data, \(data.implementation)")

      let learn = try bench.context.transposedConvolutionBackwardWeights(shape, forward: forward)
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

  @Test(arguments: [0, 2, 3, 4]) func referenceGradientsAreThoseOfFiniteDifferences(index: Int) {
    var shape = Self.shapes[index]
    shape.batch = 1
    let x = noise(shape.sourceSizes.reduce(1, *), 204)
    let weights = noise(shape.weightSizes.reduce(1, *), 205)
    let bias = noise(shape.outputs, 206)
    let gradient = noise(shape.destinationSizes.reduce(1, *), 207)
    func loss(_ x: [Double], _ weights: [Double], _ bias: [Double]) -> Double {
      dot(gradient, ReferenceKernels.transposedConvolution(x, weights: weights, bias: bias, shape: shape))
    }
    let found = ReferenceKernels.transposedConvolutionBackward(
      x, weights: weights, gradient: gradient, shape: shape)
    expectAgreement(
      found.input.map(Float.init), differences(x) { loss($0, weights, bias) }, tolerance: 1e-6, "input")
    expectAgreement(
      found.weights.map(Float.init), differences(weights) { loss(x, $0, bias) }, tolerance: 1e-6, "weights")
    expectAgreement(
      found.bias.map(Float.init), differences(bias) { loss(x, weights, $0) }, tolerance: 1e-6, "bias")
  }
}
