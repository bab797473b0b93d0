import Testing

@testable import Kernels

@Suite struct PoolingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var kind: PoolingKind
    var sizes: [Int]
    var vertical: WindowSide
    var horizontal: WindowSide
    var window: Window { Window(vertical: vertical, horizontal: horizontal) }
    var testDescription: String { "\(kind) \(sizes) \(vertical.size)x\(horizontal.size)" }
  }

  static let cases = [PoolingKind.maximum, .average].flatMap { kind in
    [
      Case(
        kind: kind, sizes: [2, 32, 8, 8], vertical: WindowSide(size: 2, stride: 2),
        horizontal: WindowSide(size: 2, stride: 2)),
      Case(
        kind: kind, sizes: [2, 5, 9, 7], vertical: WindowSide(size: 3, stride: 2, before: 1, after: 1),
        horizontal: WindowSide(size: 2, stride: 1, after: 1)),
      Case(kind: kind, sizes: [1, 20, 7, 7], vertical: WindowSide(size: 7), horizontal: WindowSide(size: 7)),
    ]
  }

  @Test(arguments: cases) func agreesWithTheReference(test: Case) throws {
    let x = noise(test.sizes.reduce(1, *), 120)
    let expected = ReferenceKernels.pooling(test.kind, x, sizes: test.sizes, window: test.window)
    let gradient = noise(expected.count, 121)
    let back = ReferenceKernels.poolingBackward(
      test.kind, x, gradient: gradient, sizes: test.sizes, window: test.window)
    try onWorker { bench in
      // As after a convolution, and plain.
      let blocked = try bench.context.convolution(
        ConvolutionShape(
          batch: test.sizes[0], inputs: 16, height: test.sizes[2], width: test.sizes[3],
          outputs: test.sizes[1],
          window: ConvolutionTests.window(1))
      ).required(.destination)
      for layout in [Layout.plain(test.sizes), blocked] {
        let forward = try bench.context.pooling(test.kind, source: layout, window: test.window)
        try bench.give(forward, .source, x)
        let output = try bench.take(forward, .destination)
        let workspace = forward.layout(.workspace) == nil ? nil : try bench.take(forward, .workspace)
        forward.run()
        expectAgreement(try bench.plain(output), expected, "forward, \(forward.implementation)")
        let backward = try bench.context.poolingBackward(
          test.kind, source: layout, window: test.window, forward: forward)
        try bench.give(backward, .destinationGradient, gradient)
        try backward.bind(.workspace, ifTaken: workspace)
        let sourceGradient = try bench.take(backward, .sourceGradient)
        backward.run()
        expectAgreement(try bench.plain(sourceGradient), back, "backward, \(backward.implementation)")
      }
    }
  }

  @Test(arguments: cases) func referenceGradientsAreThoseOfFiniteDifferences(test: Case) {
    let sizes = [1, 2, test.sizes[2], test.sizes[3]]
    let x = noise(sizes.reduce(1, *), 122)
    let gradient = noise(
      2 * test.vertical.outputs(of: sizes[2]) * test.horizontal.outputs(of: sizes[3]), 123)
    let found = ReferenceKernels.poolingBackward(
      test.kind, x, gradient: gradient, sizes: sizes, window: test.window)
    let expected = differences(x) {
      dot(gradient, ReferenceKernels.pooling(test.kind, $0, sizes: sizes, window: test.window))
    }
    expectAgreement(found.map(Float.init), expected, tolerance: 1e-6, "input")
  }
}
