extension DataSet {
  /// The preparation fitted on the training part, cached until the training part or the steps change.
  ///
  /// - Throws: `.unequalSizes` when images differ in size and no step resizes.
  public func fittedPreparation() throws(DataError) -> FittedPreparation { try cache.fitted(self) }

  /// The prepared samples of a part, augmented if for training.
  ///
  /// - Parameters:
  ///   - part: Which part.
  ///   - training: Whether the samples are for training; samples for evaluation are never augmented.
  ///   - seed: The seed of augmentation.
  /// - Throws: `.noPart`, or why the images can't be prepared.
  public func source(_ part: PartName, training: Bool, seed: UInt64) throws(DataError) -> any SampleSource {
    let chosen = try requiredPart(part)
    guard chosen.count > 0 else { throw .emptyPart(part) }
    let fitted = try cache.fitted(self)
    return PartSamples(
      pixels: try cache.pixels(of: part, self), targets: chosen.targets, originals: chosen.indices,
      classes: classes.count,
      preparation: fitted, augmentation: training ? augmentation : Augmentation(), seed: seed)
  }
}

extension FittedPreparation {
  /// The samples of any part, prepared like the training images and never augmented.
  ///
  /// - Throws: `.wrongSize` when images don't have the training size and no step resizes.
  public func source(of part: Part, classes: Int) throws(DataError) -> any SampleSource {
    PartSamples(
      pixels: try pixels(of: part), targets: part.targets, originals: part.indices, classes: classes,
      preparation: self,
      augmentation: Augmentation(), seed: 0)
  }
}
