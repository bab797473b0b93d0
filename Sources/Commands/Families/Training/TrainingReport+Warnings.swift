internal import Models
internal import Networks
internal import Runtime
internal import Tensors

/// What a person should know of a training that ended, with what to type instead.
extension TrainingReport {
  /// Fewer steps than this are told as a cause of a loss that didn't fall.
  private static let fewSteps = 50
  /// A loss that fell by less than this share of the loss of guessing counts as chance.
  private static let gain = 0.05
  /// Means over fewer images than this are too rough for batch norm.
  private static let fewestNormalized = 16

  static func warnings(
    _ name: String, _ dataName: String, _ outcome: TrainingOutcome, classes: Int, samples: Int,
    options: TrainingOptions
  ) -> [String] {
    [normalization(outcome, samples: samples), progress(name, dataName, outcome, classes, samples, options)]
      .compactMap { $0 }
  }

  /// Batch norm takes means and deviations over a shard, the images that go through together.
  private static func normalization(_ outcome: TrainingOutcome, samples: Int) -> String? {
    guard let shard = outcome.normalizedShard, shard < fewestNormalized else { return nil }
    let cure =
      samples >= fewestNormalized
      ? "take batch=\(samples >= 32 ? 32 : fewestNormalized) or more, or layernorm in place of batchnorm"
      : "take layernorm in place of batchnorm"
    return
      "batchnorm took its means over "
      + "\(Spelling.counted(shard, "image")) at a time; below \(fewestNormalized) they are too "
      + "rough to learn with: \(cure)"
  }

  /// A training that ended no better than chance after few steps.
  private static func progress(
    _ name: String, _ dataName: String, _ outcome: TrainingOutcome, _ classes: Int, _ samples: Int,
    _ options: TrainingOptions
  ) -> String? {
    guard options.loss is CrossEntropyLoss, outcome.stoppedAtStep == nil, outcome.steps < fewSteps,
      let loss = outcome.history.last?.loss, let first = outcome.history.first?.loss
    else { return nil }
    let chance = ElementaryFunctions.log(Double(classes))
    guard loss >= (1 - gain) * chance || (outcome.history.count > 1 && loss >= first) else { return nil }
    let batch = min(options.batch, samples)
    var words = ["train \(name) on \(dataName) fresh=yes epochs=30"]
    if batch > fewestNormalized { words.append("batch=\(fewestNormalized)") }
    let rate = min(options.rate / 5, options.optimizer.kind.defaultRate)
    words.append("rate=\(Spelling.rounded(rate, digits: 6))")
    return "the loss ended at \(Spelling.rounded(loss)), and guessing has \(Spelling.rounded(chance)): "
      + "\(Spelling.counted(outcome.steps, "step")) \(outcome.steps == 1 ? "is" : "are") too few, or rate="
      + "\(Spelling.rounded(options.rate, digits: 6)) is too high; type: \(words.joined(separator: " "))"
  }
}
