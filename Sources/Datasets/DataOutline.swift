/// What is known of a data set without its images: of a built-in one before it is loaded, of any other
/// afterwards. Nil is unknown.
public struct DataOutline: Sendable, Hashable {
  public var classes: [String]?
  /// How many images the parts have as they were loaded, before any split.
  public var parts: [PartName: Int]?
  /// The shape of all training images; nil also where they differ.
  public var shape: SampleShape?

  public init(classes: [String]? = nil, parts: [PartName: Int]? = nil, shape: SampleShape? = nil) {
    self.classes = classes
    self.parts = parts
    self.shape = shape
  }

  /// What both say.
  public func merged(with other: DataOutline) -> DataOutline {
    DataOutline(
      classes: classes == other.classes ? classes : nil, parts: parts == other.parts ? parts : nil,
      shape: shape == other.shape ? shape : nil)
  }
}

extension DataSet {
  public var outline: DataOutline {
    var parts = [PartName.train: loaded.train.count]
    parts[.validation] = loaded.validation?.count
    parts[.test] = loaded.test?.count
    return DataOutline(classes: classes, parts: parts, shape: train.uniformShape)
  }
}

extension Preparation {
  /// The shape that images of one shape have after the steps.
  public func shape(of input: SampleShape) -> SampleShape { pixelSteps.reduce(input) { $1.shape(of: $0) } }
}
