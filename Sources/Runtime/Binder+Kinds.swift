internal import Declarations
internal import Syntax

/// What kinds of parameters take.
extension Binder {
  /// Whether some value of the kind of this one fits a parameter.
  static func couldFit(_ example: Value, _ kind: ParameterKind) -> Bool {
    switch (kind, example) {
    case (.either(let kinds), _): kinds.contains { couldFit(example, $0) }
    case (.text, _), (.path, _), (.name, _): if case .list = example { false } else { true }
    case (.integer, .number), (.number, .number), (.boolean, .boolean), (.boolean, .text), (.choice, .text),
      (.angle, .degrees), (.duration, .seconds), (.size, .size), (.range, .range), (.list, .list):
      true
    default: false
    }
  }

  /// The value as a kind takes it, or nil when it doesn't.
  func fit(_ value: ArgumentValue, quoted: Bool, _ kind: ParameterKind, _ argument: Argument)
    -> ArgumentValue?
  {
    switch (kind, value) {
    case (.integer(let range), .number(let number)):
      guard let whole = Int(exactly: number), range.contains(whole), ParameterKind.exact.contains(whole)
      else { return nil }
      return value
    case (.number(let limits), .number(let number)): return limits.contains(number) ? value : nil
    case (.boolean, .boolean): return value
    case (.boolean, .text("yes")), (.boolean, .text("true")): return quoted ? nil : .boolean(true)
    case (.boolean, .text("no")), (.boolean, .text("false")): return quoted ? nil : .boolean(false)
    case (.choice(let words), .text(let word)): return words.contains(word) ? value : nil
    case (.text, _), (.path, _), (.name, _):
      if case .list = value { return nil }
      if case .text(let text) = value { return text.isEmpty ? nil : value }
      // A path or a name may look like a number: 2024, 3x3.
      return .text(source.replacing(replacements.map { ($0.range, $0.text) }, in: argument.range))
    case (.angle(let limits), .degrees(let degrees)): return limits.contains(degrees) ? value : nil
    case (.duration, .seconds(let seconds)): return seconds > 0 && seconds.isFinite ? value : nil
    case (.size(let dimensions), .size(let size)):
      return dimensions.contains(size.count) && size.allSatisfy { $0 >= 1 } ? value : nil
    case (.range(let limits), .range(let lower, let upper)):
      return limits.contains(lower) && limits.contains(upper) ? value : nil
    case (.list(let item), .list(let values)):
      // Each item has a text of its own, unless the list was computed.
      let items =
        if case .list(let own) = argument.kind, own.count == values.count { own } else { [Argument]() }
      let fitted = values.enumerated().compactMap { index, value in
        if items.isEmpty, case .text = item { return ArgumentValue.text(Help.spelled(value)) }
        return fit(value, quoted: false, item, items.isEmpty ? argument : items[index])
      }
      return fitted.count == values.count ? .list(fitted) : nil
    case (.either(let kinds), _):
      for kind in kinds { if let fitted = fit(value, quoted: quoted, kind, argument) { return fitted } }
      return nil
    default: return nil
    }
  }
}
