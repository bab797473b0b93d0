internal import Images

/// A preparation with the statistics of the training part, applicable to any images: validation, test and new
/// files.
///
/// Models store it as text, so that a restored model prepares new images like its training images.
public struct FittedPreparation: Sendable {
  /// The shape of the input images; the size only matters if no step resizes.
  public let input: SampleShape
  /// The shape of the prepared samples, as the model expects them.
  public let shape: SampleShape
  /// Mean and standard deviation per channel over the training part, with pixels scaled to [0, 1]; nil
  /// without `normalize`.
  public let scales: [ChannelScale]?
  let steps: [any PixelStep]

  /// Mean and population standard deviation (ddof = 0) of one channel.
  public struct ChannelScale: Sendable, Hashable {
    /// The mean.
    public let mean: Double
    /// The standard deviation; 0 where all pixels are equal.
    public let standardDeviation: Double

    /// The statistics of one channel.
    public init(mean: Double, standardDeviation: Double) {
      self.mean = mean
      self.standardDeviation = standardDeviation
    }

    /// What the distance from the mean is divided by: the deviation, or 1 where every pixel is the same.
    var divisor: Double { standardDeviation > 0 ? standardDeviation : 1 }
  }

  init(input: SampleShape, steps: [any PixelStep], scales: [ChannelScale]?) {
    self.input = input
    self.steps = steps
    self.scales = scales
    shape = steps.reduce(input) { $1.shape(of: $0) }
  }

  /// The lines of the `prepare` block.
  public var lines: [String] { steps.map(\.text) + (scales == nil ? [] : [NormalizeStep().text]) }

  /// Whether images of every size become one size.
  var takesAnySize: Bool { steps.contains { $0 is ResizeStep } }

  // MARK: Pixels

  /// One image as it is before the numbers: of the input's channels, then through the 8-bit steps.
  ///
  /// - Parameter path: Where the image came from, for the message.
  func pixels(of image: DecodedImage, path: String?) throws(DataError) -> DecodedImage {
    let found = SampleShape(channels: image.channels, height: image.height, width: image.width)
    if !takesAnySize && (found.height, found.width) != (input.height, input.width)
      || ![1, 3].contains(input.channels)
    {
      throw .wrongSize(path: path, found: found, expected: input)
    }
    var image = image
    if image.channels != input.channels { image = image.converted(channels: input.channels) }
    for step in steps {
      switch image {
      case .bytes(let own): image = .bytes(step.applied(to: own))
      case .numbers(let own): image = .numbers(step.applied(to: own))
      }
    }
    return image
  }

  /// The images of a part, in its order, through the 8-bit steps; the part itself when there is nothing to
  /// do.
  ///
  /// - Throws: `wrongSize` when an image isn't of the input's shape and no step resizes.
  func pixels(of part: Part) throws(DataError) -> PreparedPixels {
    let channelsFit = part.uniformShape?.channels == input.channels
    try checkChannels(of: part)
    if !takesAnySize || steps.isEmpty {
      for position in 0..<part.count {
        let found = part.shape(position)
        let converted = SampleShape(channels: input.channels, height: found.height, width: found.width)
        guard converted == input else {
          throw .wrongSize(path: part.file(position), found: found, expected: input)
        }
        if part.uniformShape != nil { break }
      }
    }
    if steps.isEmpty, channelsFit { return PreparedPixels(store: part.store, indices: part.indices) }
    let size = shape.count
    try AvailableMemory.check(
      for: part.count, each: part.store.holdsFloats ? 4 * size : size,
      what: "\(DataError.count(part.count, "image")) of \(shape)")
    if part.store.holdsFloats { return floats(of: part) }
    let result = parallelBytes(count: part.count, each: size) { position, target in
      var image = part.store.image(part.indices[position])
      if image.channels != input.channels { image = image.converted(channels: input.channels) }
      for step in steps { image = step.applied(to: image) }
      image.pixels.withUnsafeBufferPointer { source in
        _ = target.update(fromContentsOf: source)
      }
    }
    return PreparedPixels(
      store: ImageStore(pixels: result, count: part.count, shape: shape), indices: Array(0..<part.count))
  }

  /// Gray becomes color and the other way round; other numbers of channels must be those of the input.
  private func checkChannels(of part: Part) throws(DataError) {
    for position in 0..<part.count {
      let found = part.shape(position)
      guard
        found.channels == input.channels
          || [1, 3].contains(found.channels) && [1, 3].contains(input.channels)
      else { throw .wrongSize(path: part.file(position), found: found, expected: input) }
      if part.store.uniformShape != nil { break }
    }
  }

  private func floats(of part: Part) -> PreparedPixels {
    let size = shape.count
    let values = [Float](unsafeUninitializedCapacity: part.count * size) { buffer, written in
      // Every call writes the images of its own chunk, and the buffer outlives them all.
      nonisolated(unsafe) let buffer = buffer
      inParallel(part.count) { position in
        var image = part.store.floatImage(part.indices[position])
        if image.channels != input.channels { image = image.converted(channels: input.channels) }
        for step in steps { image = step.applied(to: image) }
        _ = UnsafeMutableBufferPointer(rebasing: buffer[position * size..<(position + 1) * size])
          .initialize(from: image.values)
      }
      written = part.count * size
    }
    return PreparedPixels(
      store: ImageStore(values: values, count: part.count, shape: shape), indices: Array(0..<part.count))
  }

  // MARK: Numbers

  /// For each channel, the number that each of the 256 pixel values becomes.
  var tables: [Float] {
    var tables: [Float] = []
    tables.reserveCapacity(shape.channels * 256)
    for channel in 0..<shape.channels {
      let scale = scales?[channel]
      for value in 0..<256 {
        let brightness = Double(value) / 255
        tables.append(Float(scale.map { (brightness - $0.mean) / $0.divisor } ?? brightness))
      }
    }
    return tables
  }
}

/// Images of one shape that have been through the 8-bit steps.
struct PreparedPixels: Sendable {
  let store: ImageStore
  /// Which image of the store each position is.
  let indices: [Int]
}
