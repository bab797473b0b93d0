public import Datasets
internal import Declarations
internal import Kernels
public import Models

/// A support vector machine to fit: its definition and a seed.
public struct SupportVectorRecipe: ModelRecipe, Hashable {
  /// The machine.
  public var definition: SupportVectorDefinition
  /// The seed of the sample order in linear machines, and of the folds for probability estimates.
  public var seed: UInt64

  /// A recipe of this machine.
  public init(definition: SupportVectorDefinition, seed: UInt64 = 0) {
    self.definition = definition
    self.seed = seed
  }

  public var learnsInEpochs: Bool { false }
  public var canonicalText: String { CanonicalText.text(of: self) }

  /// Fits a machine on samples; the validation part isn't used.
  ///
  /// - Returns: A fit whose model is a `SupportVectorModel`, of samples with label sets a `LabelSetMachine`.
  /// - Throws: What `SupportVectorDefinition.check` throws; `.oneClass`, `.unlabelled`, `.weightCount`,
  ///   `.notFinite`, `.constantFeatures`, `.smallCache`, `.noMemory`, `.tooSmallForHOG`,
  ///   `.tooManyComponents`, `.stopped`, `.kernel`.
  public func fit(
    on samples: any SampleSource, validation: (any SampleSource)?, threads: Int,
    progress: (FittingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> Fit {
    let start = WorkClock.now
    let model: any Model =
      if samples.task == .multilabel {
        try labelSetMachine(on: samples, threads: threads, progress: progress, shouldStop: shouldStop)
      } else {
        try machine(on: samples, threads: threads, progress: progress, shouldStop: shouldStop)
      }
    return Fit(model: model, seconds: (WorkClock.now - start) / .seconds(1))
  }

  /// Fits a machine; as `fit`, with the model's own type.
  ///
  /// - Parameters:
  ///   - samples: The training samples.
  ///   - threads: The number of threads; it doesn't affect the result.
  ///   - memory: Storage to continue an interrupted fit from; nil for none.
  ///   - progress: Called several times per second.
  ///   - shouldStop: Polled several times per second; true stops the fit.
  public func machine(
    on samples: any SampleSource, threads: Int, memory: FitMemory? = nil,
    progress: (FittingProgress) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> SupportVectorModel {
    try definition.check()
    let plan = try FitPlan(definition, samples, seed: seed, threads: threads)
    let group = try withKernels(try WorkerGroup(threads: threads))
    let (features, rows) = try plan.features(group, shouldStop)
    switch definition.multiclass {
    case .pairs: return try plan.pairs(features, rows, group, memory, progress, shouldStop)
    case .rest: return try plan.rest(features, rows, group, memory, progress, shouldStop)
    }
  }
}
