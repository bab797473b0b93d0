/// Restricts an option to some values of another one: `beta1` requires `optimizer=adam` or `optimizer=adamw`.
public struct OptionRule: Sendable, Hashable {
  /// The name of the other option.
  public let option: String
  /// Its values, one of which is required; at least one.
  public let values: [String]

  /// A rule that requires one of these values of an option.
  public init(_ option: String, _ values: [String]) {
    self.option = option
    self.values = values
  }

  /// The values as they are typed: `optimizer=adam or optimizer=adamw`.
  public var text: String { Self.listed(values.map { "\(option)=\($0)" }) }

  /// The values, the option named once: `optimizer=adam or adamw`.
  public var shortText: String { "\(option)=\(Self.listed(values))" }

  /// `a`, `a or b`, `a, b or c`.
  private static func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  /// The first given option whose rule the arguments violate, and the value found instead. A value that isn't
  /// known yet violates no rule.
  public static func broken(
    by arguments: Arguments, of parameters: [Parameter]
  ) -> (parameter: Parameter, rule: OptionRule, found: String)? {
    for parameter in parameters where arguments.given.contains(parameter.name) {
      guard let rule = parameter.rule, let found = arguments.optionalText(rule.option),
        !rule.values.contains(found)
      else { continue }
      return (parameter, rule, found)
    }
    return nil
  }
}

extension Parameter {
  /// This parameter, restricted to these values of another option.
  public func only(with option: String, _ values: [String]) -> Parameter {
    var parameter = self
    parameter.rule = OptionRule(option, values)
    return parameter
  }

  /// This parameter, restricted to these values of another option.
  public func only(with option: String, _ values: String...) -> Parameter { only(with: option, values) }
}
