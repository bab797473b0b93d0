internal import Datasets
internal import Declarations
internal import Models
internal import Record
internal import Runtime

/// Predictions from the cache, for every verb that asks a model about images.
extension Shell {
  /// What a model said, and how long that took when it was computed.
  typealias TimedPredictions = (predictions: Predictions, seconds: Double)

  /// What a model says of samples, or said before.
  ///
  /// - Parameters:
  ///   - content: What the samples are, in words that no other samples have; nil where nobody knows.
  ///   - title: What a sample is called.
  /// - Throws: Also where the model computes numbers that aren't finite: nothing can be told of such images.
  func predictions(
    of entry: ModelEntry, _ model: any Model, _ name: String, on samples: any SampleSource, content: String?,
    _ command: BoundCommand, title: (Int) -> String
  ) throws -> TimedPredictions {
    // A machine that votes would hide them.
    if samples.count > 0, samples.hasBrokenNumbers(0) {
      throw CommandFailure.notFinite(name, image: title(0), samples, 0)
    }
    let evaluated = try evaluated(of: entry, model, name, on: samples, content: content, command)
    if let broken = evaluated.predictions.firstBroken {
      throw CommandFailure.notFinite(name, image: title(broken), samples, broken)
    }
    return evaluated
  }

  private func evaluated(
    of entry: ModelEntry, _ model: any Model, _ name: String, on samples: any SampleSource, content: String?,
    _ command: BoundCommand
  ) throws -> TimedPredictions {
    func evaluate() throws -> TimedPredictions {
      let start = ContinuousClock.now
      let predictions = try predictions(of: model, name, on: samples)
      return (predictions, (ContinuousClock.now - start) / .seconds(1))
    }
    guard cache != nil, let content else { return try evaluate() }
    let parts: Parts = [
      ("work", "predict"), ("family", entry.family.plural),
      ("definition", entry.family.canonicalText(of: entry)),
      ("learned", CanonicalText.text(of: entry.family.metadata(of: entry))), ("weights", model.weightsHash),
      ("preparation", CanonicalText.text(of: entry.preparation?.text as Any)), ("samples", content),
    ]
    let known = found(parts) { file -> TimedPredictions? in
      guard let tensor = file.tensors.first, file.tensors.count == 1,
        tensor.shape == [samples.count, samples.classes],
        let loss = file.metadata["loss"].flatMap({ Double($0) }),
        let seconds = file.metadata["seconds"].flatMap({ Double($0) })
      else { return nil }
      let predictions = Predictions(
        classes: samples.classes, probabilities: tensor.values,
        truth: samples.targets,
        summedLoss: loss)
      return (predictions, seconds)
    }
    if let known { return known }
    let evaluated = try evaluate()
    let tensor = NamedTensor(
      name: "probabilities", shape: [evaluated.predictions.count, evaluated.predictions.classes],
      values: evaluated.predictions.probabilities)
    let metadata = ["loss": "\(evaluated.predictions.summedLoss)", "seconds": "\(evaluated.seconds)"]
    keep(Safetensors(tensors: [tensor], metadata: metadata), under: parts, command)
    return evaluated
  }
}

extension CommandFailure {
  /// A model gives no finite number for an image.
  static func notFinite(_ name: String, image: String, _ samples: any SampleSource, _ position: Int)
    -> CommandFailure
  {
    if samples.hasBrokenNumbers(position) {
      return CommandFailure(
        "'\(image)' holds numbers that aren't finite once it is prepared as the training images of "
          + "'\(name)' were.",
        hint:
          "Prepare the data so that all values are finite, and train again: train \(name) on DATA fresh=yes")
    }
    return CommandFailure(
      "'\(name)' computes numbers that aren't finite for "
        + "'\(image)': its weights are too large to count with.",
      hint:
        "Train it again with a smaller rate: train "
        + "\(name) on DATA fresh=yes rate=0.01; 'find rate \(name) on DATA' finds one."
    )
  }
}

extension SampleSource {
  /// Whether a prepared sample holds a number that isn't finite; one that can't be read any more doesn't.
  func hasBrokenNumbers(_ position: Int) -> Bool {
    var values = [Float](repeating: 0, count: shape.count)
    var span = values.mutableSpan
    guard (try? read(position, epoch: 0, into: &span)) != nil else { return false }
    return !values.allSatisfy(\.isFinite)
  }
}
