internal import Diagnostics
internal import Syntax

/// What expressions tell before anything runs.
extension Checker {
  /// The value, where the text alone tells it.
  mutating func check(_ expression: Expression, in source: SourceText) -> Value? {
    do throws(Diagnostic) {
      return try scope.resolver(in: source).value(of: expression)
    } catch {
      findings.append(error)
      return nil
    }
  }

  /// A value of the same kind, where the text alone tells the kind.
  func shape(_ expression: Expression, in source: SourceText) -> Value? {
    try? scope.resolver(in: source).shape(of: expression)
  }

  mutating func checkCondition(_ condition: Expression, of keyword: String, in source: SourceText) {
    let found = findings.occurrences
    guard let value = check(condition, in: source) ?? shape(condition, in: source),
      findings.occurrences == found
    else { return }
    if case .boolean = value { return }
    findings.append(Findings.condition(keyword, value, at: condition.range, in: source))
  }
}
