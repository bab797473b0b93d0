internal import Datasets

/// Samples as one machine of two classes sees them: 1 where they show its class, 0 where they don't, and -1
/// where it is only asked.
struct BinarySamples: ByteSampleSource {
  private let samples: any SampleSource
  /// The label sets and the class of the machine; nil where it is only asked.
  private let truth: (sets: LabelSets, label: Int)?

  /// - Precondition: The samples have label sets.
  init(_ samples: any SampleSource, label: Int) {
    guard let sets = samples.labelSets else { preconditionFailure("these samples have one class each") }
    self.samples = samples
    truth = (sets, label)
  }

  /// Samples that a machine is asked about, whatever they show.
  init(asking samples: any SampleSource) {
    self.samples = samples
    truth = nil
  }

  var count: Int { samples.count }
  var shape: SampleShape { samples.shape }
  var classes: Int { 2 }
  func label(_ position: Int) -> Int {
    truth.map { $0.sets.contains($0.label, at: position) ? 1 : 0 } ?? -1
  }
  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) throws(DataError) {
    try samples.read(position, epoch: epoch, into: &destination)
  }

  var channelScales: [ByteScale]? { (samples as? any ByteSampleSource)?.channelScales }
  func readBytes(_ position: Int, into destination: UnsafeMutableBufferPointer<UInt8>) throws(DataError) {
    try (samples as? any ByteSampleSource)?.readBytes(position, into: destination)
  }
}
