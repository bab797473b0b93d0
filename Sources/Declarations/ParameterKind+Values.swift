extension ParameterKind {
  /// Whether a value is one of this kind and within its limits.
  public func accepts(_ value: ArgumentValue) -> Bool {
    switch (self, value) {
    case (.integer(let range), .number(let number)): Int(exactly: number).map(range.contains) ?? false
    case (.number(let limits), .number(let number)), (.angle(let limits), .degrees(let number)):
      limits.contains(number)
    case (.boolean, .boolean), (.text, .text), (.path, .text), (.name, .text): true
    case (.duration, .seconds(let seconds)): seconds > 0 && seconds.isFinite
    case (.choice(let words), .text(let word)): words.contains(word)
    case (.size(let dimensions), .size(let sides)):
      dimensions.contains(sides.count) && sides.allSatisfy { $0 >= 1 }
    case (.range(let limits), .range(let lower, let upper)):
      lower <= upper && limits.contains(lower) && limits.contains(upper)
    case (.list(let kind), .list(let items)): items.allSatisfy(kind.accepts)
    case (.either(let kinds), _): kinds.contains { $0.accepts(value) }
    default: false
    }
  }
}

extension Parameter {
  /// Whether a value may stand for it; where one or more arguments may stand, a list of them.
  public func accepts(_ value: ArgumentValue) -> Bool {
    switch placement {
    case .variadic, .variadicPreposition:
      if case .list(let items) = value { return !items.isEmpty && items.allSatisfy(kind.accepts) }
      return kind.accepts(value)
    case .positional, .option, .preposition: return kind.accepts(value)
    }
  }
}
