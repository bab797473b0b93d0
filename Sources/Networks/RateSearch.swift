public import Datasets
internal import Kernels
public import Models
internal import Tensors

/// A learning-rate range test: training steps whose rate grows from tiny to huge, and how the loss took it.
public struct RateSearch: Sendable, Hashable {
  public struct Point: Sendable, Hashable {
    public let rate: Double
    /// Exponentially weighted with 0.98, corrected for its start.
    public let loss: Double
  }

  public let points: [Point]
  public let suggestions: RateSuggestions
  /// Whether it ended before the highest rate, because the loss was four times its best or no number any
  /// more.
  public let exploded: Bool

  /// What is tried.
  public struct Range: Sendable, Hashable {
    public var lowest: Double
    public var highest: Double
    public var iterations: Int

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
  /// Tries rates on training steps from the weights that the network has; it keeps them.
  ///
  /// - Parameters:
  ///   - options: Batch, optimizer, loss, limits and seed as the training will have them; rate, schedule,
  ///     epochs and patience aren't looked at.
  ///   - shouldStop: Looked at between steps.
  /// - Returns: nil when it was stopped.
  /// - Throws: As `train`; a loss that explodes is what it looks for, no error.
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
    var clock = TrainingClock()
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
        let begin = ContinuousClock.now
        let result = try trainer.step(iteration + 1, epoch: epoch, positions: positions, rate: rate)
        clock.add(ContinuousClock.now - begin, images: positions.count)
        isLost = !result.isFinite
        if isLost { break }
        // Class weights may leave nothing of a batch, and then there is no loss.
        guard result.weight > 0 else { continue }
        smoothed = 0.98 * smoothed + (1 - 0.98) * (result.loss / result.weight)
        weight *= 0.98
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
