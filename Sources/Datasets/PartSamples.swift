internal import Images
internal import Tensors

/// Samples of one part as a model reads them.
final class PartSamples: SampleSource {
  let shape: SampleShape
  let classes: Int
  let pixels: PreparedPixels
  /// Empty where samples have label sets.
  private let labels: [Int]
  let labelSets: LabelSets?
  /// The index of each sample in the data as it was loaded.
  private let originals: [Int]
  /// `tables[channel * 256 + pixel]` is the number that a pixel becomes.
  private let tables: [Float]
  let scales: [FittedPreparation.ChannelScale]?
  let augmentation: Augmentation
  private let stream: RandomStream
  private let mixingStream: RandomStream

  /// - Precondition: The pixels have the shape that `preparation` makes.
  init(
    pixels: PreparedPixels, targets: Targets, originals: [Int], classes: Int, preparation: FittedPreparation,
    augmentation: Augmentation, seed: UInt64
  ) {
    precondition(pixels.indices.count == targets.count && targets.count == originals.count)
    self.pixels = pixels
    switch targets {
    case .classes(let labels): (self.labels, labelSets) = (labels, nil)
    case .labelSets(let sets): (labels, labelSets) = ([], sets)
    }
    self.originals = originals
    self.classes = classes
    shape = preparation.shape
    tables = pixels.store.holdsFloats ? [] : preparation.tables
    scales = preparation.scales
    self.augmentation = augmentation
    stream = RandomStream(seed: seed, stream: .augment)
    mixingStream = RandomStream(seed: seed, stream: .mix)
  }

  var count: Int { originals.count }

  func label(_ position: Int) -> Int { labels.isEmpty ? -1 : labels[position] }

  func target(_ position: Int) -> Target {
    labelSets.map { .anyOf($0, row: position) } ?? .oneOf(labels[position])
  }

  func pairs(of positions: [Int], epoch: Int) -> [SamplePair] {
    augmentation.pairs(
      of: positions, stream: mixingStream, epoch: epoch, sample: { originals[$0] }, shape: shape)
  }

  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) throws(DataError) {
    precondition(destination.count >= shape.count)
    try destination.withUnsafeMutableBufferPointer { destination throws(DataError) in
      guard let target = destination.baseAddress else { return }
      guard !pixels.store.holdsFloats else { return try readFloats(position, epoch: epoch, into: target) }
      try pixels.store.withPixels(pixels.indices[position]) { source in
        tables.withUnsafeBufferPointer { tables in
          if augmentation.isEmpty {
            lookUp(tables, source, mirrored: (false, false), into: target)
          } else {
            let map = augmentation.map(
              stream: stream, epoch: epoch, sample: originals[position], shape: shape)
            if let mirrored = map.mirrors {
              lookUp(tables, source, mirrored: mirrored, into: target)
            } else {
              draw(map, into: target) { Self.brightness[Int(source[$1 * shape.channels + $0])] }
            }
          }
        }
      }
    }
  }

  /// Writes planes of numbers from interleaved ones.
  private func readFloats(
    _ position: Int, epoch: Int, into target: UnsafeMutablePointer<Float>
  ) throws(DataError) {
    let plane = shape.height * shape.width
    let map =
      augmentation.isEmpty
      ? AffineMap.identity
      : augmentation.map(stream: stream, epoch: epoch, sample: originals[position], shape: shape)
    let mirrored = map == .identity ? (x: false, y: false) : map.mirrors
    let (width, height, channels) = (shape.width, shape.height, shape.channels)
    try pixels.store.withValues(pixels.indices[position]) { source in
      guard let mirrored else { return draw(map, into: target) { source[$1 * channels + $0] } }
      for channel in 0..<channels {
        let scale = scales?[channel]
        for y in 0..<height {
          let row = (mirrored.y ? height - 1 - y : y) * width
          let line = target + channel * plane + y * width
          for x in 0..<width {
            let value = source[(row + (mirrored.x ? width - 1 - x : x)) * channels + channel]
            line[x] = scale.map { Float((Double(value) - $0.mean) / $0.divisor) } ?? value
          }
        }
      }
    }
  }

  /// Writes planes of numbers from interleaved pixels, mirrored without interpolation.
  private func lookUp(
    _ tables: UnsafeBufferPointer<Float>, _ source: UnsafeBufferPointer<UInt8>, mirrored: (x: Bool, y: Bool),
    into target: UnsafeMutablePointer<Float>
  ) {
    let (width, height, channels) = (shape.width, shape.height, shape.channels)
    guard let source = source.baseAddress, let tables = tables.baseAddress else { return }
    for channel in 0..<channels {
      let table = tables + channel * 256
      for y in 0..<height {
        let row = source + (mirrored.y ? height - 1 - y : y) * width * channels + channel
        let line = target + (channel * height + y) * width
        if mirrored.x {
          for x in 0..<width { line[width - 1 - x] = table[Int(row[x * channels])] }
        } else {
          for x in 0..<width { line[x] = table[Int(row[x * channels])] }
        }
      }
    }
  }

  /// Draws the picture through a map, 0 outside, and normalizes what came out.
  ///
  /// - Parameter value: The number of a channel and pixel.
  @inline(__always)
  private func draw(
    _ map: AffineMap, into target: UnsafeMutablePointer<Float>, value: (Int, Int) -> Float
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: shape.count) { plain in
      let plane = shape.height * shape.width
      for channel in 0..<shape.channels {
        for pixel in 0..<plane {
          plain[channel * plane + pixel] = value(channel, pixel)
        }
      }
      var drawn = UnsafeMutableBufferPointer(start: target, count: shape.count).mutableSpan
      warp(
        UnsafeBufferPointer(plain).span, channels: shape.channels, height: shape.height, width: shape.width,
        by: map,
        fill: .constant(0), into: &drawn)
    }
    guard let scales else { return }
    let plane = shape.height * shape.width
    for (channel, scale) in scales.enumerated() {
      let mean = Float(scale.mean)
      let divisor = Float(scale.divisor)
      for pixel in channel * plane..<(channel + 1) * plane {
        target[pixel] = (target[pixel] - mean) / divisor
      }
    }
  }

  /// Pixels as numbers from 0 to 1.
  private static let brightness: [Float] = (0..<256).map { Float(Double($0) / 255) }
}

extension AffineMap {
  /// The sides that the map mirrors, when that is all it does; it then needs no interpolation and is exact.
  fileprivate var mirrors: (x: Bool, y: Bool)? {
    guard abs(a) == 1, abs(e) == 1, b == 0, d == 0, c == 0, f == 0 else { return nil }
    return (a < 0, e < 0)
  }
}
