internal import Declarations

extension CommandFailure {
  /// Refuses an option beside a choice of another with which it means nothing: never ignored, and named with
  /// what to type instead.
  static func refuseBrokenRules(_ arguments: Arguments, of parameters: [Parameter]) throws {
    guard let (parameter, rule, found) = OptionRule.broken(by: arguments, of: parameters) else { return }
    throw CommandFailure(
      "'\(parameter.name)' belongs to \(rule.text); this is \(rule.option)=\(found).",
      hint: "Leave '\(parameter.name)' out, or take \(rule.option)=\(rule.values[0]).",
      argument: parameter.name)
  }
}
