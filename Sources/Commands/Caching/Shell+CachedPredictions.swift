internal import Datasets
internal import Models
internal import Record
internal import Runtime
internal import Tensors

/// Predictions from the cache, for every verb that asks a model about images.
extension Shell {
  /// What a model said, and how long that took when it was computed.
  typealias Judged = (predictions: Predictions, seconds: Double)

  /// What a model says of samples, or said before.
  ///
  /// - Parameter content: What the samples are, in words that no other samples have; nil where nobody knows.
  func predictions(
    of entry: ModelEntry, _ model: any Model, _ name: String, on samples: any SampleSource, content: String?,
    _ command: BoundCommand
  ) throws -> Judged {
    func judge() throws -> Judged {
      let start = ContinuousClock.now
      let predictions = try predictions(of: model, name, on: samples)
      return (predictions, (ContinuousClock.now - start) / .seconds(1))
    }
    guard cache != nil, let content else { return try judge() }
    let parts: Parts = [
      ("work", "predict"), ("family", entry.family.plural), ("definition", entry.family.meaning(of: entry)),
      ("learned", Meaning.text(of: entry.family.metadata(of: entry))), ("weights", model.weightsHash),
      ("preparation", Meaning.text(of: entry.preparation?.text as Any)), ("samples", content),
    ]
    let known = found(parts) { file -> Judged? in
      guard let tensor = file.tensors.first, file.tensors.count == 1, tensor.shape == [samples.count, samples.classes],
        let loss = file.metadata["loss"].flatMap({ Double($0) }), let seconds = file.metadata["seconds"].flatMap({ Double($0) })
      else { return nil }
      let predictions = Predictions(
        classes: samples.classes, probabilities: tensor.values, labels: (0..<samples.count).map(samples.label),
        summedLoss: loss)
      return (predictions, seconds)
    }
    if let known { return known }
    let judged = try judge()
    let tensor = NamedTensor(
      name: "probabilities", shape: [judged.predictions.count, judged.predictions.classes],
      values: judged.predictions.probabilities)
    let metadata = ["loss": "\(judged.predictions.summedLoss)", "seconds": "\(judged.seconds)"]
    keep(Safetensors(tensors: [tensor], metadata: metadata), under: parts, command)
    return judged
  }
}
