public import Datasets

/// The size of a fit, known before fitting.
public struct SupportVectorSize: Sendable, Hashable {
  /// The number of binary machines: one per pair of classes, or one per class for one-vs-rest and of label
  /// sets.
  public let machines: Int
  /// The number of features per image.
  public let features: Int
  /// The memory in bytes of the training features, plain and packed, a quarter of them twice.
  public let rowBytes: Int

  /// Checks a definition on samples and computes the size.
  ///
  /// - Throws: `.noSamples`, `.oneClass`, `.unlabelled`, `.weightCount`, `.smallCache`, `.noMemory`,
  ///   `.tooSmallForHOG`.
  public init(_ definition: SupportVectorDefinition, on samples: any SampleSource) throws(SupportVectorError)
  {
    var samples = samples
    var binary: Int?
    // Of label sets each class has a machine, if images show it and others don't.
    if let sets = samples.labelSets {
      let mixed = sets.counts.indices.filter { (1..<max(sets.count, 1)).contains(sets.counts[$0]) }
      guard let first = mixed.first else { throw .oneClass(present: 0, classes: sets.classes) }
      samples = BinarySamples(samples, label: first)
      binary = mixed.count
    }
    var definition = definition
    if binary != nil, case .given = definition.weights { definition.weights = .equal }
    let plan = try FitPlan(definition, samples, seed: 0, threads: 1)
    let classes = plan.present.count
    machines =
      binary ?? (definition.multiclass == .pairs ? classes * (classes - 1) / 2 : (classes == 2 ? 1 : classes))
    features = try FittedFeatures(definition.features, input: samples.shape).count
    rowBytes = samples.count * features * plan.bytesPerFeature
  }
}
