/// Where a worker's time goes while it trains: one belongs to each worker, and nobody else touches it during
/// a step.
///
/// It only looks at the clock; what is computed is the same with and without it.
final class StepMeter {
  /// What a worker does besides the layers.
  enum Part: Int, CaseIterable, Sendable {
    /// Reading samples, and preparing and augmenting them.
    case data
    /// The loss and its gradient.
    case loss
    /// Adding the gradients of shards, and the optimizer.
    case update
  }

  /// Seconds of each item of the layer graph: forward, and backward with the weights that it refreshes.
  private(set) var forward: [Double]
  private(set) var backward: [Double]
  private(set) var parts = [Double](repeating: 0, count: Part.allCases.count)
  /// Whether kernels were compiled meanwhile, so that the step says nothing about the next ones.
  var compiled = false

  init(items: Int) {
    forward = Array(repeating: 0, count: items)
    backward = forward
  }

  /// Forgets a step.
  func clear() {
    for index in forward.indices { (forward[index], backward[index]) = (0, 0) }
    for index in parts.indices { parts[index] = 0 }
    compiled = false
  }

  /// Does the work of an item of the layer graph and notes its time.
  func measure(_ item: Int, isForward: Bool, _ work: () -> Void) {
    let seconds = Self.seconds(work)
    // What comes after the last item (the outputs in plain order) counts as its own.
    let index = min(item, forward.count - 1)
    if isForward { forward[index] += seconds } else { backward[index] += seconds }
  }

  /// Does other work and notes its time.
  func measure<Result, Failure: Error>(_ part: Part, _ work: () throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    let begin = ContinuousClock.now
    defer { parts[part.rawValue] += (ContinuousClock.now - begin) / .seconds(1) }
    return try work()
  }

  private static func seconds(_ work: () -> Void) -> Double {
    let begin = ContinuousClock.now
    work()
    return (ContinuousClock.now - begin) / .seconds(1)
  }
}

extension StepMeter? {
  /// Does work, and notes its time where there is a meter.
  func measure<Result, Failure: Error>(
    _ part: StepMeter.Part, _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if let self { try self.measure(part, work) } else { try work() }
  }
}
