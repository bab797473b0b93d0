internal import Kernels
internal import Models

/// Where a training stands, and how it goes on from there.
extension TrainingRun {
  func checkpoint() throws(NetworkError) -> TrainingCheckpoint {
    var counters = counters
    counters.spentSeconds = budget?.spent
    if let plateau {
      (counters.plateauRate, counters.plateauBest, counters.plateauBadEpochs) = (
        plateau.rate, plateau.best, plateau.badEpochs
      )
    }
    if let tracker {
      (counters.bestLoss, counters.bestEpoch, counters.badEpochs) = (
        tracker.best, tracker.bestEpoch, tracker.badEpochs
      )
    }
    return try withKernels(
      TrainingCheckpoint(
        tensors: network.named(try trainer.values()), optimizer: try trainer.optimizerState(),
        averages: options.emaDecay == nil ? [] : network.named(try trainer.averagedValues()),
        best: best.map(network.named) ?? [], counters: counters, history: history, trace: trace))
  }

  func resume(_ checkpoint: TrainingCheckpoint) throws(NetworkError) {
    counters = checkpoint.counters
    guard (0...1_000_000_000).contains(counters.epochsBefore),
      counters.plan.map({ $0 == $0.bounded(by: most) }) ?? true
    else {
      throw .foreignState(
        tensor: "epochs", found: "\(counters.epochsBefore) before \(counters.plan?.total ?? most) steps",
        expected: "1 to \(most) steps")
    }
    guard (0...steps).contains(counters.step) else {
      throw .foreignState(tensor: "step", found: "\(counters.step)", expected: "0 to \(steps)")
    }
    try trainer.restoreOptimizer(checkpoint.optimizer)
    if options.emaDecay != nil {
      let averages = try network.values(of: checkpoint.averages)
      try withKernels(try trainer.restoreAverages(averages, step: counters.step))
    }
    if case .plateau(let settings) = options.schedule.course {
      plateau = PlateauTracker(
        settings, rate: counters.plateauRate, best: counters.plateauBest, badEpochs: counters.plateauBadEpochs
      )
    }
    if let patience = options.patience {
      tracker = BestTracker(
        patience: patience.epochs, margin: patience.margin, best: counters.bestLoss,
        bestEpoch: counters.bestEpoch,
        badEpochs: counters.badEpochs)
      if !checkpoint.best.isEmpty { best = try network.values(of: checkpoint.best) }
    }
    if counters.step > 0 { lastRate = rate(of: counters.step - 1) }
    history = checkpoint.history
    trace = checkpoint.trace
  }
}
