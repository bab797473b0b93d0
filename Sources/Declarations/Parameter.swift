/// What a command, a layer or a preparation step takes: one declaration, from which binding, checks, help and
/// completion come. Domain modules declare, the language reads; neither knows the other.
public struct Parameter: Sendable {
  /// Where the argument stands on the line.
  public enum Placement: Sendable, Hashable {
    /// In order, without a name: `conv 32 3x3`.
    case positional
    /// As the rest of the positional arguments, one or more: `plot loss accuracy`.
    case variadic
    /// By name: `stride=2`.
    case option
    /// After a preposition: `as fashion`.
    case preposition(String)
    /// After a preposition, one or more: `of small large`.
    case variadicPreposition(String)
  }

  public let name: String
  public let kind: ParameterKind
  public let placement: Placement
  /// Used when the argument isn't given. A parameter that is neither required nor has a default may be
  /// absent.
  public let defaultValue: ArgumentValue?
  public let isRequired: Bool
  /// One line without a full stop, for help and completion.
  public let summary: String
  /// Which files a path can lead to, for completion.
  public let files: FileRole
  /// Words that may come first where any text may stand, for completion.
  public let words: [String]
  /// What it means for each of several takers, where they differ; else empty.
  public var meanings: [Parameter] = []
  /// With which choices of another option it means something; nil goes with all.
  public internal(set) var rule: OptionRule?

  public init(
    _ name: String, _ kind: ParameterKind, _ placement: Placement, default defaultValue: ArgumentValue? = nil,
    required: Bool = false, files: FileRole = .any, words: [String] = [], summary: String
  ) {
    self.name = name
    self.kind = kind
    self.placement = placement
    self.defaultValue = defaultValue
    self.isRequired = required
    self.summary = summary
    self.files = files
    self.words = words
  }

  public static func positional(_ name: String, _ kind: ParameterKind, _ summary: String) -> Parameter {
    Parameter(name, kind, .positional, required: true, summary: summary)
  }

  public static func optionalPositional(
    _ name: String, _ kind: ParameterKind, default value: ArgumentValue? = nil, _ summary: String
  ) -> Parameter {
    Parameter(name, kind, .positional, default: value, summary: summary)
  }

  public static func option(
    _ name: String, _ kind: ParameterKind, default value: ArgumentValue? = nil, _ summary: String
  ) -> Parameter {
    Parameter(name, kind, .option, default: value, summary: summary)
  }
}

/// What an argument may be.
public indirect enum ParameterKind: Sendable, Hashable {
  case integer(ClosedRange<Int>)
  /// A number or a percentage (10% is 0.1).
  case number(Limits)
  case boolean
  /// One of these words.
  case choice([String])
  /// Any word or string.
  case text
  /// A file or folder.
  case path
  /// Degrees, `10deg`.
  case angle(Limits)
  /// Seconds, `5m`.
  case duration
  /// `28x28` or `224x224x3`: this many numbers, each at least 1.
  case size(ClosedRange<Int>)
  /// `0.9..1.1`.
  case range(Limits)
  case list(of: ParameterKind)
  /// A name of the workspace.
  case name(NameRole)
  /// The first that fits.
  case either([ParameterKind])

  /// The whole numbers that each have a number of their own: 2⁵³ + 1 would be read as 2⁵³.
  public static let exact = -exactLimit...exactLimit
  private static let exactLimit = (1 << 53) - 1

  /// What random numbers may follow from.
  public static let seed = ParameterKind.integer(0...exactLimit)

  public static let positiveInteger = ParameterKind.integer(1...Int(Int32.max))
}

/// Which files the path of an argument can lead to.
public enum FileRole: Sendable, Hashable {
  case any
  /// A recorded session.
  case session
  /// Commands to run.
  case script
  /// A picture or a folder of them; or a part of a data set instead.
  case pictures
  /// A file with one of these endings, without their dots.
  case endings([String])
}

/// What a name in an argument stands for.
public enum NameRole: String, Sendable, Hashable, CaseIterable {
  /// A name that the command defines.
  case new
  case data
  /// A data set, or a part of one: `fashion.test`.
  case dataPart
  case model
  case result
  case any
}

/// The numbers that are allowed: an interval, each end with or without its bound.
public struct Limits: Sendable, Hashable {
  public var lower: Double
  public var upper: Double
  public var includesLower: Bool
  public var includesUpper: Bool

  public init(_ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  public static let any = Limits(-.infinity, .infinity, includesLower: false, includesUpper: false)
  public static let positive = Limits(0, .infinity, includesLower: false, includesUpper: false)
  public static let notNegative = Limits(0, .infinity, includesUpper: false)
  /// From 0 to 1, both included.
  public static let fraction = Limits(0, 1)

  /// Whether `number` is allowed; NaN never is.
  public func contains(_ number: Double) -> Bool {
    (number > lower || includesLower && number == lower)
      && (number < upper || includesUpper && number == upper)
  }
}
