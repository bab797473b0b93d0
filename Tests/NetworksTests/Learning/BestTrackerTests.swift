import Testing

@testable import Networks

@Suite struct BestTrackerTests {
  /// Keras' EarlyStopping counts so: an epoch that isn't better by more than the margin is a bad one.
  @Test func countsEpochsThatAreNotBetter() {
    var tracker = BestTracker(patience: 2, margin: 0.1)
    let better = [1.0, 0.95, 0.85, 0.8, 0.75].enumerated().map { tracker.add($1, epoch: $0 + 1) }
    #expect(better == [true, false, true, false, false])
    #expect(tracker.best == 0.85 && tracker.bestEpoch == 3 && tracker.badEpochs == 2)
    #expect(tracker.isExhausted)
  }

  @Test func aBetterEpochBeginsTheCountAnew() {
    var tracker = BestTracker(patience: 2, margin: 0)
    _ = [3.0, 3, 2, 2].enumerated().map { tracker.add($1, epoch: $0 + 1) }
    #expect(!tracker.isExhausted)
    // A loss that is no number is never better.
    _ = tracker.add(.nan, epoch: 5)
    #expect(tracker.isExhausted && tracker.bestEpoch == 3)
  }
}
