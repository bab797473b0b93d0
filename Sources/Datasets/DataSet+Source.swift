extension DataSet {
  /// The preparation, fitted on the training part. It is worked out once and kept until the training part or
  /// the steps change.
  ///
  /// - Throws: When the images differ in size and no step resizes.
  public func fittedPreparation() throws(DataError) -> FittedPreparation { try cache.fitted(self) }

  /// The samples of a part as a model reads them: prepared by what was fitted on the training part, and, only
  /// for training, augmented.
  ///
  /// - Parameters:
  ///   - training: Whether a model learns from these samples. Samples that it is judged by are never
  ///     augmented.
  ///   - seed: Which random numbers augmentation draws.
  /// - Throws: When there is no such part, or the images can't be prepared.
  public func source(_ part: PartName, training: Bool, seed: UInt64) throws(DataError) -> any SampleSource {
    let chosen = try requiredPart(part)
    guard chosen.count > 0 else { throw .emptyPart(part) }
    let fitted = try cache.fitted(self)
    return PreparedSource(
      pixels: try cache.pixels(of: part, self), labels: chosen.labels, originals: chosen.indices,
      classes: classes.count,
      preparation: fitted, augmentation: training ? augmentation : Augmentation(), seed: seed)
  }
}

extension FittedPreparation {
  /// The samples of any part, prepared as the images that a model was trained on; never augmented.
  ///
  /// - Throws: `wrongSize` when the images don't have the size of the training images and no step resizes.
  public func source(of part: Part, classes: Int) throws(DataError) -> any SampleSource {
    PreparedSource(
      pixels: try pixels(of: part), labels: part.labels, originals: part.indices, classes: classes,
      preparation: self,
      augmentation: Augmentation(), seed: 0)
  }
}
