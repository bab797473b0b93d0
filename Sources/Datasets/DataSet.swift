/// Labeled images in up to three parts, with their preparation and augmentation.
public struct DataSet: Sendable {
  /// The source as named when loading: a built-in name or a path.
  public var origin: String
  /// The names of the classes, indexed by label.
  public let classes: [String]
  /// The training part.
  public var train: Part { didSet { cache = PreparationCache() } }
  /// The validation part, if any.
  public var validation: Part? { didSet { cache = PreparationCache() } }
  /// The test part, if any.
  public var test: Part? { didSet { cache = PreparationCache() } }
  /// "sha256:" and 64 hexadecimal digits over shapes, pixels, labels and class names of all parts as loaded,
  /// in order. Splits, preparation and augmentation don't change it.
  public let fingerprint: String
  /// "sha256:" and 64 hexadecimal digits over the bytes and names of the picture files that were read, what is
  /// to be predicted of them, and class names; nil for other sources. With another decoder `fingerprint` may
  /// change, and this doesn't.
  public let filesHash: String?
  /// The deterministic steps applied to all parts.
  public var preparation = Preparation() { didSet { cache = PreparationCache() } }
  /// The random steps applied to training samples.
  public var augmentation = Augmentation()
  /// Warnings about the content, such as files that couldn't be read.
  public var warnings: [String]
  /// The parts and warnings before any split.
  let loaded: Loaded
  /// Prepared pixels, computed on first use and shared by copies of this value.
  private(set) var cache = PreparationCache()

  struct Loaded: Sendable {
    let train: Part
    let validation: Part?
    let test: Part?
    let warnings: [String]
  }

  /// A data set of these parts, without preparation and augmentation.
  ///
  /// - Throws: `DataError` where images aren't in memory and can't be read any more.
  /// - Complexity: O(bytes), since the fingerprint is computed.
  public init(
    origin: String, classes: [String], train: Part, validation: Part? = nil, test: Part? = nil,
    warnings: [String] = []
  ) throws(DataError) {
    try self.init(
      origin: origin, classes: classes, train: train, validation: validation, test: test,
      warnings: warnings, fingerprint: nil, filesHash: nil, shouldStop: { false })
  }

  /// - Parameters:
  ///   - fingerprint: Of these parts; nil where it isn't known.
  ///   - shouldStop: Asked on the caller's thread while it is computed.
  init(
    origin: String, classes: [String], train: Part, validation: Part?, test: Part?, warnings: [String],
    fingerprint known: String?, filesHash: String?, shouldStop: () -> Bool
  ) throws(DataError) {
    self.origin = origin
    self.classes = classes
    self.train = train
    self.validation = validation
    self.test = test
    self.warnings = warnings
    self.filesHash = filesHash
    loaded = Loaded(train: train, validation: validation, test: test, warnings: warnings)
    var parts: [(name: PartName, part: Part)] = [(.train, train)]
    if let validation { parts.append((.validation, validation)) }
    if let test { parts.append((.test, test)) }
    if let known {
      fingerprint = known
    } else {
      fingerprint = try Fingerprint.of(classes: classes, parts: parts, shouldStop: shouldStop)
    }
  }

  /// A part by name; nil if the data set doesn't have it.
  public func part(_ name: PartName) -> Part? {
    switch name {
    case .train: train
    case .validation: validation
    case .test: test
    }
  }

  /// The part named "train", "validation" or "test"; nil if the data set doesn't have it.
  public func part(_ name: String) -> Part? { PartName(rawValue: name).flatMap { part($0) } }

  /// The existing parts in the order train, validation, test.
  public var parts: [(name: PartName, part: Part)] {
    PartName.allCases.compactMap { name in part(name).map { (name, $0) } }
  }

  /// A part that must exist.
  ///
  /// - Throws: `.noPart`.
  public func requiredPart(_ name: PartName) throws(DataError) -> Part {
    guard let part = part(name) else { throw .noPart(name, existing: parts.map(\.name)) }
    return part
  }
}
