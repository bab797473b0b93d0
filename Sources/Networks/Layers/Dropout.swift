internal import Datasets
internal import Declarations
internal import Kernels
internal import Tensors

/// `dropout 25%`: in training, sets values to zero with this probability and scales the others by 1 / (1 -
/// rate); in prediction, the identity (Srivastava et al., "Dropout", JMLR 15, 2014).
///
/// The mask depends on seed, epoch, sample and position only, in channel, row, column order, not on threads
/// or memory layout.
public struct Dropout: Layer, NetworkElement, Hashable {
  /// The probability of zeroing a value, from 0 to below 1.
  public var rate: Double
  /// Whether whole channels are dropped (Tompson et al., doi:10.1109/CVPR.2015.7298664).
  public var isSpatial: Bool

  /// Dropout.
  ///
  /// - Parameters:
  ///   - rate: The probability of zeroing a value, from 0 to below 1.
  ///   - spatial: Whether whole channels are dropped.
  public init(_ rate: Double, spatial: Bool = false) {
    self.rate = rate
    isSpatial = spatial
  }

  static let declaration = LayerDeclaration(
    name: "dropout", summary: "Set a fraction of the values to zero in training.",
    parameters: [
      .positional("rate", .number(Limits(0, 1, includesUpper: false)), "the share").asShare,
      .option("spatial", .boolean, default: .boolean(false), "whole channels of an image fall together"),
    ], example: "dropout 25%"
  ) { Dropout($0.number("rate"), spatial: $0.flag("spatial")) }

  public var line: LayerLine {
    Self.declaration.line(["rate": .number(rate), "spatial": .boolean(isSpatial)])
  }

  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape { input.shape }

  func build(_ builder: PlanBuilder) throws(KernelError) {
    guard builder.isTraining, rate > 0 else { return }
    var value = try builder.floats(builder.value)
    let sizes = value.layout.sizes
    if value.layout.activationSteps == nil {
      value = try builder.aligned(value, to: .plain(sizes), in: .forward)
    }
    let mask = builder.tensor(value.layout)
    guard let steps = value.layout.activationSteps else {
      preconditionFailure("plain activations have steps")
    }
    let first = builder.dropoutIndices(isSpatial ? sizes[1] : sizes[1] * sizes[2] * sizes[3])
    let dropout = DropoutMask(
      channels: sizes[1], height: sizes[2], width: sizes[3], steps: steps, rate: rate, firstIndex: first,
      isSpatial: isSpatial)
    let count = value.layout.floatCount
    // In place where no other layer needs the input: going backward needs the signs of what is left alone.
    let result = builder.mayOverwrite(value, keepingSigns: true) ? value : builder.tensor(value.layout)
    let (numbers, results, factors) = (value.pointer, result.pointer, mask.pointer)
    let plan = builder.plan
    builder.add(in: .forward) { [unowned plan] in
      dropout.fill(factors, seed: plan.job.seed, epoch: plan.job.epoch, samples: plan.job.positions)
      DropoutMask.multiply(numbers, by: factors, into: results, count: count)
    }
    for tensor in [mask, value, result] { builder.keep(tensor) }
    builder.replaceValue(with: result) { gradient, needsInput throws(KernelError) in
      guard needsInput else { return nil }
      let gradient = try builder.aligned(gradient, to: value.layout, in: .backward)
      let before = builder.mayOverwriteGradient(gradient) ? gradient : builder.tensor(value.layout)
      let (pointer, target) = (gradient.pointer, before.pointer)
      for tensor in [gradient, before] { builder.keep(tensor) }
      builder.add(in: .backward) { DropoutMask.multiply(pointer, by: factors, into: target, count: count) }
      return before
    }
  }
}

/// The loops of dropout.
struct DropoutMask {
  let channels: Int
  let height: Int
  let width: Int
  let steps: ActivationSteps
  let rate: Double
  /// Where this layer's numbers begin in the random stream; a multiple of 4.
  let firstIndex: Int
  let isSpatial: Bool

  /// Zero for what falls, 1 / (1 - rate) for what stays.
  func fill(_ mask: UnsafeMutablePointer<Float>, seed: UInt64, epoch: Int, samples: ArraySlice<Int>) {
    let stream = RandomStream(seed: seed, stream: .dropout)
    let keep = Float(1 / (1 - rate))
    // What falls is below the rate in units of 2^-32.
    let limit = UInt64(clamping: Int(saturating: (rate * 0x1p32).rounded()))
    for (row, sample) in samples.enumerated() {
      let base = mask + row * steps.image
      var index = firstIndex
      var bits = SIMD4<UInt32>()
      for channel in 0..<channels {
        for y in 0..<height {
          for x in 0..<width {
            let isFirst = y == 0 && x == 0
            if index & 3 == 0, isFirst || !isSpatial {
              bits = stream.bits(epoch: epoch, sample: sample, index: index >> 2)
            }
            base[steps.offset(channel: channel, row: y, column: x)] =
              UInt64(bits[index & 3]) < limit ? 0 : keep
            if !isSpatial { index += 1 }
          }
        }
        if isSpatial { index += 1 }
      }
    }
  }

  static func multiply(
    _ numbers: UnsafePointer<Float>, by factors: UnsafePointer<Float>,
    into results: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { results[index] = numbers[index] * factors[index] }
  }
}
