public import Datasets
public import Models
internal import Tensors

/// Support vector machines for samples with label sets (multi-label): a machine for each class, between the
/// samples that show it and the others (one-vs-rest; "binary relevance" in Tsoumakas and Katakis,
/// doi:10.4018/jdwm.2007070101).
public final class LabelSetMachine: Model {
  /// The definition that each machine was fitted with.
  public let definition: SupportVectorDefinition
  public let input: SampleShape
  /// The number of classes.
  public var classes: Int { machines.count }
  public var task: PredictionTask { .multilabel }
  /// By class.
  let machines: [ClassMachine]

  /// What tells of one class.
  enum ClassMachine: Sendable {
    /// Of classes 0 (the others) and 1.
    case fitted(SupportVectorModel)
    /// Of a class that no training sample shows, or all of them.
    case always(Bool)
  }

  init(definition: SupportVectorDefinition, input: SampleShape, machines: [ClassMachine]) {
    self.definition = definition
    self.input = input
    self.machines = machines
  }

  /// Whether predictions are probabilities. Otherwise they are the logistic function of the decision values:
  /// they rank samples, 0.5 lies on the boundary, and the loss is NaN.
  public var hasProbabilities: Bool { definition.hasProbabilities }

  /// The statistics of the fit, over the machines of all classes. `classes` are those classes: the samples
  /// that show them, and all support vectors of their machines.
  public var report: SupportVectorReport {
    var report = SupportVectorReport(classes: [], objective: 0, iterations: 0, machines: 0, unfinished: 0)
    for machine in machines {
      guard case .fitted(let model) = machine else {
        report.classes.append(.init(samples: 0, vectors: 0, bounded: 0))
        continue
      }
      let own = model.report
      report.classes.append(
        .init(
          samples: own.classes[1].samples, vectors: own.supportVectors,
          bounded: own.classes.reduce(0) { $0 + $1.bounded }))
      report.objective += own.objective
      report.iterations += own.iterations
      report.machines += own.machines
      report.unfinished += own.unfinished
    }
    return report
  }

  public func predict(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> Predictions? {
    guard source.classes == classes else { throw .wrongClasses(found: source.classes, expected: classes) }
    guard source.shape == input else { throw .wrongSamples(found: source.shape, expected: input) }
    guard source.count > 0 else { throw .noSamples }
    let asked = BinarySamples(asking: source)
    var probabilities = [Float](repeating: 0, count: source.count * classes)
    for (label, machine) in machines.enumerated() {
      switch machine {
      case .always(let isShown):
        for sample in 0..<source.count { probabilities[sample * classes + label] = isShown ? 1 : 0 }
      case .fitted(let model):
        // Every class sees all samples: what is done is told as a share of them.
        let found = try Self.probabilities(
          model, asked, threads: threads,
          progress: { progress((label * source.count + $0) / classes) }, shouldStop: shouldStop)
        guard let found else { return nil }
        for (sample, value) in found.enumerated() { probabilities[sample * classes + label] = value }
      }
    }
    return Predictions(
      classes: classes, probabilities: probabilities, truth: source.targets,
      summedLoss: hasProbabilities ? Self.loss(probabilities, source.labelSets) : .nan)
  }

  /// The probability of class 1, or what stands for it.
  private static func probabilities(
    _ model: SupportVectorModel, _ samples: BinarySamples, threads: Int, progress: (Int) -> Void,
    shouldStop: () -> Bool
  ) throws(SupportVectorError) -> [Float]? {
    if model.hasProbabilities {
      let found = try model.predict(samples, threads: threads, progress: progress, shouldStop: shouldStop)
      return found.map { found in (0..<found.count).map { found.probabilities[2 * $0 + 1] } }
    }
    let found = try model.decisions(samples, threads: threads, progress: progress, shouldStop: shouldStop)
    guard let (columns, values) = found else { return nil }
    return (0..<samples.count).map { sample in
      // A pair's value is positive for its first class, which are the others.
      let value = columns == 1 ? -values[sample] : values[sample * columns + 1]
      return Float(ElementaryFunctions.sigmoid(value))
    }
  }

  /// The mean over the classes of the binary cross-entropy, summed over samples.
  private static func loss(_ probabilities: [Float], _ sets: LabelSets?) -> Double {
    guard let sets else { return 0 }
    var sum = 0.0
    for sample in 0..<sets.count {
      for label in 0..<sets.classes {
        let probability = Double(probabilities[sample * sets.classes + label])
        let own = sets.contains(label, at: sample) ? probability : 1 - probability
        sum -= ElementaryFunctions.log(max(own, 1e-15))
      }
    }
    return sum / Double(sets.classes)
  }

  public var weightsHash: String { tensors().contentHash }
}

extension SupportVectorRecipe {
  /// Fits a machine for each class of samples with label sets.
  ///
  /// - Parameters: As those of `machine(on:threads:memory:progress:shouldStop:)`.
  /// - Throws: As that does; `.unlabelled` for samples without label sets.
  public func labelSetMachine(
    on samples: any SampleSource, threads: Int, memory: FitMemory? = nil,
    progress: (FittingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> LabelSetMachine {
    try definition.check()
    try definition.check(classes: samples.classes)
    guard let sets = samples.labelSets else {
      throw .unlabelled(position: 0, label: -1, classes: samples.classes)
    }
    let counts = sets.counts
    var machines: [LabelSetMachine.ClassMachine] = []
    for (label, count) in counts.enumerated() {
      guard count > 0, count < sets.count else {
        machines.append(.always(count > 0))
        continue
      }
      var own = self
      if case .given(let weights) = definition.weights {
        own.definition.weights = .given([1, weights[label]])
      }
      let model = try own.machine(
        on: BinarySamples(samples, label: label), threads: threads, memory: memory?.part("class \(label)"),
        progress: { progress(Self.progress($0, class: label, of: counts.count)) }, shouldStop: shouldStop)
      machines.append(.fitted(model))
    }
    return LabelSetMachine(definition: definition, input: samples.shape, machines: machines)
  }

  /// The progress of one class as that of all.
  private static func progress(_ progress: FittingProgress, class label: Int, of classes: Int)
    -> FittingProgress
  {
    guard case .problems(var own) = progress else { return progress }
    own.done += label * own.problems
    own.problems *= classes
    own.share = (Double(label) + own.share) / Double(classes)
    own.known /= Double(classes)
    return .problems(own)
  }
}
