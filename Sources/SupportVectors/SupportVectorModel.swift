internal import Crypto
public import Datasets
internal import Kernels
public import Models
internal import Synchronization
internal import Tensors

/// A support vector machine that was fitted: features, kernel, support vectors.
///
/// ```swift
/// let fit = try SupportVectorRecipe(definition: .init(cost: 10)).fit(on: train, validation: nil, threads: 2)
/// let predictions = try fit.model.predict(test, threads: 2)
/// ```
public final class SupportVectorModel: Model {
  public let definition: SupportVectorDefinition
  public let input: SampleShape
  public let classes: Int
  let features: FittedFeatures
  let machine: Machine
  /// What the fit came to; of a model from a file what the file tells.
  public let report: SupportVectorReport

  /// How it decides.
  enum Machine: Sendable {
    case pairs(PairMachine)
    case rest(LinearMachine)
  }

  init(
    definition: SupportVectorDefinition, input: SampleShape, classes: Int, features: FittedFeatures, machine: Machine,
    report: SupportVectorReport
  ) {
    self.definition = definition
    self.input = input
    self.classes = classes
    self.features = features
    self.machine = machine
    self.report = report
  }

  /// The kernel with all its numbers.
  public var function: KernelFunction {
    switch machine {
    case .pairs(let machine): machine.map.function
    case .rest: KernelFunction(kind: .linear, gamma: 0)
    }
  }

  /// Numbers that it sees of an image.
  public var featureCount: Int { features.count }

  /// Whether what it says of samples are probabilities. Else they are shares of votes, and there is no loss.
  public var hasProbabilities: Bool {
    switch machine {
    case .pairs(let machine): machine.sigmoids != nil
    case .rest(let machine): machine.sigmoids != nil
    }
  }

  /// Names the classes of samples. The first of the probabilities is always that of the label: see `hasProbabilities`.
  ///
  /// - Throws: `.wrongSamples`, `.wrongClasses`, `.noSamples`, `.notFinite`, `.kernel`.
  public func predict(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> Predictions? {
    guard let decisions = try decisions(source, threads: threads, progress: progress, shouldStop: shouldStop) else {
      return nil
    }
    var probabilities = [Float](repeating: 0, count: source.count * classes)
    let columns = decisions.columns
    let labels = (0..<source.count).map(source.label)
    var loss = hasProbabilities ? 0.0 : Double.nan
    probabilities.withUnsafeMutableBufferPointer { target in
      decisions.values.withUnsafeBufferPointer { values in
        guard let target = target.baseAddress, let values = values.baseAddress else { return }
        for sample in 0..<source.count {
          let row = target + sample * classes
          switch machine {
          case .pairs(let machine):
            let vote = PairVote(classes: classes, present: machine.classes, sigmoids: machine.sigmoids)
            _ = vote.judge(values + sample * columns, into: row)
          case .rest(let machine): machine.judge(values + sample * columns, classes: classes, into: row)
          }
          if hasProbabilities, labels[sample] >= 0 {
            loss -= Elementary.log(max(Double(row[labels[sample]]), 1e-15))
          }
        }
      }
    }
    return Predictions(classes: classes, probabilities: probabilities, labels: labels, summedLoss: loss)
  }

  /// Decision values, a row a sample: for pairs of classes in order, (0, 1), (0, 2), … above 0 for the first; against the rest
  /// a value a class. Only classes that had samples count.
  ///
  /// - Returns: nil when it was stopped.
  public func decisions(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> (columns: Int, values: [Double])? {
    try check(source, threads: threads)
    let crew: Crew
    do throws(KernelError) { crew = try Crew(threads: threads) } catch { throw .kernel(error) }
    switch machine {
    case .pairs(let machine):
      let run = JudgingRun(machine: machine, features: features, source: source, crew: crew)
      return try run.go(progress: progress, shouldStop: shouldStop).map { (machine.pairs.count, $0) }
    case .rest(let machine):
      let reading = FeatureReading(source: source, features: features, isBytes: false)
      var values: [Double] = []
      for start in stride(from: 0, to: source.count, by: 4096) {
        if shouldStop() { return nil }
        let end = min(start + 4096, source.count)
        let rows = try reading.rows(Array(start..<end), crew: crew)
        for row in 0..<rows.count { values += machine.decide(rows.floats(row)) }
        progress(end)
      }
      return (machine.classes.count, values)
    }
  }

  private func check(_ source: any SampleSource, threads: Int) throws(SupportVectorError) {
    guard source.shape == input else { throw .wrongSamples(found: source.shape, expected: input) }
    guard source.classes == classes else { throw .wrongClasses(found: source.classes, expected: classes) }
    guard source.count > 0 else { throw .noSamples }
    guard (1...1024).contains(threads) else {
      throw .invalidOption(name: "threads", found: "\(threads)", expected: "1 to 1024")
    }
  }

  public var weightsHash: String {
    var hash = SHA256()
    for tensor in tensors() {
      // All machines that it runs on are little-endian, so the bytes in memory are those of a file.
      tensor.values.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    return "sha256:" + hash.finalize().hexadecimal
  }
}

/// Decides on all samples of a source, in pieces that are handed out to workers.
///
/// Unchecked: `desks[i]` is touched by worker i alone, and each place of the values is written by one worker.
private final class JudgingRun: @unchecked Sendable {
  private let machine: PairMachine
  private let reading: FeatureReading
  private let crew: Crew
  private let next = Atomic<Int>(0)
  private var judge: PairMachine.Judge?
  private let desks: UnsafeMutableBufferPointer<PairMachine.Judge.Desk?>
  private let broken = Mutex<(position: Int, feature: Int)?>(nil)

  init(machine: PairMachine, features: FittedFeatures, source: any SampleSource, crew: Crew) {
    self.machine = machine
    self.crew = crew
    let scale = FeatureReading.canKeepBytes(source, features.settings, features.scaling == nil ? .none : .standard)
    let isBytes = machine.map.bytes != nil && scale == machine.map.bytes
    reading = FeatureReading(source: source, features: features, isBytes: isBytes)
    desks = .allocate(capacity: crew.count)
    desks.initialize(repeating: nil)
  }

  deinit {
    desks.deinitialize()
    desks.deallocate()
  }

  func go(progress: (Int) -> Void, shouldStop: () -> Bool) throws(SupportVectorError) -> [Double]? {
    let count = reading.source.count
    let columns = machine.pairs.count
    let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: count * columns)
    values.initialize(repeating: 0)
    defer { values.deallocate() }
    nonisolated(unsafe) let target = values  // each place is written by one worker
    let pieces = (count + PairMachine.batch - 1) / PairMachine.batch
    let perRound = 8 * crew.count
    do throws(KernelError) {
      try crew.runOnOne { [self] context throws(KernelError) in
        judge = try PairMachine.Judge(machine, usesBytes: reading.isBytes, context: context)
      }
      for first in stride(from: 0, to: pieces, by: perRound) {
        if shouldStop() { return nil }
        let last = min(first + perRound, pieces)
        next.store(first, ordering: .relaxed)
        try crew.run { [self] worker, context throws(KernelError) in
          try work(worker, context, until: last, count: count, columns: columns, target)
        }
        progress(min(last * PairMachine.batch, count))
      }
    } catch {
      throw .kernel(error)
    }
    if let broken = broken.withLock({ $0 }) { throw .notFinite(position: broken.position, feature: broken.feature) }
    return Array(values)
  }

  private func work(
    _ worker: Int, _ context: KernelContext, until last: Int, count: Int, columns: Int,
    _ target: UnsafeMutableBufferPointer<Double>
  ) throws(KernelError) {
    guard let judge, let base = target.baseAddress else { return }
    let desk: PairMachine.Judge.Desk
    if let own = desks[worker] {
      desk = own
    } else {
      desk = try PairMachine.Judge.Desk(judge, context: context)
      desks[worker] = desk
    }
    let scratch = UnsafeMutableBufferPointer<Float>.allocate(capacity: reading.source.shape.count)
    scratch.initialize(repeating: 0)
    defer { scratch.deallocate() }
    while true {
      let piece = next.add(1, ordering: .relaxed).oldValue
      if piece >= last { break }
      let start = piece * PairMachine.batch
      let own = min(PairMachine.batch, count - start)
      for row in 0..<own {
        reading.read(start + row, into: desk.queries.row(row), scratch: scratch)
        guard !reading.isBytes else { continue }
        let values = UnsafeBufferPointer(start: desk.queries.floats(row), count: desk.queries.width)
        if let feature = values.firstIndex(where: { !$0.isFinite }) {
          broken.withLock { if $0 == nil || start + row < $0!.position { $0 = (start + row, feature) } }
        }
      }
      try judge.decide(own, desk, into: base + start * columns)
    }
  }
}
