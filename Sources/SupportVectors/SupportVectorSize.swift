public import Datasets

/// What a support vector machine will take, before it is fitted.
public struct SupportVectorSize: Sendable, Hashable {
  /// One for each pair of classes, or for each class against the rest.
  public let machines: Int
  /// Numbers that it sees of an image.
  public let features: Int
  /// Of the rows that it is fitted on, as they are and packed, a quarter of them twice.
  public let rowBytes: Int

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
