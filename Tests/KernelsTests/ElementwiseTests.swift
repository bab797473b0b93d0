import Testing

@testable import Kernels

@Suite struct ElementwiseTests {
  @Test(arguments: [[2, 16, 3, 3], [3, 5, 4, 2], [7, 9, 1, 1]]) func reluAgreesWithTheReference(sizes: [Int])
    throws
  {
    let x = noise(sizes.reduce(1, *), 150)
    let gradient = noise(x.count, 151)
    let expected = ReferenceKernels.relu(x)
    let back = ReferenceKernels.reluBackward(output: expected, gradient: gradient)
    try onWorker { bench in
      let value = try bench.laid(x, .plain(sizes))
      let forward = try bench.context.relu(value.layout)
      try forward.bind(.source, value)
      try forward.bind(.destination, value)
      forward.run()
      expectAgreement(try bench.plain(value), expected, "forward, \(forward.implementation)")
      let backward = try bench.context.reluBackward(value.layout)
      let slope = try bench.laid(gradient, .plain(sizes))
      try backward.bind(.destination, value)
      try backward.bind(.destinationGradient, slope)
      try backward.bind(.sourceGradient, slope)
      backward.run()
      expectAgreement(try bench.plain(slope), back, "backward, \(backward.implementation)")
    }
  }

  /// A slope a channel, and one for all.
  @Test(arguments: [[2, 16, 3, 3], [3, 5, 4, 2]], [true, false]) func preluAgreesWithTheReference(
    sizes: [Int], isShared: Bool
  ) throws {
    let x = noise(sizes.reduce(1, *), 152)
    let slopes = noise(isShared ? 1 : sizes[1], 153)
    let gradient = noise(x.count, 154)
    let expected = ReferenceKernels.prelu(x, slopes: slopes, sizes: sizes)
    let back = ReferenceKernels.preluBackward(x, slopes: slopes, gradient: gradient, sizes: sizes)
    try onWorker { bench in
      for layout in [Layout.plain(sizes), try bench.blocked(sizes)] {
        let forward = try bench.context.prelu(layout, slopes: slopes.count)
        let source = try bench.give(forward, .source, x)
        try bench.give(forward, .weights, slopes)
        let result = try bench.take(forward, .destination)
        forward.run()
        expectAgreement(try bench.plain(result), expected, "forward, \(forward.implementation)")
        let backward = try bench.context.preluBackward(layout, slopes: slopes.count, forward: forward)
        try backward.bind(.source, source)
        try bench.give(backward, .weights, slopes)
        try bench.give(backward, .destinationGradient, gradient)
        let before = try bench.take(backward, .sourceGradient)
        let slopeGradients = try bench.take(backward, .weightsGradient)
        backward.run()
        expectAgreement(try bench.plain(before), back.input, "input, \(backward.implementation)")
        expectAgreement(
          try bench.plain(slopeGradients), back.slopes, tolerance: 5e-5, "slopes, \(backward.implementation)")
      }
    }
  }

  @Test(arguments: [1, 5]) func referenceGradientsOfPReLUAreThoseOfFiniteDifferences(slopeCount: Int) {
    let sizes = [2, 5, 2, 3]
    let x = noise(60, 155)
    let slopes = noise(slopeCount, 156)
    let gradient = noise(60, 157)
    let found = ReferenceKernels.preluBackward(x, slopes: slopes, gradient: gradient, sizes: sizes)
    func loss(_ x: [Double], _ slopes: [Double]) -> Double {
      dot(gradient, ReferenceKernels.prelu(x, slopes: slopes, sizes: sizes))
    }
    expectAgreement(
      found.input.map(Float.init), differences(x) { loss($0, slopes) }, tolerance: 1e-6, "input")
    expectAgreement(
      found.slopes.map(Float.init), differences(slopes) { loss(x, $0) }, tolerance: 1e-6, "slopes")
  }
}
