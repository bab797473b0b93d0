internal import Datasets
internal import Kernels
internal import Synchronization
internal import Tensors

/// Reads samples as features, on all workers; a sample's features depend on nothing but the sample.
struct FeatureReading: Sendable {
  let source: any SampleSource
  let features: FittedFeatures
  /// Whether rows hold the source's bytes.
  let isBytes: Bool
  /// The source where features are made of its bytes instead of its numbers.
  private let bytes: (any ByteSampleSource)?
  /// What a step of 1 in each channel is of what is read, where 255 is that of black and white.
  private let units: [Double]

  init(source: any SampleSource, features: FittedFeatures, isBytes: Bool) {
    self.source = source
    self.features = features
    self.isBytes = isBytes
    let bytes = features.wantsBytes ? source as? any ByteSampleSource : nil
    let scales = bytes?.channelScales
    self.bytes = scales == nil ? nil : bytes
    units = scales?.map { 255 * $0.step } ?? [Double](repeating: 255, count: source.shape.channels)
  }

  /// Whether features can be kept as the bytes of a source: pixels as they are, on one scale.
  static func canKeepBytes(_ source: any SampleSource, _ settings: FeatureSettings, _ scaling: Scaling)
    -> ByteScale?
  {
    guard settings == .pixels, scaling == .none, KernelLibrary.hasExactBytes,
      source.shape.count <= PackedRows.widestBytes
    else { return nil }
    return (source as? any ByteSampleSource)?.byteScale
  }

  /// Writes the features of one sample.
  ///
  /// - Parameters:
  ///   - scratch: Room for a sample.
  /// - Throws: `.input` where the sample can't be read.
  func read(
    _ position: Int, into target: UnsafeMutableRawPointer, scratch: UnsafeMutableBufferPointer<Float>
  ) throws(KernelError) {
    do throws(DataError) {
      try readSample(position, into: target, scratch: scratch)
    } catch {
      throw .input(message: error.message, hint: error.hint)
    }
  }

  private func readSample(
    _ position: Int, into target: UnsafeMutableRawPointer, scratch: UnsafeMutableBufferPointer<Float>
  ) throws(DataError) {
    if isBytes, let source = source as? any ByteSampleSource {
      try source.readBytes(
        position,
        into: UnsafeMutableBufferPointer(
          start: target.assumingMemoryBound(to: UInt8.self), count: source.shape.count))
      return
    }
    if let bytes {
      let pixels = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: source.shape.count)
      defer { pixels.deallocate() }
      try bytes.readBytes(position, into: pixels)
      for (index, pixel) in pixels.enumerated() { scratch[index] = Float(pixel) }
    } else {
      var span = scratch.mutableSpan
      try source.read(position, epoch: 0, into: &span)
    }
    guard let sample = scratch.baseAddress else { return }
    features.extract(sample, units: units, into: target.assumingMemoryBound(to: Float.self))
  }

  /// The features of the samples at these positions, in this order.
  ///
  /// - Parameter shouldStop: Asked several times a second, on the caller's thread.
  /// - Throws: `.stopped`, `.notFinite`, `.kernel`.
  func rows(
    _ positions: [Int], group: WorkerGroup, shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> FeatureRows {
    let width = isBytes ? source.shape.count : features.count
    let rows = FeatureRows(count: positions.count, width: width, isBytes: isBytes)
    let chunk = 32
    let next = Atomic<Int>(0)
    let broken = Mutex<(position: Int, feature: Int)?>(nil)
    while next.load(ordering: .relaxed) < positions.count {
      if shouldStop() { throw .stopped }
      let deadline = ContinuousClock.now + .milliseconds(200)
      do throws(KernelError) {
        try group.run { _, _ throws(KernelError) in
          let scratch = UnsafeMutableBufferPointer<Float>.allocate(capacity: source.shape.count)
          scratch.initialize(repeating: 0)
          defer { scratch.deallocate() }
          while ContinuousClock.now < deadline {
            let start = next.add(chunk, ordering: .relaxed).oldValue
            if start >= positions.count { break }
            for index in start..<min(start + chunk, positions.count) {
              try read(positions[index], into: rows.row(index), scratch: scratch)
              guard !isBytes else { continue }
              let values = UnsafeBufferPointer(start: rows.floats(index), count: width)
              if let feature = values.firstIndex(where: { !$0.isFinite }) {
                broken.withLock {
                  if $0 == nil || positions[index] < $0!.position { $0 = (positions[index], feature) }
                }
              }
            }
          }
        }
      } catch {
        throw .kernel(error)
      }
    }
    if let broken = broken.withLock({ $0 }) {
      throw .notFinite(position: broken.position, feature: broken.feature)
    }
    return rows
  }
}
