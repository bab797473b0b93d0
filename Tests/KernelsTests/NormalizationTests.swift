import Testing

@testable import Kernels

@Suite struct NormalizationTests {
  static let shapes = [[4, 32, 6, 5], [3, 20, 4, 4], [32, 7, 1, 1], [5, 3, 8, 8]]

  @Test(arguments: shapes, [false, true]) func agreesWithTheReference(sizes: [Int], relu: Bool) throws {
    let x = noise(sizes.reduce(1, *), 130).map { $0 * 2 + 0.5 }
    let scale = noise(sizes[1], 131)
    let shift = noise(sizes[1], 132)
    let gradient = noise(x.count, 133)
    let epsilon = 1e-5
    let expected = ReferenceKernels.batchNormalization(
      x, scale: scale, shift: shift, epsilon: epsilon, sizes: sizes)
    let output = relu ? ReferenceKernels.relu(expected.output) : expected.output
    let masked = relu ? ReferenceKernels.reluBackward(output: output, gradient: gradient) : gradient
    let back = ReferenceKernels.batchNormalizationBackward(
      x, scale: scale, gradient: masked, epsilon: epsilon, sizes: sizes)
    try onWorker { bench in
      let blocked = try bench.context.convolution(
        ConvolutionShape(
          batch: sizes[0], inputs: 16, height: sizes[2], width: sizes[3], outputs: sizes[1],
          window: ConvolutionTests.window(1))
      ).required(.destination)
      for layout in [Layout.plain(sizes), blocked] {
        let forward = try bench.context.batchNormalization(layout, epsilon: Float(epsilon), relu: relu)
        let source = try bench.give(forward, .source, x)
        let scaleTensor = try bench.give(forward, .scale, scale)
        let shiftTensor = try bench.give(forward, .shift, shift)
        let mean = try bench.take(forward, .mean)
        let variance = try bench.take(forward, .variance)
        let result = try bench.take(forward, .destination)
        let workspace = forward.layout(.workspace) == nil ? nil : try bench.take(forward, .workspace)
        forward.run()
        expectAgreement(try bench.plain(result), output, "forward, \(forward.implementation)")
        expectAgreement(try bench.plain(mean), expected.mean, "mean")
        expectAgreement(try bench.plain(variance), expected.variance, "variance")

        let backward = try bench.context.batchNormalizationBackward(
          layout, epsilon: Float(epsilon), relu: relu, forward: forward)
        try backward.bind(.source, source)
        try backward.bind(.scale, scaleTensor)
        if backward.layout(.shift) != nil { try backward.bind(.shift, shiftTensor) }
        try backward.bind(.mean, mean)
        try backward.bind(.variance, variance)
        try backward.bind(.workspace, ifTaken: workspace)
        try bench.give(backward, .destinationGradient, gradient)
        let sourceGradient = try bench.take(backward, .sourceGradient)
        let scaleGradient = try bench.take(backward, .scaleGradient)
        let shiftGradient = try bench.take(backward, .shiftGradient)
        backward.run()
        expectAgreement(try bench.plain(sourceGradient), back.input, "input, \(backward.implementation)")
        expectAgreement(try bench.plain(scaleGradient), back.scale, tolerance: 5e-5, "scale")
        expectAgreement(try bench.plain(shiftGradient), back.shift, tolerance: 5e-5, "shift")

        let inference = try bench.context.batchNormalization(
          layout, epsilon: Float(epsilon), relu: relu, training: false)
        try inference.bind(.source, source)
        try inference.bind(.scale, scaleTensor)
        try inference.bind(.shift, shiftTensor)
        try inference.bind(.mean, mean)
        try inference.bind(.variance, variance)
        let evaluated = try bench.take(inference, .destination)
        inference.run()
        expectAgreement(try bench.plain(evaluated), output, "inference, \(inference.implementation)")
      }
    }
  }

  @Test func referenceGradientsAreThoseOfFiniteDifferences() {
    let sizes = [3, 2, 2, 3]
    let x = noise(sizes.reduce(1, *), 134)
    let scale = noise(2, 135)
    let shift = noise(2, 136)
    let gradient = noise(x.count, 137)
    func loss(_ x: [Double], _ scale: [Double]) -> Double {
      dot(
        gradient,
        ReferenceKernels.batchNormalization(x, scale: scale, shift: shift, epsilon: 1e-3, sizes: sizes).output
      )
    }
    let found = ReferenceKernels.batchNormalizationBackward(
      x, scale: scale, gradient: gradient, epsilon: 1e-3, sizes: sizes)
    expectAgreement(found.input.map(Float.init), differences(x) { loss($0, scale) }, tolerance: 1e-6, "input")
    expectAgreement(found.scale.map(Float.init), differences(scale) { loss(x, $0) }, tolerance: 1e-6, "scale")
  }

  @Test(arguments: [[3, 12], [1, 1], [5, 33], [2, 200]]) func layerNormalizationAgreesWithTheReference(
    sizes: [Int]
  ) throws {
    let (rows, columns) = (sizes[0], sizes[1])
    let x = noise(rows * columns, 210).map { $0 * 3 - 1 }
    let (scale, shift, gradient) = (noise(columns, 211), noise(columns, 212), noise(x.count, 213))
    let expected = ReferenceKernels.layerNormalization(
      x, scale: scale, shift: shift, epsilon: 1e-5, columns: columns)
    let back = ReferenceKernels.layerNormalizationBackward(
      x, scale: scale, gradient: gradient, epsilon: 1e-5, columns: columns)
    try onWorker { bench in
      let loops = LayerNormalization(rows: rows, columns: columns, epsilon: 1e-5)
      let plain = Layout.plain(sizes)
      let row = Layout.plain([columns])
      let (source, incoming) = (try bench.laid(x, plain), try bench.laid(gradient, plain))
      let (factors, addends) = (try bench.laid(scale, row), try bench.laid(shift, row))
      let (result, normal, before) = (Tensor(layout: plain), Tensor(layout: plain), Tensor(layout: plain))
      let deviations = Tensor(layout: .plain([rows]))
      let (scaleGradient, shiftGradient) = (Tensor(layout: row), Tensor(layout: row))
      loops.forward(
        source.pointer, scale: factors.pointer, shift: addends.pointer, normal: normal.pointer,
        deviations: deviations.pointer, into: result.pointer)
      expectAgreement(try bench.plain(result), expected, "forward")
      loops.backward(
        incoming.pointer, scale: factors.pointer, normal: normal.pointer, deviations: deviations.pointer,
        input: before.pointer, scaleGradient: scaleGradient.pointer, shiftGradient: shiftGradient.pointer)
      expectAgreement(try bench.plain(before), back.input, "input")
      expectAgreement(try bench.plain(scaleGradient), back.scale, tolerance: 5e-5, "scale")
      expectAgreement(try bench.plain(shiftGradient), back.shift, tolerance: 5e-5, "shift")
    }
  }

  @Test(arguments: [[2, 16, 3, 3], [3, 7, 4, 2], [1, 40, 2, 2]], [1, 3, 5])
  func localResponseAgreesWithTheReference(
    sizes: [Int], size: Int
  ) throws {
    let response = LocalResponse(size: size, alpha: 0.5, beta: 0.75, k: 1.5)
    let x = noise(sizes.reduce(1, *), 214).map { $0 * 2 }
    let gradient = noise(x.count, 215)
    let expected = ReferenceKernels.localResponse(x, response, sizes: sizes)
    let back = ReferenceKernels.localResponseBackward(x, response, gradient: gradient, sizes: sizes)
    try onWorker { bench in
      let layout = bench.context.blocked(sizes)
      let forward = try bench.context.localResponse(layout, response)
      let source = try bench.give(forward, .source, x)
      let result = try bench.take(forward, .destination)
      let workspace = forward.layout(.workspace) == nil ? nil : try bench.take(forward, .workspace)
      forward.run()
      expectAgreement(try bench.plain(result), expected, "forward, \(forward.implementation)")
      let backward = try bench.context.localResponseBackward(layout, response, forward: forward)
      try backward.bind(.source, source)
      try bench.give(backward, .destinationGradient, gradient)
      try backward.bind(.workspace, ifTaken: workspace)
      let before = try bench.take(backward, .sourceGradient)
      backward.run()
      expectAgreement(try bench.plain(before), back, "backward, \(backward.implementation)")
    }
  }
}
