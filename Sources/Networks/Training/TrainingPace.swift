/// Measures a training; nothing of it decides about results.
struct TrainingPace {
  private(set) var seconds = 0.0
  private var images = 0
  private var lastReport: ContinuousClock.Instant?
  private var lastSave = ContinuousClock.now
  private let interval: Duration

  init(saveEvery interval: Duration = .seconds(30)) { self.interval = interval }

  var imagesPerSecond: Double { seconds > 0 ? Double(images) / seconds : 0 }

  mutating func add(_ duration: Duration, images count: Int) {
    seconds += duration / .seconds(1)
    images += count
  }

  /// Ten times a second.
  var isTimeToReport: Bool {
    mutating get {
      let now = ContinuousClock.now
      if let lastReport, now - lastReport < .milliseconds(100) { return false }
      lastReport = now
      return true
    }
  }

  /// At the interval.
  var isTimeToSave: Bool {
    mutating get {
      let now = ContinuousClock.now
      if now - lastSave < interval { return false }
      lastSave = now
      return true
    }
  }
}
