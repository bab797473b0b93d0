internal import Synchronization

extension FittedPreparation {
  /// Learns what the steps need from the training part, and from nothing else.
  ///
  /// - Returns: The preparation, and the training pixels that it went through.
  /// - Throws: When the images differ in size and no step resizes.
  static func fit(_ preparation: Preparation, on train: Part) throws(DataError) -> (
    FittedPreparation, PreparedPixels
  ) {
    guard train.count > 0 else { throw .emptyPart(.train) }
    let steps = preparation.pixelSteps
    let input: SampleShape
    if let shape = train.uniformShape {
      input = shape
    } else {
      guard steps.contains(where: { $0 is ResizeStep }) else { throw .unequalSizes(sizes(of: train)) }
      // Every image is resized, so the size of the input doesn't matter; its channels do.
      let channels = (0..<train.count).map { train.shape($0).channels }.max() ?? 1
      let first = train.shape(0)
      input = SampleShape(channels: channels, height: first.height, width: first.width)
    }
    if input.channels != 1, input.channels != 3, steps.contains(where: { $0 is GrayscaleStep }) {
      throw .grayscaleChannels(input.channels)
    }
    let fitted = FittedPreparation(
      input: input, steps: steps, scales: nil, takesFloats: train.store.holdsFloats)
    let pixels = try fitted.pixels(of: train)
    guard preparation.normalizes else { return (fitted, pixels) }
    let scales = try ChannelStatistics.scales(pixels.store, pixels.indices, channels: fitted.shape.channels)
    let whole = FittedPreparation(
      input: input, steps: steps, scales: scales, takesFloats: train.store.holdsFloats)
    return (whole, pixels)
  }

  /// The different sizes of a part, in the order in which they first appear, the first few of them.
  private static func sizes(of part: Part) -> [String] {
    var sizes: [String] = []
    for position in 0..<part.count {
      let shape = part.shape(position)
      let text = "\(shape.width)x\(shape.height)"
      if !sizes.contains(text) { sizes.append(text) }
      if sizes.count > 5 { break }
    }
    return sizes
  }
}

/// The means and deviations of channels.
enum ChannelStatistics {
  /// - Precondition: No image has more channels than `channels`; images of numbers have one channel or as
  /// many.
  static func scales(
    _ store: ImageStore, _ indices: [Int], channels: Int
  ) throws(DataError) -> [FittedPreparation.ChannelScale] {
    guard store.holdsFloats else { return try ChannelHistogram(store, indices, channels: channels).scales }
    var count = 0
    let sums = try sums(store, indices, channels, of: { _, value in value })
    for index in indices { count += store.shape(index).count / store.shape(index).channels }
    guard count > 0 else {
      return [FittedPreparation.ChannelScale](
        repeating: .init(mean: 0, standardDeviation: 0), count: channels)
    }
    let means = sums.map { $0 / Double(count) }
    let squares = try self.sums(store, indices, channels) { channel, value in
      (value - means[channel]) * (value - means[channel])
    }
    return zip(means, squares).map { .init(mean: $0, standardDeviation: ($1 / Double(count)).squareRoot()) }
  }

  /// Images whose sums are added before they are added to the others.
  private static let block = 256

  /// A sum a channel over all pixels: those of an image in order, images in order within blocks, and blocks
  /// in order, whichever thread takes a block.
  private static func sums(
    _ store: ImageStore, _ indices: [Int], _ channels: Int, of term: @Sendable (Int, Double) -> Double
  ) throws(DataError) -> [Double] {
    let blocks = try inBlocks(of: indices, block) { block throws(DataError) in
      var sums = [Double](repeating: 0, count: channels)
      for index in block {
        let own = store.shape(index).channels
        try store.withValues(index) { values in
          for channel in 0..<channels {
            let source = own == 1 ? 0 : channel
            var sum = 0.0
            for place in stride(from: source, to: values.count, by: own) {
              sum += term(channel, Double(values[place]))
            }
            sums[channel] += sum
          }
        }
      }
      return sums
    }
    return blocks.reduce(into: [Double](repeating: 0, count: channels)) { sums, block in
      for channel in 0..<channels { sums[channel] += block[channel] }
    }
  }
}

/// What blocks of images give, in their order, whichever thread takes a block.
///
/// - Throws: The error of the first block that has one.
func inBlocks<Result: Sendable>(
  of indices: [Int], _ size: Int,
  _ body: @Sendable (ArraySlice<Int>) throws(DataError) -> Result
) throws(DataError) -> [Result] {
  let blocks = (indices.count + size - 1) / size
  let found = Mutex([Swift.Result<Result, DataError>?](repeating: nil, count: blocks))
  inParallel(blocks) { number in
    let result = Swift.Result { () throws(DataError) in
      try body(indices[number * size..<min(indices.count, (number + 1) * size)])
    }
    found.withLock { $0[number] = result }
  }
  var results: [Result] = []
  results.reserveCapacity(blocks)
  for result in found.withLock({ $0 }) {
    if let result { results.append(try result.get()) }
  }
  return results
}

/// How often each pixel value occurs in each channel: the mean and deviation that come from it are exact sums
/// over whole numbers, whatever the order of the images.
struct ChannelHistogram: Sendable {
  /// `counts[channel * 256 + value]`.
  private(set) var counts: [Int]
  let channels: Int

  /// - Precondition: No image has more channels than `channels`.
  init(_ store: ImageStore, _ indices: [Int], channels: Int) throws(DataError) {
    self.channels = channels
    let blocks = try inBlocks(of: indices, max(256, indices.count / 64)) { block throws(DataError) in
      var counts = [Int](repeating: 0, count: channels * 256)
      for index in block {
        let own = store.shape(index).channels
        try store.withPixels(index) { pixels in
          if own == 1 {
            for value in pixels { counts[Int(value)] += 1 }
          } else {
            for pixel in 0..<pixels.count / own {
              for channel in 0..<own { counts[channel * 256 + Int(pixels[pixel * own + channel])] += 1 }
            }
          }
        }
      }
      return counts
    }
    counts = blocks.reduce(into: [Int](repeating: 0, count: channels * 256)) { sum, block in
      for place in sum.indices { sum[place] += block[place] }
    }
  }

  var scales: [FittedPreparation.ChannelScale] {
    (0..<channels).map { channel in
      let counts = counts[channel * 256..<(channel + 1) * 256]
      let total = Double(counts.reduce(0, +))
      guard total > 0 else { return .init(mean: 0, standardDeviation: 0) }
      var sum = 0.0
      for (value, count) in counts.enumerated() { sum += Double(value) * Double(count) }
      let mean = sum / total
      var squares = 0.0
      for (value, count) in counts.enumerated() {
        squares += (Double(value) - mean) * (Double(value) - mean) * Double(count)
      }
      return .init(mean: mean / 255, standardDeviation: (squares / total).squareRoot() / 255)
    }
  }
}
