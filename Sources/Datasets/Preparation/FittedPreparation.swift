internal import Images
internal import Synchronization

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
  /// Whether images are taken as numbers instead of bytes, as those were that it was fitted on.
  let takesFloats: Bool

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

  init(input: SampleShape, steps: [any PixelStep], scales: [ChannelScale]?, takesFloats: Bool) {
    self.takesFloats = takesFloats
    self.input = input
    self.steps = steps
    self.scales = scales
    shape = steps.reduce(input) { $1.shape(of: $0) }
  }

  /// The lines of the `prepare` block.
  public var lines: [String] { steps.map(\.text) + (scales == nil ? [] : [NormalizeStep().text]) }

  /// Whether images of every size become one size.
  package var takesAnySize: Bool { steps.contains { $0 is ResizeStep } }

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
    var image: DecodedImage = takesFloats ? .numbers(image.floatImage) : .bytes(image.picture)
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
    // The same numbers, whether a picture comes by itself or in a part of others.
    let asFloats = takesFloats || part.store.holdsFloats
    if steps.isEmpty, channelsFit, asFloats == part.store.holdsFloats {
      return PreparedPixels(store: part.store, indices: part.indices)
    }
    let bytes = shape.count * (asFloats ? 4 : 1)
    guard let caching = part.store.caching else { return try inMemory(part, bytes) }
    switch caching.mode(for: part.count * bytes) {
    case .memory: return try inMemory(part, bytes)
    case .disk: return try packed(part, bytes, caching)
    case .none:
      let backing = PreparedImages(
        store: part.store, indices: part.indices, preparation: self, caching: caching)
      return PreparedPixels(
        store: ImageStore(backing, shapes: [SampleShape?](repeating: shape, count: part.count), hashes: nil),
        indices: Array(0..<part.count))
    }
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

  private func inMemory(_ part: Part, _ bytes: Int) throws(DataError) -> PreparedPixels {
    try AvailableMemory.check(
      for: part.count, each: bytes, what: "\(DataError.count(part.count, "image")) of \(shape)")
    let failure = Mutex<(position: Int, error: DataError)?>(nil)
    let write = { @Sendable (position: Int, target: UnsafeMutableRawBufferPointer) in
      do throws(DataError) {
        try self.write(part.store, part.indices[position], to: target)
      } catch {
        failure.withLock { if $0 == nil || position < $0!.position { $0 = (position, error) } }
      }
    }
    let store: ImageStore
    if takesFloats || part.store.holdsFloats {
      let values = parallelChunks(of: Float.self, count: part.count, each: shape.count) {
        write($0, UnsafeMutableRawBufferPointer($1))
      }
      store = ImageStore(values: values ?? [], count: part.count, shape: shape)
    } else {
      let pixels = parallelBytes(count: part.count, each: shape.count) {
        write($0, UnsafeMutableRawBufferPointer($1))
      }
      store = ImageStore(pixels: pixels, count: part.count, shape: shape)
    }
    if let failure = failure.withLock({ $0 }) { throw failure.error }
    return PreparedPixels(store: store, indices: Array(0..<part.count))
  }

  private func packed(
    _ part: Part, _ bytes: Int, _ caching: ImageCaching
  ) throws(DataError) -> PreparedPixels {
    let file = try PixelFile(in: caching.folder)
    let positions = Array(0..<part.count)
    _ = try inBlocks(of: positions, 64) { block throws(DataError) in
      let target = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 16)
      defer { target.deallocate() }
      for position in block {
        try write(part.store, part.indices[position], to: target)
        try file.write(UnsafeRawBufferPointer(target), at: position * bytes)
      }
    }
    let backing = PackedImages(
      file, offsets: positions.map { $0 * bytes }, hashes: nil,
      holdsFloats: takesFloats || part.store.holdsFloats,
      caching: caching)
    return PreparedPixels(
      store: ImageStore(backing, shapes: [SampleShape?](repeating: shape, count: part.count), hashes: nil),
      indices: positions)
  }

  /// Writes an image of a store as it is after the steps.
  func write(
    _ store: ImageStore, _ index: Int, to target: UnsafeMutableRawBufferPointer
  ) throws(DataError) {
    if takesFloats || store.holdsFloats {
      var image = try store.floatImage(index)
      if image.channels != input.channels { image = image.converted(channels: input.channels) }
      for step in steps { image = step.applied(to: image) }
      image.values.withUnsafeBytes { target.copyMemory(from: $0) }
    } else {
      var image = try store.image(index)
      if image.channels != input.channels { image = image.converted(channels: input.channels) }
      for step in steps { image = step.applied(to: image) }
      image.pixels.withUnsafeBytes { target.copyMemory(from: $0) }
    }
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
