/// The value of an argument of a command, a layer or a step.
public indirect enum ArgumentValue: Sendable, Hashable {
  /// A number, also of a percentage: 10% is 0.1.
  case number(Double)
  /// True or false.
  case boolean(Bool)
  /// A word, a string or a name.
  case text(String)
  /// A duration in seconds.
  case seconds(Double)
  /// An angle in degrees.
  case degrees(Double)
  /// The numbers of a size such as `28x28`, in the order in which they are typed.
  case size([Int])
  /// The lower and upper end of a range such as `0.9..1.1`.
  case range(Double, Double)
  /// Several values, in the order in which they are typed.
  case list([ArgumentValue])
}

/// The arguments of one command, layer or step: bound to its parameters, checked against their kinds and
/// limits, with defaults filled in.
///
/// The accessors without `optional` trap when the argument is absent or of another kind, since the
/// declaration guarantees it.
public struct Arguments: Sendable, Hashable {
  /// The values by parameter name.
  public var values: [String: ArgumentValue]
  /// The names of the parameters that were typed, as opposed to filled in by default.
  public var given: Set<String>

  /// Arguments with these values.
  ///
  /// - Parameters:
  ///   - values: The values by parameter name.
  ///   - given: The names of those that were typed; nil means all.
  public init(_ values: [String: ArgumentValue] = [:], given: Set<String>? = nil) {
    self.values = values
    self.given = given ?? Set(values.keys)
  }

  /// The value of a parameter; nil when absent.
  public subscript(name: String) -> ArgumentValue? { values[name] }

  /// Whether the value of every given parameter is known; in a check before the run, variables aren't.
  public var isComplete: Bool { given.allSatisfy { values[$0] != nil } }

  /// Whether a parameter's value is known, or known to be absent.
  public func isKnown(_ name: String) -> Bool { values[name] != nil || !given.contains(name) }

  /// A number, a duration in seconds or an angle in degrees; nil when absent or of another kind.
  public func optionalNumber(_ name: String) -> Double? {
    switch values[name] {
    case .number(let number): number
    case .seconds(let seconds): seconds
    case .degrees(let degrees): degrees
    default: nil
    }
  }

  /// A whole number; nil when absent, of another kind or not whole.
  public func optionalInteger(_ name: String) -> Int? {
    optionalNumber(name).flatMap { Int(exactly: $0) }
  }

  /// A text; nil when absent or of another kind.
  public func optionalText(_ name: String) -> String? {
    if case .text(let text) = values[name] { text } else { nil }
  }

  /// The numbers of a size; nil when absent or of another kind.
  public func optionalSize(_ name: String) -> [Int]? {
    if case .size(let size) = values[name] { size } else { nil }
  }

  /// A range; nil when absent or of another kind.
  public func optionalRange(_ name: String) -> ClosedRange<Double>? {
    if case .range(let lower, let upper) = values[name] { lower...upper } else { nil }
  }

  /// A list, or a single value as a list of one; nil when absent.
  public func optionalList(_ name: String) -> [ArgumentValue]? {
    switch values[name] {
    case nil: nil
    case .list(let items): items
    case .some(let value): [value]
    }
  }

  /// A number, a duration in seconds or an angle in degrees.
  package func number(_ name: String) -> Double { require(optionalNumber(name), name, "a number") }
  /// A whole number.
  package func integer(_ name: String) -> Int { require(optionalInteger(name), name, "a whole number") }
  /// A text.
  package func text(_ name: String) -> String { require(optionalText(name), name, "a text") }
  /// The numbers of a size.
  package func size(_ name: String) -> [Int] { require(optionalSize(name), name, "a size") }
  /// A range.
  package func range(_ name: String) -> ClosedRange<Double> { require(optionalRange(name), name, "a range") }
  /// The texts of a list or of a single value; empty when absent.
  public func texts(_ name: String) -> [String] {
    (optionalList(name) ?? []).compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// A boolean; false when absent.
  public func flag(_ name: String) -> Bool {
    if case .boolean(true) = values[name] { true } else { false }
  }

  private func require<Found>(_ value: Found?, _ name: String, _ kind: String) -> Found {
    guard let value else { preconditionFailure("the declaration of '\(name)' doesn't promise \(kind)") }
    return value
  }
}

/// The declaration of a line in a block: a layer of a network, a step of a preparation. The shell binds the
/// line to `parameters`; the domain module builds its value from the arguments.
public protocol ItemDeclaration: Sendable {
  /// The word with which the line begins.
  var name: String { get }
  /// One line without a full stop.
  var summary: String { get }
  /// The parameters, in the order in which help lists them.
  var parameters: [Parameter] { get }
  /// A valid line.
  var example: String { get }
  /// How many nested blocks of items it takes, as in `residual { … }`; usually none.
  var blocks: ClosedRange<Int> { get }
  /// The name of the item in whose block it must be; nil allows it anywhere.
  var owner: String? { get }
}

extension ItemDeclaration {
  /// No nested block.
  public var blocks: ClosedRange<Int> { 0...0 }
  /// Allowed in any block.
  public var owner: String? { nil }
}
