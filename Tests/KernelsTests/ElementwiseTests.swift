import Testing

@testable import Kernels

@Suite struct ElementwiseTests {
  @Test(arguments: [[2, 16, 3, 3], [3, 5, 4, 2], [7, 9, 1, 1]]) func reluAgreesWithTheReference(sizes: [Int]) throws {
    let x = noise(sizes.reduce(1, *), 150)
    let gradient = noise(x.count, 151)
    let expected = Reference.relu(x)
    let back = Reference.reluBackward(output: expected, gradient: gradient)
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
}
