/// Tracks the metric of each epoch, of which less is better, knows the best, and when to give up (early
/// stopping; Prechelt, doi:10.1007/3-540-49430-8_3).
struct BestTracker: Sendable, Hashable {
  /// Epochs without a better one after which the training ends.
  let patience: Int
  /// How much lower it must be to count as better.
  let margin: Double
  private(set) var best = Double.infinity
  private(set) var bestEpoch = 0
  private(set) var badEpochs = 0

  init(patience: Int, margin: Double) {
    self.patience = patience
    self.margin = margin
  }

  init(patience: Int, margin: Double, best: Double, bestEpoch: Int, badEpochs: Int) {
    self.init(patience: patience, margin: margin)
    self.best = best
    self.bestEpoch = bestEpoch
    self.badEpochs = badEpochs
  }

  var isExhausted: Bool { badEpochs >= patience }

  /// - Returns: Whether it is the best so far.
  mutating func add(_ metric: Double, epoch: Int) -> Bool {
    guard metric < best - margin else {
      badEpochs += 1
      return false
    }
    (best, bestEpoch, badEpochs) = (metric, epoch, 0)
    return true
  }
}
