public import Datasets
internal import Kernels
public import Models

extension Network {
  /// Trains from the current weights, with a new optimizer and schedule.
  ///
  /// The result depends on samples, options, previous weights and epochs trained before; not on threads or
  /// time. The network changes only at the end: after an error it is unchanged.
  ///
  /// - Parameters:
  ///   - source: The training samples.
  ///   - validation: Evaluated after each epoch; required for early stopping.
  ///   - options: The training options.
  ///   - threads: The number of threads; it doesn't affect the result.
  ///   - memory: The most bytes that it may take; nil is what the machine has left.
  ///   - resuming: A checkpoint of the same training to continue from.
  ///   - interval: The interval of checkpoints within an epoch.
  ///   - checkpoint: Called after every epoch and at that interval.
  ///   - progress: Called several times per second.
  ///   - shouldStop: Polled between steps; true stops. A stopped training keeps its weights, without
  ///     validation of the last epoch.
  /// - Throws: `.batchTooLarge`, `.unlabelled`, `.wrongSamples`, `.wrongClasses`, `.wrongTask`,
  ///   `.lossOfOtherTask`, `.invalidOption`, `.allFrozen`, `.normalizesOneNumber`,
  ///   `.patienceNeedsValidation`, `.foreignState`, `.diverged` (the loss, a weight or a gradient isn't
  ///   finite), `.badSamples`, `.stoppedWhileTiming`, `.kernel`.
  public func train(
    on source: any SampleSource, validation: (any SampleSource)? = nil, options: TrainingOptions,
    threads: Int, memory: Int? = nil,
    resuming: TrainingCheckpoint? = nil, checkpointEvery interval: Duration = .seconds(30),
    checkpoint: ((TrainingCheckpoint) -> Void)? = nil,
    progress: (TrainingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(NetworkError) -> TrainingOutcome {
    let begin = TrainingClock.now()
    let options = options.fitting(source.count)
    try checkTraining(on: source, validation: validation, options: options, threads: threads)
    let loss = try weightedLoss(options, source)
    let start = current
    let epochsBefore = resuming?.epochsBefore ?? start.epochs
    let values = try resuming.map { checkpoint throws(NetworkError) in try self.values(of: checkpoint.tensors)
    }
    let (run, need) = try withKernels { () throws(KernelError) in
      let group = try WorkerGroup(threads: threads)
      let trainer = try Trainer(
        graph, values: values ?? start.values, source: source, options: options, loss: loss, group: group)
      let need = trainer.saveMemory(
        try trainer.memory(options, samples: source.count, isValidated: validation != nil),
        limit: memory ?? MemoryNeed.free, options: options, samples: source.count)
      let evaluate = validation == nil ? nil : try Predictor(graph, head: head, group: group)
      let run = TrainingRun(
        network: self, trainer: trainer, evaluate: evaluate, source: source, validation: validation,
        options: options,
        loss: loss,
        epochsBefore: epochsBefore, checkpointEvery: interval, begin: begin)
      return (run, need)
    }
    try MemoryNeed(graph: graph, limit: memory ?? MemoryNeed.free).check("training", need.total)
    if let resuming { try run.resume(resuming) }
    let outcome = try run.go(checkpoint: checkpoint, progress: progress, shouldStop: shouldStop)
    set(State(values: try run.finalValues(), epochs: epochsBefore + outcome.history.count))
    return outcome
  }

  /// Whether these samples and options suit the network.
  func checkTraining(
    on source: any SampleSource, validation: (any SampleSource)?, options: TrainingOptions, threads: Int
  ) throws(NetworkError) {
    try check(source, threads: threads)
    if let validation { try check(validation, threads: threads) }
    try Self.check(options, samples: source.count)
    try check(options, hasValidation: validation != nil)
    if options.shard == 1, let item = graph.items.first(where: normalizesOneNumber) {
      throw .normalizesOneNumber(text: item.line.text, line: item.line.line)
    }
    try MemoryNeed(graph: graph).checkTraining(options)
    for samples in [source, validation].compactMap({ $0 }) where samples.task != task {
      throw .wrongTask(found: samples.task, expected: task)
    }
    guard task == .classification else { return }
    for position in 0..<source.count {
      let label = source.label(position)
      guard (0..<classes).contains(label) else {
        throw .unlabelled(position: position, label: label, classes: classes)
      }
    }
  }

  /// The loss of a training with the weights of the classes.
  ///
  /// - Throws: `.invalidOption`.
  func weightedLoss(
    _ options: TrainingOptions, _ source: any SampleSource
  ) throws(NetworkError) -> WeightedLoss {
    let function = try Losses.function(options.loss(for: task))
    guard type(of: function).tasks.contains(task) else {
      throw .lossOfOtherTask(type(of: function).declaration.name, usable: Losses.names(for: task))
    }
    return WeightedLoss(
      function: function, classes: classes,
      weights: weights(options.classWeights, source))
  }

  private func weights(_ weighting: ClassWeighting, _ source: any SampleSource) -> ClassWeights {
    switch weighting {
    case .equal: return .equal
    case .given(let values): return ClassWeights(values)
    case .balanced:
      if let sets = source.labelSets { return ClassWeights(balancing: sets) }
      var counts = [Int](repeating: 0, count: classes)
      for position in 0..<source.count { counts[source.label(position)] += 1 }
      return ClassWeights(balancing: counts)
    }
  }

  /// Whether batch normalization would take the mean of a single number in shards of one sample.
  private func normalizesOneNumber(_ item: LayerGraph.Item) -> Bool {
    guard let layer = item.layer as? BatchNorm, !layer.isSynchronized else { return false }
    return item.output.height * item.output.width == 1 && !item.tensors.contains(where: graph.isFrozen)
  }

  private func check(_ options: TrainingOptions, hasValidation: Bool) throws(NetworkError) {
    guard graph.tensors.indices.contains(where: { !graph.tensors[$0].isStatistic && !graph.isFrozen($0) })
    else {
      throw .allFrozen
    }
    try options.classWeights.check(classes: classes)
    if options.patience != nil, !hasValidation { throw .patienceNeedsValidation }
  }

  private static func check(_ options: TrainingOptions, samples: Int) throws(NetworkError) {
    func require(_ holds: Bool, _ name: String, _ found: String, _ expected: String) throws(NetworkError) {
      if !holds { throw .invalidOption(name: name, found: found, expected: expected) }
    }
    try require((1...1_000_000).contains(options.epochs), "epochs", "\(options.epochs)", "1 to 1000000")
    try require(options.batch >= 1, "batch", "\(options.batch)", "1 or more")
    try require(
      (1...65_536).contains(options.accumulation), "accumulate", "\(options.accumulation)", "1 to 65536")
    try require(options.shard >= 1, "shard", "\(options.shard)", "1 or more")
    try require(options.rate.isFinite && options.rate >= 0, "rate", "\(options.rate)", "a number from 0")
    try options.precision.checkSupport()
    guard options.batch <= samples else { throw .batchTooLarge(batch: options.batch, samples: samples) }
  }
}
