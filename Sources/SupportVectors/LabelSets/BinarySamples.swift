internal import Datasets

/// Samples with label sets, as seen by one class: 1 where they show it, 0 where they don't.
struct BinarySamples: ByteSampleSource {
  private let samples: any SampleSource
  private let sets: LabelSets
  private let label: Int

  /// - Precondition: The samples have label sets.
  init(_ samples: any SampleSource, label: Int) {
    guard let sets = samples.labelSets else { preconditionFailure("these samples have one class each") }
    self.samples = samples
    self.sets = sets
    self.label = label
  }

  var count: Int { samples.count }
  var shape: SampleShape { samples.shape }
  var classes: Int { 2 }
  func label(_ position: Int) -> Int { sets.contains(label, at: position) ? 1 : 0 }
  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) {
    samples.read(position, epoch: epoch, into: &destination)
  }

  var channelScales: [ByteScale]? { (samples as? any ByteSampleSource)?.channelScales }
  func readBytes(_ position: Int, into destination: UnsafeMutableBufferPointer<UInt8>) {
    (samples as? any ByteSampleSource)?.readBytes(position, into: destination)
  }
}

/// Samples that a machine of two classes is asked about, whatever they show.
struct AskedSamples: ByteSampleSource {
  let samples: any SampleSource

  var count: Int { samples.count }
  var shape: SampleShape { samples.shape }
  var classes: Int { 2 }
  func label(_ position: Int) -> Int { -1 }
  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) {
    samples.read(position, epoch: epoch, into: &destination)
  }

  var channelScales: [ByteScale]? { (samples as? any ByteSampleSource)?.channelScales }
  func readBytes(_ position: Int, into destination: UnsafeMutableBufferPointer<UInt8>) {
    (samples as? any ByteSampleSource)?.readBytes(position, into: destination)
  }
}
