internal import Crypto
public import Datasets
internal import Kernels
public import Models
internal import Tensors

/// A fitted support vector machine: features, kernel and support vectors.
///
/// ```swift
/// let fit = try SupportVectorRecipe(definition: .init(cost: 10)).fit(on: train, validation: nil, threads: 2)
/// let predictions = try fit.model.predict(test, threads: 2)
/// ```
public final class SupportVectorModel: Model {
  /// The definition that it was fitted with.
  public let definition: SupportVectorDefinition
  public let input: SampleShape
  /// The number of classes.
  public let classes: Int
  /// It names one class a sample.
  public var task: PredictionTask { .classification }
  let features: FittedFeatures
  let machine: Machine
  /// The statistics of the fit; for a model from a file, those that the file contains.
  public let report: SupportVectorReport

  /// How it decides.
  enum Machine: Sendable {
    case pairs(PairMachine)
    case rest(LinearMachine)
  }

  init(
    definition: SupportVectorDefinition, input: SampleShape, classes: Int, features: FittedFeatures,
    machine: Machine,
    report: SupportVectorReport
  ) {
    self.definition = definition
    self.input = input
    self.classes = classes
    self.features = features
    self.machine = machine
    self.report = report
  }

  /// The kernel with the parameters used.
  public var function: KernelFunction {
    switch machine {
    case .pairs(let machine): machine.map.function
    case .rest: KernelFunction(kind: .linear, gamma: 0)
    }
  }

  /// The number of features per image.
  public var featureCount: Int { features.count }

  /// Whether predictions are probabilities. Otherwise they are fractions of votes, and the loss is NaN.
  public var hasProbabilities: Bool {
    switch machine {
    case .pairs(let machine): machine.sigmoids != nil
    case .rest(let machine): machine.sigmoids != nil
    }
  }

  /// Predicts the classes of samples, in order. The first of the most probable classes is always the
  /// predicted one: see `hasProbabilities`.
  ///
  /// - Parameters:
  ///   - source: Samples of the shape `input`.
  ///   - threads: The number of threads; it doesn't affect the result.
  ///   - progress: Called with the number of samples done.
  ///   - shouldStop: Polled several times per second; true stops the prediction.
  /// - Returns: nil when stopped.
  /// - Throws: `.wrongSamples`, `.wrongClasses`, `.noSamples`, `.notFinite`, `.kernel`.
  public func predict(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> Predictions? {
    var probabilities = [Float](repeating: 0, count: source.count * classes)
    let labels = (0..<source.count).map(source.label)
    var loss = hasProbabilities ? 0.0 : Double.nan
    let isDone = try decide(source, threads: threads, progress: progress, shouldStop: shouldStop) {
      first, count, columns, values in
      probabilities.withUnsafeMutableBufferPointer { target in
        guard let target = target.baseAddress else { return }
        for sample in first..<first + count {
          let row = target + sample * classes
          let own = values + (sample - first) * columns
          switch machine {
          case .pairs(let machine):
            let vote = PairVote(
              classes: classes, present: machine.classes, sigmoids: machine.sigmoids,
              answer: definition.answer)
            _ = vote.evaluate(own, into: row)
          case .rest(let machine):
            machine.evaluate(own, classes: classes, answer: definition.answer, into: row)
          }
          if hasProbabilities, labels[sample] >= 0 {
            loss -= ElementaryFunctions.log(max(Double(row[labels[sample]]), 1e-15))
          }
        }
      }
    }
    guard isDone else { return nil }
    return Predictions(classes: classes, probabilities: probabilities, labels: labels, summedLoss: loss)
  }

  /// Decision values, one row per sample: for one-vs-one, a value per pair of classes (0, 1), (0, 2), …,
  /// positive for the first; for one-vs-rest a value per class. Classes without training samples are left
  /// out.
  ///
  /// - Returns: nil when stopped.
  public func decisions(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> (columns: Int, values: [Double])? {
    var (columns, values) = (0, [Double]())
    let isDone = try decide(source, threads: threads, progress: progress, shouldStop: shouldStop) {
      _, count, width, own in
      columns = width
      values += UnsafeBufferPointer(start: own, count: count * width)
    }
    return isDone ? (columns, values) : nil
  }

  /// Computes decision values in batches, in order: those of all samples may exceed the memory.
  ///
  /// - Parameter take: Called with the first sample of a batch, their number, and a row of `columns` values
  ///   for each.
  /// - Returns: False when stopped.
  func decide(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void, shouldStop: () -> Bool,
    take: (_ first: Int, _ count: Int, _ columns: Int, UnsafePointer<Double>) -> Void
  ) throws(SupportVectorError) -> Bool {
    try check(source, threads: threads)
    let group = try withKernels(try WorkerGroup(threads: threads))
    switch machine {
    case .pairs(let machine):
      let run = PredictionRun(machine: machine, features: features, source: source, group: group)
      return try run.go(progress: progress, shouldStop: shouldStop) { take($0, $1, machine.biases.count, $2) }
    case .rest(let machine):
      let reading = FeatureReading(source: source, features: features, isBytes: false)
      for start in stride(from: 0, to: source.count, by: 4096) {
        if shouldStop() { return false }
        let end = min(start + 4096, source.count)
        let rows = try reading.rows(Array(start..<end), group: group)
        let values = (0..<rows.count).flatMap { machine.decide(rows.floats($0)) }
        values.withUnsafeBufferPointer {
          if let values = $0.baseAddress { take(start, rows.count, machine.classes.count, values) }
        }
        progress(end)
      }
      return true
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

  public var weightsHash: String { tensors().contentHash }
}

extension [NamedTensor] {
  /// `sha256:` and 64 hexadecimal digits over all values as little-endian floats, in order.
  var contentHash: String {
    var hash = SHA256()
    for tensor in self {
      // All machines that it runs on are little-endian, so the bytes in memory are those of a file.
      tensor.values.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    return "sha256:" + hash.finalize().hexadecimal
  }
}
