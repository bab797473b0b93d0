/// A parameter of a command, a layer or a step: one declaration for binding, checks, help and completion.
public struct Parameter: Sendable {
  /// Where the argument is on the line.
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

  /// The name, by which an option is given and the argument is found.
  public let name: String
  /// The values that are accepted.
  public let kind: ParameterKind
  /// Where the argument is on the line.
  public let placement: Placement
  /// The value of an argument that isn't given; nil leaves it absent.
  public let defaultValue: ArgumentValue?
  /// Whether leaving it out is an error.
  public let isRequired: Bool
  /// One line without a full stop, for help and completion.
  public let summary: String
  /// Which files a path may name, for completion.
  public let files: FileRole
  /// Words to complete in addition to free text.
  public let words: [String]
  /// Its summary for each item that takes it, where they differ; else empty.
  public var meanings: [Parameter] = []
  /// Whether its number is a part of a whole, which people give in hundredths too.
  public private(set) var isShare = false
  /// Whether what is typed like an option that there isn't, such as `rate=0.1`, is a text of it.
  public private(set) var takesConditions = false
  /// The values of another option that it requires; nil for none.
  public internal(set) var rule: OptionRule?

  /// A parameter of any placement.
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

  /// The parameter as one whose number is a part of a whole.
  public var asShare: Parameter {
    var share = self
    share.isShare = true
    return share
  }

  /// The parameter as one whose texts may be conditions such as `rate=0.1`.
  public var asConditions: Parameter {
    var conditions = self
    conditions.takesConditions = true
    return conditions
  }

  /// A required positional parameter.
  public static func positional(_ name: String, _ kind: ParameterKind, _ summary: String) -> Parameter {
    Parameter(name, kind, .positional, required: true, summary: summary)
  }

  /// A positional parameter that may be left out.
  public static func optionalPositional(
    _ name: String, _ kind: ParameterKind, default value: ArgumentValue? = nil, _ summary: String
  ) -> Parameter {
    Parameter(name, kind, .positional, default: value, summary: summary)
  }

  /// An option, `name=value`; without a default it is absent unless given.
  public static func option(
    _ name: String, _ kind: ParameterKind, default value: ArgumentValue? = nil, _ summary: String
  ) -> Parameter {
    Parameter(name, kind, .option, default: value, summary: summary)
  }
}

/// The kind of values that a parameter accepts.
public indirect enum ParameterKind: Sendable, Hashable {
  /// A whole number in a range, both ends included.
  case integer(ClosedRange<Int>)
  /// A number within limits; 10% is 0.1.
  case number(Limits)
  /// `yes` or `no`.
  case boolean
  /// One of these words.
  case choice([String])
  /// Any word or string.
  case text
  /// A file or folder.
  case path
  /// An angle in degrees, `10deg`.
  case angle(Limits)
  /// A duration, `5m`; its value is in seconds.
  case duration
  /// As many positive numbers as the range allows: `28x28`, `224x224x3`.
  case size(ClosedRange<Int>)
  /// Two numbers within limits, `0.9..1.1`.
  case range(Limits)
  /// Several values of a kind.
  case list(of: ParameterKind)
  /// A name in the workspace.
  case name(NameRole)
  /// The first of these kinds that accepts the value.
  case either([ParameterKind])

  /// The integers that a double represents uniquely, up to ±(2⁵³ − 1).
  public static let exact = -exactLimit...exactLimit
  private static let exactLimit = (1 << 53) - 1

  /// A seed of random numbers, 0 to 2⁵³ − 1.
  public static let seed = ParameterKind.integer(0...exactLimit)

  /// A whole number from 1 to 2³¹ − 1.
  public static let positiveInteger = ParameterKind.integer(1...Int(Int32.max))
}

/// Which files the path of an argument may name.
public enum FileRole: Sendable, Hashable {
  /// Any file or folder.
  case any
  /// A recorded session.
  case session
  /// Commands to run.
  case script
  /// An image file, a folder of images, or a part of a data set.
  case pictures
  /// A file or a folder that can be loaded as a data set.
  case data
  /// A file with one of these endings, without their dots.
  case endings([String])
}

/// What a name in an argument refers to.
public enum NameRole: String, Sendable, Hashable, CaseIterable {
  /// A name that the command defines.
  case new
  /// A data set.
  case data
  /// A data set, or a part of one: `fashion.test`.
  case dataPart
  /// A model.
  case model
  /// A named result of a command.
  case result
  /// Any of these.
  case any
}

/// An interval of numbers, each end open or closed.
public struct Limits: Sendable, Hashable {
  /// The lower end, or -infinity.
  public var lower: Double
  /// The upper end, or infinity.
  public var upper: Double
  /// Whether `lower` itself is allowed.
  public var includesLower: Bool
  /// Whether `upper` itself is allowed.
  public var includesUpper: Bool

  /// An interval, by default closed.
  public init(_ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  /// All numbers, infinities excluded.
  public static let any = Limits(-.infinity, .infinity, includesLower: false, includesUpper: false)
  /// Finite numbers above 0.
  public static let positive = Limits(0, .infinity, includesLower: false, includesUpper: false)
  /// Finite numbers from 0.
  public static let notNegative = Limits(0, .infinity, includesUpper: false)
  /// 0 to 1, both included.
  public static let fraction = Limits(0, 1)

  /// Whether `number` is allowed; NaN never is.
  public func contains(_ number: Double) -> Bool {
    (number > lower || includesLower && number == lower)
      && (number < upper || includesUpper && number == upper)
  }
}
