import Testing

@testable import Kernels

@Suite struct ConvolutionTests {
  static func window(_ size: Int, stride: Int = 1, dilation: Int = 1, before: Int = 0, after: Int? = nil)
    -> Window
  {
    let side = WindowSide(
      size: size, stride: stride, dilation: dilation, before: before, after: after ?? before)
    return Window(vertical: side, horizontal: side)
  }

  static func shape(
    _ batch: Int, _ inputs: Int, _ side: Int, _ outputs: Int, _ window: Window, groups: Int = 1,
    bias: Bool = true
  ) -> ConvolutionShape {
    ConvolutionShape(
      batch: batch, inputs: inputs, height: side, width: side + 1, outputs: outputs, window: window,
      groups: groups,
      hasBias: bias)
  }

  static let shapes = [
    shape(2, 1, 9, 8, window(3, before: 1)), shape(1, 3, 8, 6, window(5, before: 2)),
    shape(3, 16, 7, 32, window(3, before: 1), bias: false),
    shape(2, 5, 9, 7, window(3, stride: 2, before: 0, after: 1)),
    shape(2, 32, 14, 32, window(3, before: 1)), shape(1, 40, 15, 48, window(3, before: 1), bias: false),
    shape(2, 8, 9, 8, window(3, dilation: 2, before: 2)), shape(2, 16, 6, 16, window(1), groups: 2),
    shape(2, 8, 6, 8, window(3, before: 1), groups: 8), shape(2, 17, 5, 1, window(2, stride: 2)),
    shape(1, 4, 4, 4, window(3, before: 3)), shape(2, 2, 1, 3, window(1)),
  ]

  @Test(arguments: shapes.indices) func agreesWithTheReference(index: Int) throws {
    let shape = Self.shapes[index]
    try onWorker { bench in
      let x = noise(shape.sourceSizes.reduce(1, *), 100)
      let weights = noise(shape.weightSizes.reduce(1, *), 101)
      let bias = noise(shape.outputs, 102)
      let gradient = noise(shape.destinationSizes.reduce(1, *), 103)
      for relu in [false, true] {
        let forward = try bench.context.convolution(shape, relu: relu)
        let source = try bench.give(forward, .source, x)
        try bench.give(forward, .weights, weights)
        if shape.hasBias { try bench.give(forward, .bias, bias) }
        let output = try bench.take(forward, .destination)
        forward.run()
        var expected = ReferenceKernels.convolution(
          x, weights: weights, bias: shape.hasBias ? bias : nil, shape: shape)
        if relu { expected = ReferenceKernels.relu(expected) }
        expectAgreement(try bench.plain(output), expected, "forward, \(forward.implementation)")
        let gradients = ReferenceKernels.convolutionBackward(
          x, weights: weights, gradient: gradient, shape: shape)

        let data = try bench.context.convolutionBackwardData(shape, forward: forward)
        try bench.give(data, .weights, weights)
        try bench.give(data, .destinationGradient, gradient)
        let sourceGradient = try bench.take(data, .sourceGradient)
        data.run()
        expectAgreement(try bench.plain(sourceGradient), gradients.input, "data, \(data.implementation)")

        let learn = try bench.context.convolutionBackwardWeights(
          shape, source: source.layout, forward: forward)
        try bench.give(learn, .source, x)
        try bench.give(learn, .destinationGradient, gradient)
        let weightGradients = try bench.take(learn, .weightsGradient)
        let biasGradients = shape.hasBias ? try bench.take(learn, .biasGradient) : nil
        learn.run()
        expectAgreement(
          try bench.plain(weightGradients), gradients.weights, tolerance: 5e-5,
          "weights, \(learn.implementation)")
        if let biasGradients {
          expectAgreement(
            try bench.plain(biasGradients), gradients.bias, tolerance: 5e-5, "bias, \(learn.implementation)")
        }
      }
    }
  }

  @Test func winogradIsTakenByRule() throws {
    let wide = Self.shape(2, 32, 14, 32, Self.window(3, before: 1))
    let narrow = Self.shape(2, 16, 14, 32, Self.window(3, before: 1))
    #expect(ConvolutionAlgorithm.allowsWinograd(wide) == KernelLibrary.hasWinograd)
    #expect(!ConvolutionAlgorithm.allowsWinograd(narrow))
    let names = try onWorker { bench in
      [
        try bench.context.convolution(wide).implementation,
        try bench.context.convolution(wide, algorithm: .direct).implementation,
      ]
    }
    #expect(names[0].contains("wino") == KernelLibrary.hasWinograd)
    #expect(!names[1].contains("wino"))
  }

  @Test func firstLayerTakesPlainInput() throws {
    let shape = Self.shape(4, 1, 28, 32, Self.window(3, before: 1))
    let isSlow = try onWorker { bench in
      try bench.context.convolution(shape, source: .plain(shape.sourceSizes)).isSlow
    }
    #expect(!isSlow || !KernelLibrary.hasAVX512)
  }

  @Test(arguments: [3, 7, 8, 9, 10]) func referenceGradientsAreThoseOfFiniteDifferences(index: Int) {
    var shape = Self.shapes[index]
    (shape.batch, shape.height, shape.width) = (1, min(shape.height, 5), min(shape.width, 6))
    shape.inputs = min(shape.inputs, 4 * shape.groups)
    let x = noise(shape.sourceSizes.reduce(1, *), 110)
    let weights = noise(shape.weightSizes.reduce(1, *), 111)
    let gradient = noise(shape.destinationSizes.reduce(1, *), 112)
    func loss(_ x: [Double], _ weights: [Double]) -> Double {
      dot(gradient, ReferenceKernels.convolution(x, weights: weights, bias: nil, shape: shape))
    }
    let found = ReferenceKernels.convolutionBackward(x, weights: weights, gradient: gradient, shape: shape)
    expectAgreement(
      found.input.map(Float.init), differences(x) { loss($0, weights) }, tolerance: 1e-6, "input")
    expectAgreement(
      found.weights.map(Float.init), differences(weights) { loss(x, $0) }, tolerance: 1e-6, "weights")
  }
}
