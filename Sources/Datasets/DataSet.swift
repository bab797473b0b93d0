/// Labelled images in up to three parts, with what is done to them before a model sees them.
public struct DataSet: Sendable {
  /// What was loaded, as the person named it.
  public var origin: String
  /// The names of the classes; a label is an index into them.
  public let classes: [String]
  public var train: Part { didSet { cache = PreparationCache() } }
  public var validation: Part? { didSet { cache = PreparationCache() } }
  public var test: Part? { didSet { cache = PreparationCache() } }
  /// "sha256:" and 64 hexadecimal digits over the content as it was loaded: shapes, pixels, labels and class
  /// names of every part, in order. Splitting, preparing and augmenting don't change it.
  public let fingerprint: String
  public var preparation = Preparation() { didSet { cache = PreparationCache() } }
  public var augmentation = Augmentation()
  /// What a person should know about the content: files that couldn't be read, and so on.
  public var warnings: [String]
  /// The parts and warnings before any split.
  let loaded: Loaded
  /// Prepared pixels, made when first asked for and shared by copies of this value.
  private(set) var cache = PreparationCache()

  struct Loaded: Sendable {
    let train: Part
    let validation: Part?
    let test: Part?
    let warnings: [String]
  }

  public init(
    origin: String, classes: [String], train: Part, validation: Part? = nil, test: Part? = nil,
    warnings: [String] = []
  ) {
    self.origin = origin
    self.classes = classes
    self.train = train
    self.validation = validation
    self.test = test
    self.warnings = warnings
    loaded = Loaded(train: train, validation: validation, test: test, warnings: warnings)
    var parts: [(name: PartName, part: Part)] = [(.train, train)]
    if let validation { parts.append((.validation, validation)) }
    if let test { parts.append((.test, test)) }
    fingerprint = Fingerprint.of(classes: classes, parts: parts)
  }

  public func part(_ name: PartName) -> Part? {
    switch name {
    case .train: train
    case .validation: validation
    case .test: test
    }
  }

  /// The part of a name: "train", "validation", "test".
  public func part(_ name: String) -> Part? { PartName(rawValue: name).flatMap { part($0) } }

  /// The parts that there are, in the order train, validation, test.
  public var parts: [(name: PartName, part: Part)] {
    PartName.allCases.compactMap { name in part(name).map { (name, $0) } }
  }

  /// A part that must be there.
  public func requiredPart(_ name: PartName) throws(DataError) -> Part {
    guard let part = part(name) else { throw .noPart(name, existing: parts.map(\.name)) }
    return part
  }
}
