internal import Declarations
internal import Diagnostics
internal import Syntax

/// What to type instead of a value that doesn't fit.
extension Binder {
  /// What to type for a share that was given in hundredths.
  static func share(_ value: ArgumentValue, _ argument: Argument, _ parameter: Parameter) -> String? {
    guard parameter.isShare, case .number = argument.kind, case .number(let limits) = parameter.kind,
      limits.upper <= 1,
      case .number(let number) = value,
      number > 1, number < 100, limits.contains(number / 100)
    else { return nil }
    let label = parameter.placement == .option ? parameter.name + "=" : ""
    return "Type \(label)\(Spelling.number(number))% or \(label)\(Spelling.number(number / 100))."
  }

  static func choices(_ kind: ParameterKind) -> [String] {
    switch kind {
    case .choice(let words): words
    case .either(let kinds): kinds.flatMap(choices)
    default: []
    }
  }
}
