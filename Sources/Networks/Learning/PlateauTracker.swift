/// Follows a loss and reduces the rate when it doesn't fall any more, as PyTorch's `ReduceLROnPlateau` does
/// with its default threshold: better is what is below (1 - 0.0001) times the best.
struct PlateauTracker: Sendable, Hashable {
  let settings: Schedule.Plateau
  private(set) var rate: Double
  private(set) var best = Double.infinity
  private(set) var badEpochs = 0

  init(_ settings: Schedule.Plateau, rate: Double) {
    self.settings = settings
    self.rate = rate
  }

  init(_ settings: Schedule.Plateau, rate: Double, best: Double, badEpochs: Int) {
    self.settings = settings
    self.rate = rate
    self.best = best
    self.badEpochs = badEpochs
  }

  mutating func add(_ loss: Double) {
    if loss < best * (1 - 1e-4) {
      best = loss
      badEpochs = 0
    } else {
      badEpochs += 1
    }
    guard badEpochs > settings.wait else { return }
    badEpochs = 0
    let reduced = max(rate * settings.factor, settings.lowest)
    if rate - reduced > 1e-8 { rate = reduced }
  }
}
