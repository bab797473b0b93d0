internal import Declarations

/// The smallest numbers of images that batch normalization computes statistics over: those of a shard.
public struct NormalizedShards: Sendable, Hashable {
  /// The smallest shard of a full step.
  public let full: Int
  /// The smallest shard of the last step of an epoch, if that step has fewer images; else nil.
  public let last: Int?
}

extension NetworkDefinition {
  /// Whether training normalizes over each shard by itself: not where it is frozen, or synchronized.
  public var hasBatchNormalization: Bool {
    allLines.contains {
      $0.name == "batchnorm" && !frozen.contains($0.line) && $0.arguments["sync"] != .boolean(true)
    }
  }

  /// The shards of a training; nil without trainable batch normalization.
  public func normalizedShards(samples: Int, options: TrainingOptions) -> NormalizedShards? {
    guard samples > 0, hasBatchNormalization else { return nil }
    let options = options.fitting(samples)
    func fewest(_ count: Int) -> Int {
      options.shards(of: count).map(\.count).min() ?? count
    }
    let rest = samples % options.stepSize
    return NormalizedShards(
      full: fewest(min(options.stepSize, samples)),
      last: rest > 0 && samples > options.stepSize ? fewest(rest) : nil)
  }
}
