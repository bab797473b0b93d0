public import Datasets

/// The size of a fit, known before fitting.
public struct SupportVectorSize: Sendable, Hashable {
  /// The number of binary machines: one per pair of classes, or one per class for one-vs-rest.
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
    let plan = try FitPlan(definition, samples, seed: 0, threads: 1)
    let classes = plan.present.count
    machines = definition.multiclass == .pairs ? classes * (classes - 1) / 2 : (classes == 2 ? 1 : classes)
    features = try FittedFeatures(definition.features, input: samples.shape).count
    rowBytes = samples.count * features * plan.bytesPerFeature
  }
}
