import Tensors
import Testing

@testable import Kernels

@Suite struct LayoutTests {
  @Test func plainLayoutsHaveTheirSizes() {
    let layout = Layout.plain([2, 3, 4, 5])
    #expect(layout.sizes == [2, 3, 4, 5])
    #expect(layout.floatCount == 120)
    #expect(layout.isPlain)
    #expect(layout.activationSteps?.offset(channel: 2, row: 3, column: 4) == 59)
    #expect(layout.reshaped([2, 60]) == .plain([2, 60]))
    #expect(layout != .plain([2, 3, 5, 4]))
  }

  @Test func stepsFindTheElementsOfBlockedActivations() throws {
    let sizes = [2, 20, 3, 4]
    let values = (0..<480).map(Double.init)
    let found = try onWorker { bench in
      let layout = try bench.context.convolution(
        ConvolutionShape(
          batch: 2, inputs: 16, height: 3, width: 4, outputs: 20, window: ConvolutionTests.window(1))
      ).required(.destination)
      let tensor = try bench.laid(values, layout)
      guard let steps = layout.activationSteps else { return [Double]() }
      var found: [Double] = []
      for image in 0..<sizes[0] {
        for channel in 0..<sizes[1] {
          for row in 0..<sizes[2] {
            for column in 0..<sizes[3] {
              found.append(
                Double(
                  tensor.pointer[
                    image * steps.image + steps.offset(channel: channel, row: row, column: column)]))
            }
          }
        }
      }
      return found
    }
    #expect(found == values)
  }

  @Test func blocksHaveRoomForMoreChannels() throws {
    let isKept = try onWorker { bench in
      let layout = try bench.context.convolution(
        ConvolutionShape(
          batch: 2, inputs: 16, height: 3, width: 4, outputs: 20, window: ConvolutionTests.window(1))
      ).required(.destination)
      let filled = layout.filledChannels
      return filled.sizes[1] >= 20 && filled.byteCount == layout.byteCount
        && filled.withChannels(20) == layout
    }
    #expect(isKept)
    #expect(Layout.plain([2, 3, 4, 5]).filledChannels == .plain([2, 3, 4, 5]))
  }

  /// What weights become when they are computed with in 16 bits and kept in 32.
  @Test func weightsKeepTheirOrderInAnotherPrecision() throws {
    let orders = try onWorker { bench in
      let shape = ConvolutionShape(
        batch: 2, inputs: 32, height: 6, width: 6, outputs: 20, window: ConvolutionTests.window(3))
      let weights = try bench.context.convolution(shape).required(.weights)
      let narrow = weights.converted(to: .bfloat16)
      return (
        isPlain: narrow.isPlain, isTheSame: narrow.converted(to: .float32) == weights,
        precision: narrow.precision, sizes: narrow.sizes, bytes: (narrow.byteCount * 2, weights.byteCount)
      )
    }
    #expect(!orders.isPlain && orders.isTheSame)
    #expect(orders.precision == .bfloat16 && orders.sizes == [20, 32, 3, 3])
    #expect(orders.bytes.0 == orders.bytes.1)
  }

  @Test func whatOneDNNChoosesHasNoStepsAndNoOrder() {
    let layout = Layout.any([2, 3, 4, 5], .bfloat16)
    #expect(layout.activationSteps == nil && layout.isPadded)
    #expect(layout.converted(to: .float32) == .any([2, 3, 4, 5]))
  }
}
