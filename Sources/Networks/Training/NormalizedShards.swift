/// How many images go through batch norm together: it takes means and deviations over a shard.
public struct NormalizedShards: Sendable, Hashable {
  /// The fewest of a full step.
  public let full: Int
  /// The fewest of the last step of an epoch, where that has fewer images than the others.
  public let last: Int?
}

extension NetworkDefinition {
  /// Nil without batch norm that learns.
  public func normalizedShards(samples: Int, options: TrainingOptions) -> NormalizedShards? {
    guard samples > 0, allLines.contains(where: { $0.name == "batchnorm" && !frozen.contains($0.line) })
    else { return nil }
    let options = options.fitting(samples)
    func fewest(_ count: Int) -> Int {
      Numerics.shards(of: count, batch: options.batch).map(\.count).min() ?? count
    }
    let rest = samples % options.stepSize
    return NormalizedShards(
      full: fewest(min(options.stepSize, samples)),
      last: rest > 0 && samples > options.stepSize ? fewest(rest) : nil)
  }
}
