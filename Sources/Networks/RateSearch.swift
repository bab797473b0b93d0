public import Datasets
internal import Kernels
public import Models
internal import Tensors

/// The result of a learning-rate range test: the loss of training steps with exponentially increasing rate.
public struct RateSearch: Sendable, Hashable {
  /// The loss at a rate.
  public struct Point: Sendable, Hashable {
    /// The learning rate of the step.
    public let rate: Double
    /// The training loss, exponentially smoothed with 0.98 and bias-corrected.
    public let loss: Double
  }

  /// One point per step, in ascending order of rate.
  public let points: [Point]
  /// Learning rates derived from the curve.
  public let suggestions: RateSuggestions
  /// Whether the test ended before the highest rate because the loss was non-finite or exceeded four times
  /// its minimum.
  public let exploded: Bool

  /// Whether some rate lowered the loss by more than batches differ by chance: without that, suggestions
  /// are readings of noise.
  ///
  /// The mean of the first fifth of the steps, whose rates are too low to change anything, is held against
  /// every mean of a tenth of them behind it.
  public var lowersLoss: Bool { Self.falls(points.map(\.loss)) }

  /// - Parameter smoothed: The smoothed losses of all steps.
  static func falls(_ smoothed: [Double]) -> Bool {
    var (before, weight) = (0.0, 1.0)
    let losses = smoothed.map { loss in
      weight *= smoothing
      let sum = loss * (1 - weight)
      defer { before = sum }
      return (sum - smoothing * before) / (1 - smoothing)
    }
    let (first, length) = (max(losses.count / 5, 4), max(losses.count / 10, 3))
    guard losses.count >= first + length else {
      guard let start = smoothed.first, let lowest = smoothed.min() else { return false }
      return lowest < start * (1 - leastFall)
    }
    func mean(_ losses: ArraySlice<Double>) -> Double { losses.reduce(0, +) / Double(losses.count) }
    // Neighbours tell how batches differ, however the curve bends.
    let half = losses.prefix(losses.count / 2)
    let spread = zip(half.dropFirst(), half).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let variance = spread / Double(2 * (half.count - 1))
    let error = (variance * (1 / Double(first) + 1 / Double(length))).squareRoot()
    let start = mean(losses.prefix(first))
    let lowest = (first...losses.count - length).map { mean(losses[$0..<$0 + length]) }.min() ?? start
    return start - lowest > max(leastFall * start, 3 * error)
  }

  /// Of the smoothing of the loss.
  static let smoothing = 0.98
  /// A loss that falls by a smaller share hardly falls.
  private static let leastFall = 0.01

  /// The range of learning rates to test.
  public struct Range: Sendable, Hashable {
    /// The first rate.
    public var lowest: Double
    /// The end of the range, excluded.
    public var highest: Double
    /// The number of steps; rates grow by equal factors.
    public var iterations: Int

    /// A range of rates.
    public init(lowest: Double = 1e-7, highest: Double = 10, iterations: Int = 100) {
      self.lowest = lowest
      self.highest = highest
      self.iterations = iterations
    }

    /// The rate of an iteration, from 0: equal ratios from one to the next; the highest is never reached.
    func rate(_ iteration: Int) -> Double {
      lowest
        * ElementaryFunctions.exp(
          ElementaryFunctions.log(highest / lowest) * Double(iteration) / Double(iterations))
    }
  }
}

extension Network {
  /// Runs a learning-rate range test from the current weights, which stay unchanged.
  ///
  /// - Parameters:
  ///   - source: The training samples.
  ///   - options: Batch size, optimizer, loss, gradient clipping and seed as in the training to come; rate,
  ///     schedule, epochs and patience are ignored.
  ///   - range: The rates to test.
  ///   - threads: The number of threads; it doesn't affect the result.
  ///   - progress: Called several times per second.
  ///   - shouldStop: Polled between steps; true stops the test.
  /// - Returns: nil when stopped.
  /// - Throws: As `train`, except that a diverging loss isn't an error.
  public func findRate(
    on source: any SampleSource, options: TrainingOptions, range: RateSearch.Range = .init(), threads: Int,
    progress: (TrainingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(NetworkError) -> RateSearch? {
    var options = options.fitting(source.count)
    (options.patience, options.emaDecay) = (nil, nil)
    try checkTraining(on: source, validation: nil, options: options, threads: threads)
    let loss = try weightedLoss(options, source)
    var points: [RateSearch.Point] = []
    var isLost = false
    var isExploded = false
    var clock = TrainingPace()
    do throws(KernelError) {
      let trainer = try Trainer(
        graph, values: current.values, source: source, options: options, loss: loss,
        group: try WorkerGroup(threads: threads))
      let stream = RandomStream(seed: options.seed, stream: .shuffle)
      let stepsPerEpoch = options.stepsPerEpoch(samples: source.count)
      var order: [Int] = []
      var (smoothed, weight, best) = (0.0, 1.0, Double.infinity)
      for iteration in 0..<range.iterations {
        if shouldStop() { return nil }
        let epoch = epochsTrained + iteration / stepsPerEpoch
        if iteration % stepsPerEpoch == 0 { order = stream.permutation(of: source.count, epoch: epoch) }
        let first = iteration % stepsPerEpoch * options.stepSize
        let positions = Array(order[first..<min(first + options.stepSize, source.count)])
        let rate = range.rate(iteration)
        let begin = WorkClock.now
        let result = try trainer.step(iteration + 1, epoch: epoch, positions: positions, rate: rate)
        clock.add(WorkClock.now - begin, images: positions.count)
        isLost = !result.isFinite
        if isLost { break }
        // Class weights may leave nothing of a batch, and then there is no loss.
        guard result.weight > 0 else { continue }
        smoothed =
          RateSearch.smoothing * smoothed + (1 - RateSearch.smoothing) * (result.loss / result.weight)
        weight *= RateSearch.smoothing
        let point = RateSearch.Point(rate: rate, loss: smoothed / (1 - weight))
        points.append(point)
        best = min(best, point.loss)
        isExploded = point.loss > 4 * best
        if isExploded { break }
        if clock.isTimeToReport {
          progress(
            TrainingProgress(
              phase: .training, epoch: 1, epochs: 1, step: iteration + 1, steps: range.iterations,
              loss: point.loss,
              accuracy: Double(result.correct) / Double(positions.count),
              imagesPerSecond: clock.imagesPerSecond,
              secondsLeft: clock.seconds / Double(iteration + 1) * Double(range.iterations - iteration - 1)))
        }
      }
    } catch {
      throw .kernel(error)
    }
    return RateSearch(
      points: points,
      suggestions: RateSuggestions(
        rates: points.map(\.rate), losses: points.map(\.loss),
        iterations: range.iterations, diverged: isLost),
      exploded: isLost || isExploded)
  }
}
