/// A value as a command, a layer or a step receives it.
public indirect enum ArgumentValue: Sendable, Hashable {
  case number(Double)
  case boolean(Bool)
  /// A word, a string or a name.
  case text(String)
  case seconds(Double)
  case degrees(Double)
  case size([Int])
  case range(Double, Double)
  case list([ArgumentValue])
}

/// The arguments of one command, bound to its parameters, checked against their kinds and limits, defaults
/// filled in.
///
/// The accessors without `optional` trap when the parameter is absent or of another kind: that a declaration
/// and its reader disagree is a bug of ours, never a mistake of the person who typed the command.
public struct Arguments: Sendable, Hashable {
  public var values: [String: ArgumentValue]
  /// The parameters that were given, as opposed to filled in by default.
  public var given: Set<String>

  public init(_ values: [String: ArgumentValue] = [:], given: Set<String>? = nil) {
    self.values = values
    self.given = given ?? Set(values.keys)
  }

  public subscript(name: String) -> ArgumentValue? { values[name] }

  /// Whether the value of every given parameter is known; while a script is checked, only running may tell.
  public var isComplete: Bool { given.allSatisfy { values[$0] != nil } }

  /// Whether a parameter's value is known, or known to be absent.
  public func isKnown(_ name: String) -> Bool { values[name] != nil || !given.contains(name) }

  public func optionalNumber(_ name: String) -> Double? {
    switch values[name] {
    case .number(let number): number
    case .seconds(let seconds): seconds
    case .degrees(let degrees): degrees
    default: nil
    }
  }

  public func optionalInteger(_ name: String) -> Int? {
    optionalNumber(name).flatMap { Int(exactly: $0) }
  }

  public func optionalText(_ name: String) -> String? {
    if case .text(let text) = values[name] { text } else { nil }
  }

  public func optionalSize(_ name: String) -> [Int]? {
    if case .size(let size) = values[name] { size } else { nil }
  }

  public func optionalRange(_ name: String) -> ClosedRange<Double>? {
    if case .range(let lower, let upper) = values[name] { lower...upper } else { nil }
  }

  /// A list, or a single value as a list of one.
  public func optionalList(_ name: String) -> [ArgumentValue]? {
    switch values[name] {
    case nil: nil
    case .list(let items): items
    case .some(let value): [value]
    }
  }

  public func number(_ name: String) -> Double { require(optionalNumber(name), name, "a number") }
  public func integer(_ name: String) -> Int { require(optionalInteger(name), name, "a whole number") }
  public func text(_ name: String) -> String { require(optionalText(name), name, "a text") }
  public func size(_ name: String) -> [Int] { require(optionalSize(name), name, "a size") }
  public func range(_ name: String) -> ClosedRange<Double> { require(optionalRange(name), name, "a range") }
  public func texts(_ name: String) -> [String] {
    (optionalList(name) ?? []).compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// False when absent.
  public func flag(_ name: String) -> Bool {
    if case .boolean(true) = values[name] { true } else { false }
  }

  private func require<Found>(_ value: Found?, _ name: String, _ kind: String) -> Found {
    guard let value else { preconditionFailure("the declaration of '\(name)' doesn't promise \(kind)") }
    return value
  }
}

/// What may stand in a block: a layer of a network, a step of a preparation. The language binds the line to
/// `parameters`; the domain makes its value of the bound arguments.
public protocol ItemDeclaration: Sendable {
  /// The word that the line begins with.
  var name: String { get }
  /// One line without a full stop.
  var summary: String { get }
  var parameters: [Parameter] { get }
  /// A line that a person could type.
  var example: String { get }
  /// How many blocks of items of the same kind follow it, as in `residual { … }`; most take none.
  var blocks: ClosedRange<Int> { get }
  /// The item in whose block alone it may stand; nil may stand anywhere.
  var owner: String? { get }
}

extension ItemDeclaration {
  public var blocks: ClosedRange<Int> { 0...0 }
  public var owner: String? { nil }
}
