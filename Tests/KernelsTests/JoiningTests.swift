import Testing

@testable import Kernels

@Suite struct JoiningTests {
  @Test(arguments: [[2, 16, 3, 3], [3, 5, 4, 2], [7, 9, 1, 1], [1, 40, 5, 5]], [false, true])
  func additionAgreesWithTheReference(sizes: [Int], relu: Bool) throws {
    let first = noise(sizes.reduce(1, *), 160)
    let second = noise(first.count, 161)
    let sum = zip(first, second).map { $0 + $1 }
    let expected = relu ? ReferenceKernels.relu(sum) : sum
    try onWorker { bench in
      for layout in [Layout.plain(sizes), try bench.blocked(sizes)] {
        let operation = try bench.context.addition(layout, relu: relu)
        let target = try bench.laid(first, layout)
        try operation.bind(.source, target.flat)
        try operation.bind(.secondSource, try bench.laid(second, layout).flat)
        try operation.bind(.destination, target.flat)
        operation.run()
        #expect(!operation.isSlow, "\(operation.implementation)")
        expectAgreement(
          try bench.plain(target), expected,
          "\(operation.implementation), \(layout.isPlain ? "plain" : "blocked") \(relu)")
      }
    }
  }

  /// Channels of the parts, which are whole blocks in the first two cases.
  @Test(arguments: [[16, 32], [64, 16, 48], [3, 5], [24, 40]], [[2, 5], [3, 1]])
  func concatenationAgreesWithTheReference(channels: [Int], sides: [Int]) throws {
    let parts = channels.enumerated().map { noise(sides[0] * $1 * sides[1] * sides[1], UInt32(162 + $0)) }
    let expected = ReferenceKernels.concatenation(parts, batch: sides[0])
    try onWorker { bench in
      for isBlocked in [false, true] where !isBlocked || channels.allSatisfy({ $0 % 16 == 0 }) {
        let layouts = try channels.map {
          let sizes = [sides[0], $0, sides[1], sides[1]]
          return isBlocked ? try bench.blocked(sizes) : .plain(sizes)
        }
        let whole = try #require(layouts[0].resized([sides[0], channels.reduce(0, +), sides[1], sides[1]]))
        let operation = try bench.context.concatenation(layouts, destination: whole)
        for (index, part) in parts.enumerated() { try bench.give(operation, .part(index), part) }
        let result = try bench.take(operation, .destination)
        operation.run()
        expectAgreement(try bench.plain(result), expected, operation.implementation)
        // And apart again, from where each part lies.
        var first = 0
        for (index, count) in channels.enumerated() {
          let slice = try #require(whole.channels(first..<first + count))
          let part = Tensor(layout: layouts[index])
          try bench.context.copy(Tensor(layout: slice, buffer: result.buffer), to: part)
          expectAgreement(try bench.plain(part), parts[index], "part \(index)")
          first += count
        }
      }
    }
  }
}
