internal import Datasets
internal import Kernels
internal import Models
internal import Tensors

/// Whether what was learned can be counted with.
extension TrainingRun {
  /// Weights above this may give outputs that are no numbers; what people train stays far below.
  private static let suspicious: Float = 1e4
  private static let looked = 32

  /// Predicts a few samples with weights that are very large: nothing would tell otherwise that the last step
  /// spoilt them, since no loss was computed after it.
  func checkOutputs() throws(NetworkError) {
    let isBroken = try withKernels { () throws(KernelError) in
      let values = try trainer.averagedValues()
      guard values.contains(where: { $0.contains { abs($0) > Self.suspicious } }) else { return false }
      let evaluate = try Predictor(trainer.graph, head: network.head, group: trainer.group)
      try evaluate.load(values)
      let few = FirstSamples(of: trainer.source, count: min(Self.looked, trainer.source.count))
      return try evaluate.predict(few)?.firstBroken != nil
    }
    if isBroken { throw failure(Divergence(place: "the outputs of the trained network"), inNext: false) }
  }
}

/// The beginning of other samples.
private struct FirstSamples: SampleSource {
  let source: any SampleSource
  let count: Int
  let labelSets: LabelSets?

  init(of source: any SampleSource, count: Int) {
    self.source = source
    self.count = count
    labelSets = source.labelSets?.selecting(Array(0..<count))
  }

  var shape: SampleShape { source.shape }
  var classes: Int { source.classes }
  func label(_ position: Int) -> Int { source.label(position) }
  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) throws(DataError) {
    try source.read(position, epoch: epoch, into: &destination)
  }
}
