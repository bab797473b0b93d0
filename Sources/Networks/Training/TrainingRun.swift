internal import Datasets
internal import Kernels
internal import Models
internal import Tensors

/// The loop over epochs and steps of one training.
final class TrainingRun {
  let trainer: Trainer
  let network: Network
  private let evaluate: Predictor?
  let source: any SampleSource
  let validation: (any SampleSource)?
  let options: TrainingOptions
  private let loss: WeightedLoss
  let stepsPerEpoch: Int
  var counters = TrainingCheckpoint.Counters()
  /// Of a training of limited time whose steps nobody gave.
  var budget: TimeBudget?
  /// When the training began, by `TrainingClock`.
  let begin: Double
  var plateau: PlateauTracker?
  var tracker: BestTracker?
  /// What the network was in the best epoch.
  var best: [[Float]]?
  var history: [EpochRecord] = []
  var trace: [TracePoint] = []
  var lastRate: Double
  private var clock: TrainingPace

  /// The most that there may be.
  var most: Int { stepsPerEpoch * options.epochs }
  /// Of the whole training.
  var steps: Int { counters.plan?.total ?? most }

  init(
    network: Network, trainer: Trainer, evaluate: Predictor?, source: any SampleSource,
    validation: (any SampleSource)?,
    options: TrainingOptions, loss: WeightedLoss, epochsBefore: Int, checkpointEvery interval: Duration,
    begin: Double
  ) {
    self.network = network
    self.trainer = trainer
    self.evaluate = evaluate
    self.source = source
    self.validation = validation
    self.options = options
    self.loss = loss
    stepsPerEpoch = options.stepsPerEpoch(samples: source.count)
    clock = TrainingPace(saveEvery: interval)
    self.begin = begin
    counters.epochsBefore = epochsBefore
    lastRate = options.rate
    if case .plateau(let settings) = options.schedule.course {
      plateau = PlateauTracker(settings, rate: options.rate)
    }
    tracker = options.patience.map { BestTracker(patience: $0.epochs, margin: $0.margin) }
  }

  func go(
    checkpoint: ((TrainingCheckpoint) -> Void)?, progress: (TrainingProgress) -> Void, shouldStop: () -> Bool
  ) throws(NetworkError) -> TrainingOutcome {
    if let seconds = options.seconds { try plan(seconds, shouldStop: shouldStop) }
    let stream = RandomStream(seed: options.seed, stream: .shuffle)
    if trace.isEmpty { try lookAtWeights() }
    var isStopped = counters.step > 0 && counters.step == options.stopAfterStep && !isAtPlannedEnd
    while counters.step < steps, !isStopped, tracker?.isExhausted != true {
      let epoch = counters.epochsBefore + counters.step / stepsPerEpoch
      let order = stream.permutation(of: source.count, epoch: epoch)
      var first = counters.step % stepsPerEpoch * options.stepSize
      while first < source.count, counters.step < steps, !isStopped {
        let positions = Array(order[first..<min(first + options.stepSize, source.count)])
        try take(positions, epoch: epoch)
        first += positions.count
        budget?.addStep()
        revisePlan(isJudged: false)
        isStopped = (counters.step == options.stopAfterStep || shouldStop()) && !isAtPlannedEnd
        if clock.isTimeToReport { progress(report(.training)) }
        if let checkpoint, clock.isTimeToSave, first < source.count, counters.step < steps {
          checkpoint(try self.checkpoint())
        }
      }
      guard !isStopped else { break }
      isStopped = try closeEpoch(progress: progress, shouldStop: shouldStop)
      if validation != nil { budget?.addJudging() }
      if !isStopped { revisePlan(isJudged: true) }
      if !isStopped, let checkpoint { checkpoint(try self.checkpoint()) }
    }
    if counters.openCount > 0 { history.append(record()) }
    try checkNumbers()
    try checkOutputs()
    let profile = try withKernels(try trainer.profile())
    let endedEarly = tracker?.isExhausted == true && counters.step < steps
    return TrainingOutcome(
      history: history, steps: counters.step, seconds: clock.seconds, imagesPerSecond: clock.imagesPerSecond,
      stoppedAtStep: isStopped || isAtPlannedEnd ? counters.step : nil, plan: counters.plan,
      bestEpoch: best == nil ? nil : tracker?.bestEpoch, endedEarly: endedEarly, lastRate: lastRate,
      slowLayers: trainer.slowOperations, hasFewBuffers: trainer.hasFewBuffers, trace: trace, profile: profile
    )
  }

  /// The end of a training of limited time is recorded as the step that it reached, as an interrupt is; so
  /// what is decided there must not depend on whether Ctrl-C came meanwhile.
  private var isAtPlannedEnd: Bool { counters.plan != nil && counters.step == steps }

  /// What the network becomes: the weights of the best epoch, else their moving average, else those of the
  /// last step.
  func finalValues() throws(NetworkError) -> [[Float]] {
    if let best { return best }
    return try withKernels(try trainer.averagedValues())
  }

  // MARK: Steps

  func rate(of step: Int) -> Double {
    options.schedule.rate(at: position(of: step), base: plateau?.rate ?? options.rate)
  }

  private func take(_ positions: [Int], epoch: Int) throws(NetworkError) {
    let rate = rate(of: counters.step)
    let begin = WorkClock.now
    let (result, divergence) = try withKernels { () throws(KernelError) in
      let result = try trainer.step(
        counters.step + 1, epoch: epoch, positions: positions, rate: rate,
        momentum: options.schedule.momentum(at: position(of: counters.step)))
      return (result, result.isFinite ? nil : try trainer.divergence(result))
    }
    if let divergence { throw failure(divergence, inNext: true) }
    counters.step += 1
    try checkNumbers()
    counters.openLoss += result.loss
    counters.openWeight += result.weight
    counters.openCount += positions.count
    counters.openCorrect += result.correct
    lastRate = rate
    clock.add(WorkClock.now - begin, images: positions.count)
    if TracePoint.isDue(at: counters.step) { try lookAtWeights() }
  }

  private func lookAtWeights() throws(NetworkError) {
    let values = try withKernels(try trainer.values())
    trace.append(TracePoint(step: counters.step, tensors: network.named(values)))
  }

  /// What to say of a number that isn't finite. Weights were spoilt by the step before the one that saw it.
  func failure(_ divergence: Divergence, inNext isNext: Bool) -> NetworkError {
    let step = divergence.isWeight || !isNext ? max(counters.step, 1) : counters.step + 1
    return divergence.isInput
      ? .badSamples(step: step)
      : .diverged(
        step: step, rate: rate(of: step - 1), place: divergence.place,
        usual: options.optimizer.kind.defaultRate)
  }

  /// A weight that is no number need not show in the next loss: a relu makes it 0.
  private func checkNumbers() throws(NetworkError) {
    if let found = try withKernels(try trainer.divergedWeights()) { throw failure(found, inNext: false) }
  }

  // MARK: Epochs

  /// Ends the epoch with its validation.
  ///
  /// - Returns: Whether it was stopped meanwhile; then the epoch stays open.
  private func closeEpoch(progress: (TrainingProgress) -> Void, shouldStop: () -> Bool) throws(NetworkError)
    -> Bool
  {
    var record = record()
    var broken: Int?
    if let evaluate, let validation {
      do throws(KernelError) {
        let values = try trainer.averagedValues()
        try evaluate.load(values)
        let predictions = try evaluate.predict(
          validation, loss: loss,
          progress: { _ in if clock.isTimeToReport { progress(report(.validating)) } },
          shouldStop: { !isAtPlannedEnd && shouldStop() })
        guard let predictions else { return true }
        broken = predictions.firstBroken
        let correct = predictions.correct
        let weight = (0..<validation.count).reduce(0.0) { sum, position in
          let target = validation.target(position)
          return if case .oneOf(-1) = target { sum } else { sum + loss.weights.weight(of: target) }
        }
        let evaluated = predictions.summedLoss / weight
        record.validationLoss = evaluated
        record.validationAccuracy = Double(correct) / Double(predictions.count)
        if broken == nil { record.validationMacroAP = predictions.macroAveragePrecision }
        // Of label sets the loss says little: it is small where classes are rare, whatever is predicted.
        let metric = record.validationMacroAP.map { -$0 } ?? evaluated
        if tracker?.add(metric, epoch: record.epoch) == true { best = values }
      } catch {
        throw .kernel(error)
      }
    }
    if let broken {
      throw failure(Divergence(place: "the outputs for validation image \(broken)"), inNext: false)
    }
    if counters.step > options.schedule.risingSteps(position(of: counters.step)) {
      plateau?.add(record.validationLoss ?? record.loss)
    }
    history.append(record)
    progress(report(.training, finished: record))
    (counters.openLoss, counters.openWeight, counters.openCount, counters.openCorrect) = (0, 0, 0, 0)
    return false
  }

  private func position(of step: Int) -> Schedule.Position {
    Schedule.Position(step: step, plan: counters.plan ?? StepPlan(first: most), stepsPerEpoch: stepsPerEpoch)
  }

  private func record() -> EpochRecord {
    EpochRecord(
      epoch: counters.epochsBefore + history.count + 1, loss: counters.openLoss / counters.openWeight,
      accuracy: Double(counters.openCorrect) / Double(counters.openCount),
      rate: options.schedule == .constant ? nil : lastRate)
  }

  private func report(_ phase: TrainingProgress.Phase, finished: EpochRecord? = nil) -> TrainingProgress {
    let epoch = max(counters.step - 1, 0) / stepsPerEpoch
    let left = Double(steps - counters.step) * Double(source.count) / Double(stepsPerEpoch)
    return TrainingProgress(
      phase: phase, epoch: counters.epochsBefore + epoch + 1,
      epochs: counters.epochsBefore + (steps + stepsPerEpoch - 1) / stepsPerEpoch,
      step: counters.step,
      steps: steps, loss: counters.openLoss / max(counters.openWeight, .leastNormalMagnitude),
      accuracy: Double(counters.openCorrect) / Double(max(counters.openCount, 1)),
      imagesPerSecond: clock.imagesPerSecond,
      secondsLeft: left / max(clock.imagesPerSecond, 1e-9), finished: finished)
  }
}
