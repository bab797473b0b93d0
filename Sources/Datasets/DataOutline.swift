/// What is known about a data set without its pixels: of a built-in one before loading, of others after. Nil
/// means unknown.
public struct DataOutline: Sendable, Hashable {
  /// The names of the classes, by label.
  public var classes: [String]?
  /// The number of images in each part as loaded, before any split.
  public var parts: [PartName: Int]?
  /// How many training images each class has as they were loaded.
  public var classCounts: [Int]?
  /// The shape of all training images; nil also where they differ.
  public var shape: SampleShape?
  /// What models learn to tell of the images.
  public var task: PredictionTask?

  /// An outline; what isn't given is unknown.
  public init(
    classes: [String]? = nil, parts: [PartName: Int]? = nil, classCounts: [Int]? = nil,
    shape: SampleShape? = nil, task: PredictionTask? = nil
  ) {
    self.classes = classes
    self.classCounts = classCounts
    self.parts = parts
    self.shape = shape
    self.task = task
  }

  /// The most training images that a class can have; a split leaves it fewer.
  public var largestClass: Int? { classCounts?.max() }

  /// What both outlines agree on.
  public func merged(with other: DataOutline) -> DataOutline {
    DataOutline(
      classes: classes == other.classes ? classes : nil, parts: parts == other.parts ? parts : nil,
      classCounts: classCounts == other.classCounts ? classCounts : nil,
      shape: shape == other.shape ? shape : nil, task: task == other.task ? task : nil)
  }
}

extension DataSet {
  /// What is known about this data set without its pixels.
  public var outline: DataOutline {
    var parts = [PartName.train: loaded.train.count]
    parts[.validation] = loaded.validation?.count
    parts[.test] = loaded.test?.count
    return DataOutline(
      classes: classes, parts: parts, classCounts: loaded.train.counts(classes: classes.count),
      shape: train.uniformShape, task: task)
  }
}

extension Preparation {
  /// The shape of images after the steps, if they have the shape `input` before.
  public func shape(of input: SampleShape) -> SampleShape { pixelSteps.reduce(input) { $1.shape(of: $0) } }
}
