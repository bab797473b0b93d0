public import Datasets
internal import Kernels
internal import Tensors

/// The estimated costs of a training.
public struct TrainingForecast: Sendable, Hashable {
  /// The maximum memory in bytes, besides data and weights, for the given number of threads.
  public let memory: Int
  /// Seconds per epoch, measured on a few steps; nil if none were run.
  public let secondsPerEpoch: Double?
}

extension Network {
  /// Estimates memory, from the execution plans, and time per epoch, from a few training steps that are
  /// undone. Network and random numbers don't change.
  ///
  /// - Parameters:
  ///   - source: The training samples.
  ///   - validation: The samples that each epoch would be evaluated on.
  ///   - options: The training options.
  ///   - threads: The number of threads of the training.
  ///   - shouldStop: Polled between steps; true stops.
  /// - Returns: nil when stopped.
  /// - Throws: As `train`; also `.noMemory`.
  public func forecast(
    on source: any SampleSource, validation: (any SampleSource)? = nil, options: TrainingOptions,
    threads: Int,
    shouldStop: () -> Bool = { false }
  ) throws(NetworkError) -> TrainingForecast? {
    let options = options.fitting(source.count)
    try checkTraining(on: source, validation: validation, options: options, threads: threads)
    let trial = Trial(options, macs: summary.macs, threads: threads)
    let loss = try weightedLoss(options, source)
    return try withKernels { () throws(KernelError) -> TrainingForecast? in
      let group = try WorkerGroup(threads: threads)
      func trainer(_ options: TrainingOptions) throws(KernelError) -> Trainer {
        try Trainer(graph, values: current.values, source: source, options: options, loss: loss, group: group)
      }
      let need = try trainer(options).memory(options, samples: source.count, isValidated: validation != nil)
      if need.total > MemoryNeed.free { return TrainingForecast(memory: need.total, secondsPerEpoch: nil) }
      guard let step = try trial.seconds(try trainer(trial.options), shouldStop: shouldStop) else {
        return nil
      }
      let steps = Double(source.count) / Double(options.stepSize)
      // The backward pass, which evaluation leaves out, takes twice the time of the forward pass.
      let evaluated = step / Double(options.stepSize) * Double(validation?.count ?? 0) / 3
      return TrainingForecast(memory: need.total, secondsPerEpoch: step * steps + evaluated)
    }
  }

  /// The maximum memory in bytes that a training needs besides data and weights.
  ///
  /// - Parameters:
  ///   - options: The training options.
  ///   - samples: The number of samples per epoch.
  ///   - isValidated: Whether epochs are evaluated on a validation part.
  ///   - threads: The number of threads.
  public func trainingMemory(
    options: TrainingOptions, samples: Int, isValidated: Bool, threads: Int
  ) throws(NetworkError) -> Int {
    let options = options.fitting(samples)
    try MemoryNeed(graph: graph).checkTraining(options)
    let blank = BlankSamples(shape: input, classes: classes, count: samples, task: task)
    let loss = WeightedLoss(
      function: try Losses.function(options.loss(for: task)), classes: classes, weights: .equal)
    return try withKernels { () throws(KernelError) in
      let trainer = try Trainer(
        graph, values: current.values, source: blank, options: options, loss: loss,
        group: try WorkerGroup(threads: threads))
      return try trainer.memory(options, samples: samples, isValidated: isValidated).total
    }
  }
}

/// Samples that nobody reads.
private struct BlankSamples: SampleSource {
  let shape: SampleShape
  let classes: Int
  let count: Int
  let labelSets: LabelSets?

  init(shape: SampleShape, classes: Int, count: Int, task: PredictionTask) {
    self.shape = shape
    self.classes = classes
    self.count = count
    labelSets =
      task == .multilabel ? LabelSets(Array(repeating: [], count: count), classes: classes) : nil
  }

  func label(_ position: Int) -> Int { labelSets == nil ? 0 : -1 }
  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) {}
}

/// A few steps by which the time of many is told: those of the training itself, or, where a step would take
/// longer than a second, smaller ones of which each worker has one shard.
private struct Trial {
  let options: TrainingOptions
  /// How many times a step of the training has the work on samples that one of the trial has; what is done
  /// once a step, however many samples it has, isn't multiplied.
  private let factor: Double
  private let isWhole: Bool

  /// Steps are guessed at 2 · 10¹⁰ products a second and thread, about half of what a processor with
  /// AVX-512 does.
  init(_ whole: TrainingOptions, macs: Int, threads: Int) {
    let rate = 2e10
    let shards = whole.shards(of: whole.stepSize)
    let guess = 3 * Double(macs) * Double(whole.stepSize) / (rate * Double(threads))
    var options = whole
    options.isProfiled = true
    isWhole = guess <= 1
    guard !isWhole else {
      self.options = options
      factor = 1
      return
    }
    let largest = shards[0].count
    let size = max(1, min(largest, Int(saturating: 0.5 * rate / (3 * Double(max(macs, 1))))))
    options.batch = size
    options.accumulation = min(threads, shards.count)
    self.options = options
    let rounds = (shards.count + threads - 1) / threads
    factor = Double(rounds) * Double(largest) / Double(size)
  }

  /// The time of a step of the training; nil when it was stopped.
  func seconds(_ trainer: Trainer, shouldStop: () -> Bool) throws(KernelError) -> Double? {
    let count = min(options.stepSize, trainer.source.count)
    let positions = trainer.source.count / count
    func step(_ number: Int) throws(KernelError) {
      let first = number % positions * count
      _ = try trainer.step(number + 1, epoch: 0, positions: Array(first..<first + count), rate: 0)
    }
    // Kernels are compiled in the first step, and memory is taken.
    try step(0)
    var times: [Double] = []
    var spent = 0.0
    while times.count < 3 || spent < 0.5, times.count < 200 {
      if shouldStop() { return nil }
      let begin = ContinuousClock.now
      try step(times.count + 1)
      times.append((ContinuousClock.now - begin) / .seconds(1))
      spent += times[times.count - 1]
      if spent > 2 { break }
    }
    let mean = spent / Double(times.count)
    guard !isWhole, let update = trainer.updateSeconds else { return mean }
    return (mean - update) * factor + update
  }
}
