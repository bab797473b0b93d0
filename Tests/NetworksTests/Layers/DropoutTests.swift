import Models
import Tensors
import Testing

@testable import Kernels
@testable import Networks

@Suite struct DropoutTests {
  private let sizes = [6, 20, 5, 4]

  private func mask(
    _ steps: ActivationSteps, count: Int, rate: Double, isSpatial: Bool, samples: [Int], epoch: Int = 0,
    first: Int = 0
  ) -> [Float] {
    let dropout = DropoutMask(
      channels: sizes[1], height: sizes[2], width: sizes[3], steps: steps, rate: rate, firstIndex: first,
      isSpatial: isSpatial)
    var mask = [Float](repeating: -1, count: count)
    mask.withUnsafeMutableBufferPointer {
      if let base = $0.baseAddress { dropout.fill(base, seed: 5, epoch: epoch, samples: samples[...]) }
    }
    return mask
  }

  private func plainMask(rate: Double, isSpatial: Bool, samples: [Int], epoch: Int = 0, first: Int = 0) throws
    -> [Float]
  {
    let layout = Layout.plain([samples.count] + sizes.dropFirst())
    return mask(
      try #require(layout.activationSteps), count: layout.floatCount, rate: rate, isSpatial: isSpatial,
      samples: samples,
      epoch: epoch, first: first)
  }

  /// 200 samples of 400 numbers: the share that falls is within four deviations, and what stays makes up for
  /// it.
  @Test(arguments: [0.1, 0.5, 0.9], [false, true]) func keepsTheMean(rate: Double, isSpatial: Bool) throws {
    let samples = Array(0..<200)
    let mask = try plainMask(rate: rate, isSpatial: isSpatial, samples: samples)
    let draws = Double(isSpatial ? 200 * sizes[1] : mask.count)
    let fallen = Double(mask.count { $0 == 0 }) / Double(mask.count)
    #expect(abs(fallen - rate) < 4 * (rate * (1 - rate) / draws).squareRoot())
    #expect(mask.allSatisfy { $0 == 0 || $0 == Float(1 / (1 - rate)) })
  }

  @Test func spatialDropoutTakesWholeChannelsAndEachByItself() throws {
    let mask = try plainMask(rate: 0.4, isSpatial: true, samples: Array(0..<50))
    let plane = sizes[2] * sizes[3]
    let channels = stride(from: 0, to: mask.count, by: plane).map { Set(mask[$0..<$0 + plane]) }
    #expect(channels.allSatisfy { $0.count == 1 })
    // Of 50 images, no two channels fall in the same ones.
    let patterns = Set((0..<sizes[1]).map { channel in (0..<50).map { channels[$0 * sizes[1] + channel] } })
    #expect(patterns.count == sizes[1])
  }

  @Test(arguments: [false, true]) func whatFallsDependsOnSampleAndEpochAlone(isSpatial: Bool) throws {
    let both = try plainMask(rate: 0.5, isSpatial: isSpatial, samples: [7, 3])
    let one = try plainMask(rate: 0.5, isSpatial: isSpatial, samples: [3])
    #expect(Array(both[one.count...]) == one)
    #expect(try plainMask(rate: 0.5, isSpatial: isSpatial, samples: [3], epoch: 1) != one)
    #expect(try plainMask(rate: 0.5, isSpatial: isSpatial, samples: [3], first: 400) != one)
  }

  /// In blocks of 16 channels the same numbers fall as in plain order; the padding of the last block isn't
  /// touched.
  @Test(arguments: [false, true]) func theLayoutDoesNotMatter(isSpatial: Bool) throws {
    let samples = [4, 9, 2, 0, 1, 77]
    let plain = try plainMask(rate: 0.3, isSpatial: isSpatial, samples: samples)
    let context = try KernelContext()
    let layout = context.blocked(sizes)
    let steps = try #require(layout.activationSteps)
    let blocked = mask(steps, count: layout.floatCount, rate: 0.3, isSpatial: isSpatial, samples: samples)
    for sample in samples.indices {
      for channel in 0..<sizes[1] {
        for row in 0..<sizes[2] {
          for column in 0..<sizes[3] {
            let place = ((sample * sizes[1] + channel) * sizes[2] + row) * sizes[3] + column
            let offset = sample * steps.image + steps.offset(channel: channel, row: row, column: column)
            #expect(blocked[offset] == plain[place])
          }
        }
      }
    }
  }

  /// The gradient is masked as the numbers were, with and without whole channels.
  @Test(arguments: ["dropout 0.5", "dropout 0.5 spatial=yes"]) func theGradientGoesTheSameWay(text: String)
    throws
  {
    let count = 2 * 3 * 4 * 4
    let input = (0..<count).map { Double($0 % 7 + 1) }
    let gradient = (0..<count).map { Double($0 % 5 + 1) }
    let found = try LayerBench.run(
      text, sizes: [2, 3, 4, 4], input: input, parameters: nil, outputGradient: gradient)
    for index in 0..<count {
      #expect(found.output[index] == 0 || found.output[index] == Float(2 * input[index]))
      #expect((found.output[index] == 0) == (found.inputGradient[index] == 0))
      #expect(found.inputGradient[index] == 0 || found.inputGradient[index] == Float(2 * gradient[index]))
    }
    #expect(found.output.contains(0) && found.output.contains { $0 != 0 })
  }

  @Test(arguments: ["dropout 0.9", "dropout 0.9 spatial=yes"]) func predictionKeepsEverything(text: String)
    throws
  {
    let source = Spots(count: 10)
    let with = try makeNetwork("\(text)\ndense classes", source: source)
    let without = try makeNetwork("dense classes", source: source)
    try without.restore(
      with.tensors().map {
        NamedTensor(name: "1.dense." + $0.name.split(separator: ".")[2], shape: $0.shape, values: $0.values)
      })
    #expect(
      try with.predict(source, threads: 1)?.probabilities
        == without.predict(source, threads: 1)?.probabilities)
  }
}
