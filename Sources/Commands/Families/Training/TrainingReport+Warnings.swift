internal import Datasets
internal import Models
internal import Networks
internal import Runtime
internal import Tensors

/// What a person should know of a training that ended, with what to type instead.
extension TrainingReport {
  /// Fewer steps than this are told as a cause of a loss that didn't fall.
  static let fewSteps = 50
  /// A loss above this share of that of guessing counts as chance.
  private static let chanceShare = 0.9
  /// Who is right so much oftener than by chance (1 is always) has learned, whatever the loss.
  private static let gain = 0.25
  /// Means over fewer images than this are too rough for batch norm: ResNet-50 loses little from 32 to 16
  /// images, a point at 8, four at 4 (arXiv:1803.08494).
  private static let fewestNormalized = 12
  /// What is told as a small batch.
  private static let smallBatch = 16

  static func warnings(
    _ name: String, _ dataName: String, _ outcome: TrainingOutcome, _ definition: NetworkDefinition,
    data: DataSet, options: TrainingOptions
  ) -> [String] {
    let samples = data.train.count
    let progress =
      if let sets = data.train.labelSets {
        setProgress(name, dataName, outcome, sets, data.augmentation, options)
      } else {
        progress(name, dataName, outcome, data.classes.count, samples, options)
      }
    return [normalization(definition, samples: [samples], options: options), progress].compactMap { $0 }
  }

  /// What is said of batch norm over few images, in all batches or in the last one of an epoch.
  ///
  /// - Parameter samples: How many images an epoch has; of a cross-validation those of each fold.
  static func normalization(
    _ definition: NetworkDefinition, samples: [Int], options: TrainingOptions
  ) -> String? {
    let shards = samples.compactMap { definition.normalizedShards(samples: $0, options: options) }
    let most = samples.max() ?? 0
    let others = "batchnorm sync=yes, or layernorm in place of batchnorm"
    if let shard = shards.map(\.full).min(), shard < fewestNormalized {
      let cure =
        options.shard < fewestNormalized && options.batch >= fewestNormalized
        ? "take shard=\(smallBatch) or more, "
        : most >= fewestNormalized ? "take batch=\(min(32, most)) or more, " : "take "
      return "batchnorm took its means over \(Spelling.counted(shard, "image")) at a time; " + rough + cure
        + others
    }
    guard let shard = shards.compactMap(\.last).min(), shard < fewestNormalized else { return nil }
    let batch = batchWithoutRest(definition, samples: samples, options: options)
    return
      "batchnorm took its means over \(Spelling.counted(shard, "image")) in the last batch of each epoch; "
      + rough + (batch.map { "take batch=\($0), " } ?? "take another batch, ") + others
  }

  /// What is said where threads have nothing to do, or wait for each other.
  static func threads(
    _ threads: Int, _ outcome: TrainingOutcome, _ definition: NetworkDefinition, samples: Int,
    options: TrainingOptions
  ) -> [String] {
    var texts: [String] = []
    let shards = options.shardsPerStep(samples: samples)
    // Few are nothing to speak of.
    if threads >= 4, shards < threads {
      let batch = min(65_536, options.batch * threads / max(1, shards))
      let shard = max(1, options.batch / threads)
      let synchronized = definition.hasBatchNormalization ? " with batchnorm sync=yes" : ""
      texts.append(
        "a step has \(Spelling.counted(shards, "shard")) of its batch for \(threads) threads; "
          + (samples >= batch ? "batch=\(batch), or " : "")
          + "shard=\(shard)\(shard < fewestNormalized ? synchronized : ""), uses them all")
    }
    if outcome.hasFewBuffers {
      texts.append(
        "memory is short: threads waited for each other, where gradients were added; a smaller batch or a "
          + "larger shard needs less")
    }
    return texts
  }

  private static let rough = "below \(fewestNormalized) they are too rough to learn with: "

  /// The largest batch up to the one asked for that leaves no small rest, else the smallest above it.
  private static func batchWithoutRest(
    _ definition: NetworkDefinition, samples: [Int], options: TrainingOptions
  ) -> Int? {
    let most = samples.min() ?? 0
    let asked = min(options.batch, most)
    guard asked >= fewestNormalized else { return nil }
    func leavesNone(_ batch: Int) -> Bool {
      var options = options
      options.batch = batch
      return samples.allSatisfy { count in
        guard let shards = definition.normalizedShards(samples: count, options: options) else { return true }
        return shards.full >= fewestNormalized && shards.last ?? fewestNormalized >= fewestNormalized
      }
    }
    return (fewestNormalized...asked).reversed().first(where: leavesNone)
      ?? (asked...max(asked, min(most, 2 * asked))).first(where: leavesNone)
  }

  /// A training that ended no better than chance after few steps.
  private static func progress(
    _ name: String, _ dataName: String, _ outcome: TrainingOutcome, _ classes: Int,
    _ samples: Int, _ options: TrainingOptions
  ) -> String? {
    guard options.loss(for: .classification) is CrossEntropyLoss, outcome.stoppedAtStep == nil,
      outcome.steps < fewSteps,
      let last = outcome.history.last, let first = outcome.history.first, isChance(last, first, classes)
    else { return nil }
    let (loss, chance) = (last.loss, ElementaryFunctions.log(Double(classes)))
    return "the loss ended at \(Spelling.rounded(loss)), and guessing has \(Spelling.rounded(chance)): "
      + cure(name, dataName, outcome, samples, options)
  }

  /// What to do about a training that came to nothing after few steps.
  static func cure(
    _ name: String, _ dataName: String, _ outcome: TrainingOutcome, _ samples: Int, _ options: TrainingOptions
  ) -> String {
    let batch = min(options.batch, samples)
    // What goes on from an earlier training keeps what that learned.
    let fresh = outcome.history.first?.epoch == 1 ? "fresh=yes " : ""
    if isFalling(outcome.history) {
      return "it was still falling, so more epochs are needed; type the same command with "
        + "\(fresh)epochs=\(max(30, 3 * outcome.history.count))"
    }
    var words = ["train \(name) on \(dataName) \(fresh)epochs=30"]
    if batch > smallBatch { words.append("batch=\(smallBatch)") }
    let rate = min(options.rate / 5, options.optimizer.kind.defaultRate)
    words.append("rate=\(Spelling.rounded(rate, digits: 6))")
    return "\(Spelling.counted(outcome.steps, "step")) \(outcome.steps == 1 ? "is" : "are") too few, or rate="
      + "\(Spelling.rounded(options.rate, digits: 6)) is too high; type: \(words.joined(separator: " "))"
  }

  /// Whether the loss fell in every epoch after the first: the rate isn't too high then.
  private static func isFalling(_ history: [EpochRecord]) -> Bool {
    history.count > 1 && zip(history, history.dropFirst()).allSatisfy { $1.loss < $0.loss }
  }

  /// Whether a training ended as guessing would, or rose to where it may soon.
  ///
  /// - Parameters:
  ///   - last: Its last epoch.
  ///   - first: Its first one.
  static func isChance(_ last: EpochRecord, _ first: EpochRecord, _ classes: Int) -> Bool {
    let chance = ElementaryFunctions.log(Double(classes))
    let share = 1 / Double(classes)
    let accuracy = last.validationAccuracy ?? last.accuracy
    guard accuracy - share < gain * (1 - share) else { return false }
    let loss = min(last.loss, last.validationLoss ?? .infinity)
    return loss >= chanceShare * chance || last.loss > 1.1 * first.loss && loss > chance / 2
  }
}
