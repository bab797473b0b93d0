public import Datasets
internal import Kernels
public import Models

extension Network {
  /// Trains from the weights that it has, with a new optimizer and schedule.
  ///
  /// The bits of the result depend on the samples, the options, the weights before and the epochs trained before; not on
  /// threads or time. The network changes at the end only: an error leaves it as it was.
  ///
  /// - Parameters:
  ///   - validation: Judged after each epoch.
  ///   - resuming: A checkpoint of the same training; then it goes on from there.
  ///   - checkpoint: Called after every epoch and every 30 seconds.
  ///   - progress: Called a few times a second.
  ///   - shouldStop: Looked at between steps. A stopped training keeps what was learned; its last epoch isn't validated.
  /// - Throws: `.batchTooLarge`, `.unlabelled`, `.wrongSamples`, `.wrongClasses`, `.invalidOption`, `.foreignState`,
  ///   `.diverged` (the loss or a weight is no number any more), `.kernel`.
  public func train(
    on source: any SampleSource, validation: (any SampleSource)? = nil, options: TrainingOptions, threads: Int,
    resuming: TrainingCheckpoint? = nil, checkpoint: ((TrainingCheckpoint) -> Void)? = nil,
    progress: (TrainingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(NetworkError) -> TrainingOutcome {
    try check(source, threads: threads)
    if let validation { try check(validation, threads: threads) }
    try Self.check(options, samples: source.count)
    try MemoryNeed(blueprint: blueprint).checkTraining(
      batch: options.batch, slots: Optimizer(options.optimizer).slotCount, threads: threads)
    for position in 0..<source.count {
      let label = source.label(position)
      guard (0..<classes).contains(label) else {
        throw .unlabelled(position: position, label: label, classes: classes)
      }
    }
    let start = current
    let epochsBefore = resuming?.epochsBefore ?? start.epochs
    let values = try resuming.map { checkpoint throws(NetworkError) in try self.values(of: checkpoint.tensors) }
    let run: TrainingRun
    do throws(KernelError) {
      let crew = try Crew(threads: threads)
      let trainer = try Trainer(blueprint, values: values ?? start.values, source: source, options: options, crew: crew)
      let judge = validation == nil ? nil : try Predictor(blueprint, crew: crew)
      run = TrainingRun(
        network: self, trainer: trainer, judge: judge, source: source, validation: validation, options: options,
        epochsBefore: epochsBefore)
    } catch {
      throw .kernel(error)
    }
    if let resuming { try run.resume(resuming) }
    let outcome = try run.go(checkpoint: checkpoint, progress: progress, shouldStop: shouldStop)
    let trained: [[Float]]
    do throws(KernelError) { trained = try run.trainer.values() } catch { throw .kernel(error) }
    set(State(values: trained, epochs: epochsBefore + outcome.history.count))
    return outcome
  }

  private static func check(_ options: TrainingOptions, samples: Int) throws(NetworkError) {
    func require(_ holds: Bool, _ name: String, _ found: String, _ expected: String) throws(NetworkError) {
      if !holds { throw .invalidOption(name: name, found: found, expected: expected) }
    }
    try require((1...1_000_000).contains(options.epochs), "epochs", "\(options.epochs)", "1 to 1000000")
    try require(options.batch >= 1, "batch", "\(options.batch)", "1 or more")
    try require(options.rate.isFinite && options.rate >= 0, "rate", "\(options.rate)", "a number from 0")
    guard options.batch <= samples else { throw .batchTooLarge(batch: options.batch, samples: samples) }
  }
}
