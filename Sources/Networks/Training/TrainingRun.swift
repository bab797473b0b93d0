internal import Datasets
internal import Kernels
internal import Models
internal import Tensors

/// The loop over epochs and steps of one training.
final class TrainingRun {
  let trainer: Trainer
  private let network: Network
  private let judge: Predictor?
  private let source: any SampleSource
  private let validation: (any SampleSource)?
  private let options: TrainingOptions
  private let epochsBefore: Int
  private let stepsPerEpoch: Int
  private var step = 0
  private var history: [EpochRecord] = []
  private var trace: [TracePoint] = []
  private var open = Open()
  private var clock = TrainingClock()

  /// Sums of the epoch that is open.
  private struct Open {
    var loss = 0.0
    var count = 0
    var correct = 0
  }

  private var steps: Int { stepsPerEpoch * options.epochs }

  init(
    network: Network, trainer: Trainer, judge: Predictor?, source: any SampleSource, validation: (any SampleSource)?,
    options: TrainingOptions, epochsBefore: Int
  ) {
    self.network = network
    self.trainer = trainer
    self.judge = judge
    self.source = source
    self.validation = validation
    self.options = options
    self.epochsBefore = epochsBefore
    stepsPerEpoch = (source.count + options.batch - 1) / options.batch
  }

  func go(
    checkpoint: ((TrainingCheckpoint) -> Void)?, progress: (TrainingProgress) -> Void, shouldStop: () -> Bool
  ) throws(NetworkError) -> TrainingOutcome {
    let stream = RandomStream(seed: options.seed, stream: .shuffle)
    var isStopped = step > 0 && step == options.stopAfterStep
    if trace.isEmpty { try lookAtWeights() }
    while step < steps, !isStopped {
      let epoch = epochsBefore + step / stepsPerEpoch
      let order = stream.permutation(of: source.count, epoch: epoch)
      var first = step % stepsPerEpoch * options.batch
      while first < source.count, !isStopped {
        let positions = Array(order[first..<min(first + options.batch, source.count)])
        try take(positions, epoch: epoch)
        first += positions.count
        isStopped = step == options.stopAfterStep || shouldStop()
        if clock.isTimeToReport { progress(report(.training)) }
        if let checkpoint, clock.isTimeToSave, first < source.count { checkpoint(try self.checkpoint()) }
      }
      guard !isStopped else { break }
      isStopped = try closeEpoch(progress: progress, shouldStop: shouldStop)
      if !isStopped, let checkpoint { checkpoint(try self.checkpoint()) }
    }
    if open.count > 0 { history.append(record()) }
    try checkNumbers()
    return TrainingOutcome(
      history: history, steps: step, seconds: clock.seconds, imagesPerSecond: clock.imagesPerSecond,
      stoppedAtStep: isStopped ? step : nil, slowLayers: trainer.slowOperations, trace: trace)
  }

  private func take(_ positions: [Int], epoch: Int) throws(NetworkError) {
    let rate = options.schedule.rate(step: step, steps: steps, base: options.rate)
    let begin = ContinuousClock.now
    let result: Trainer.ShardResult
    do throws(KernelError) {
      result = try trainer.step(step + 1, epoch: epoch, positions: positions, rate: rate)
    } catch {
      throw .kernel(error)
    }
    step += 1
    clock.add(ContinuousClock.now - begin, images: positions.count)
    guard result.loss.isFinite else { throw .diverged(step: step, rate: rate, what: "the loss is \(result.loss)") }
    open.loss += result.loss
    open.count += positions.count
    open.correct += result.correct
    if TracePoint.isDue(at: step) { try lookAtWeights() }
  }

  private func lookAtWeights() throws(NetworkError) {
    do throws(KernelError) {
      trace.append(TracePoint(step: step, tensors: network.named(try trainer.values())))
    } catch {
      throw .kernel(error)
    }
  }

  /// Ends the epoch with its validation.
  ///
  /// - Returns: Whether it was stopped meanwhile; then the epoch stays open.
  private func closeEpoch(progress: (TrainingProgress) -> Void, shouldStop: () -> Bool) throws(NetworkError) -> Bool {
    try checkNumbers()
    var record = record()
    if let judge, let validation {
      do throws(KernelError) {
        try judge.load(try trainer.values())
        let predictions = try judge.predict(
          validation,
          progress: { _ in if clock.isTimeToReport { progress(report(.validating)) } }, shouldStop: shouldStop)
        guard let predictions else { return true }
        let correct = zip(predictions.predictedLabels, predictions.labels).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
        record.validationLoss = predictions.summedLoss / Double(predictions.count)
        record.validationAccuracy = Double(correct) / Double(predictions.count)
      } catch {
        throw .kernel(error)
      }
    }
    history.append(record)
    open = Open()
    return false
  }

  private func record() -> EpochRecord {
    EpochRecord(
      epoch: epochsBefore + history.count + 1, loss: open.loss / Double(open.count),
      accuracy: Double(open.correct) / Double(open.count))
  }

  /// A weight that is no number shows in the next loss; after the last step nothing else would look.
  private func checkNumbers() throws(NetworkError) {
    let numbers = UnsafeBufferPointer(start: trainer.store.values.pointer, count: trainer.store.values.count)
    guard numbers.allSatisfy(\.isFinite) else {
      let rate = options.schedule.rate(step: max(step - 1, 0), steps: steps, base: options.rate)
      throw .diverged(step: step, rate: rate, what: "a weight is no finite number")
    }
  }

  private func report(_ phase: TrainingProgress.Phase) -> TrainingProgress {
    let epoch = max(step - 1, 0) / stepsPerEpoch
    let done = epoch * source.count + min((step - epoch * stepsPerEpoch) * options.batch, source.count)
    let left = options.epochs * source.count - done
    return TrainingProgress(
      phase: phase, epoch: epoch + 1, epochs: options.epochs, step: step, steps: steps,
      loss: open.loss / Double(max(open.count, 1)), accuracy: Double(open.correct) / Double(max(open.count, 1)),
      imagesPerSecond: clock.imagesPerSecond, secondsLeft: Double(left) / max(clock.imagesPerSecond, 1e-9))
  }

  // MARK: Checkpoints

  private func checkpoint() throws(NetworkError) -> TrainingCheckpoint {
    do throws(KernelError) {
      return TrainingCheckpoint(
        tensors: network.named(try trainer.values()), optimizer: try trainer.optimizerState(), step: step,
        epochsBefore: epochsBefore, openLoss: open.loss, openCount: open.count, openCorrect: open.correct,
        history: history, trace: trace)
    } catch {
      throw .kernel(error)
    }
  }

  func resume(_ checkpoint: TrainingCheckpoint) throws(NetworkError) {
    guard (0...steps).contains(checkpoint.step) else {
      throw .foreignState(tensor: "step", found: "\(checkpoint.step)", expected: "0 to \(steps)")
    }
    try trainer.restoreOptimizer(checkpoint.optimizer)
    step = checkpoint.step
    history = checkpoint.history
    trace = checkpoint.trace
    open = Open(loss: checkpoint.openLoss, count: checkpoint.openCount, correct: checkpoint.openCorrect)
  }
}

/// Measures a training; nothing of it decides about results.
private struct TrainingClock {
  private(set) var seconds = 0.0
  private var images = 0
  private var lastReport: ContinuousClock.Instant?
  private var lastSave = ContinuousClock.now

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

  /// Every 30 seconds.
  var isTimeToSave: Bool {
    mutating get {
      let now = ContinuousClock.now
      if now - lastSave < .seconds(30) { return false }
      lastSave = now
      return true
    }
  }
}
