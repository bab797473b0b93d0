internal import Diagnostics
internal import Syntax

/// Computes expressions. A failure is a finding at the part of the expression that is wrong.
struct Evaluator {
  let source: SourceText
  let environment: Environment

  func evaluate(_ expression: Expression) throws(Diagnostic) -> Binding {
    switch expression.kind {
    case .number(let number), .percent(let number): return Binding(.number(number))
    case .duration(let seconds): return Binding(.seconds(seconds))
    case .angle(let degrees): return Binding(.degrees(degrees))
    case .size(let size): return Binding(.size(size))
    case .range(let lower, let upper): return Binding(.range(lower, upper))
    case .boolean(let flag): return Binding(.boolean(flag))
    case .string(let text): return try string(text)
    case .list(let items):
      var values: [Value] = []
      var isMeasured = false
      for item in items {
        let binding = try evaluate(item)
        values.append(binding.value)
        isMeasured = isMeasured || binding.isMeasured
      }
      return try limited(Binding(.list(values), isMeasured: isMeasured), at: expression.range)
    case .name(let name):
      guard let binding = environment[name] ?? Vocabulary.flags[name].map({ Binding(.boolean($0)) }) else {
        throw Findings.unknownValue(name, known: environment.names, at: expression.range, in: source)
      }
      return binding
    case .field(let base, let name): return try field(name, of: base)
    case .index(let base, let place): return try item(place, of: base)
    case .formatted(let value, let format):
      let binding = try evaluate(value)
      switch binding.value {
      // All digits are what results and their lists have.
      case .record where format.isFull, .list where format.isFull: return binding
      default:
        guard let text = format.text(binding.value) else {
          throw Findings.formatted(binding.value, at: value.range, in: source)
        }
        return Binding(.text(text), isMeasured: binding.isMeasured)
      }
    case .negate(let operand):
      let binding = try evaluate(operand)
      switch binding.value {
      case .number(let number): return Binding(.number(-number), isMeasured: binding.isMeasured)
      case .degrees(let degrees): return Binding(.degrees(-degrees), isMeasured: binding.isMeasured)
      default: throw Findings.operand("-", "a number", binding.value, at: operand.range, in: source)
      }
    case .not(let operand):
      let (flag, isMeasured) = try boolean(operand, for: "not")
      return Binding(.boolean(!flag), isMeasured: isMeasured)
    case .binary(let symbol, let left, let right): return try binary(symbol, left, right)
    case .call(let function, let arguments): return try call(function, arguments, at: expression.range)
    }
  }

  /// The text of a word or a string with its values in place.
  func text(_ text: InterpolatedText) throws(Diagnostic) -> (text: String, isMeasured: Bool) {
    var result = ""
    var isMeasured = false
    for piece in text.pieces {
      switch piece {
      case .text(let part): result += part
      case .value(let expression, let range):
        let binding = try evaluate(expression)
        if case .record = binding.value {
          throw Findings.resultInText(source.slice(range), at: range, in: source)
        }
        result += binding.value.plainText
        isMeasured = isMeasured || binding.isMeasured
      }
    }
    return (result, isMeasured)
  }

  private func string(_ interpolated: InterpolatedText) throws(Diagnostic) -> Binding {
    let (text, isMeasured) = try text(interpolated)
    return try limited(Binding(.text(text), isMeasured: isMeasured), at: interpolated.range)
  }

  /// Refuses a value that a slip of a loop made: it would take all memory, or more stack than there is.
  func limited(_ binding: Binding, at range: SourceRange) throws(Diagnostic) -> Binding {
    switch binding.value.size(depth: ValueSize.depthLimit) {
    case .some(let size) where size <= ValueSize.limit: return binding
    case .some: throw Findings.valueTooLarge(at: range, in: source)
    case nil: throw Findings.valueTooDeep(at: range, in: source)
    }
  }

  private func field(_ name: Name, of base: Expression) throws(Diagnostic) -> Binding {
    let binding = try evaluate(base)
    guard case .record(let record) = binding.value else {
      throw Findings.noFields(binding.value, field: name.text, at: base.range, in: source)
    }
    guard let field = record[name.text] else {
      throw Findings.unknownField(name.text, known: record.fields.map(\.name), at: name.range, in: source)
    }
    return Binding(Value(field.value), isMeasured: binding.isMeasured || field.isMeasured)
  }

  /// An item of a list, from 0; from the end where the place is negative.
  private func item(_ place: Expression, of base: Expression) throws(Diagnostic) -> Binding {
    let (binding, index) = (try evaluate(base), try evaluate(place))
    guard case .list(let items) = binding.value else {
      throw Findings.noItems(binding.value, at: base.range, in: source)
    }
    guard case .number(let number) = index.value, let whole = Int(exactly: number) else {
      throw Findings.operand("[ ]", "a whole number", index.value, at: place.range, in: source)
    }
    let position = whole < 0 ? items.count + whole : whole
    guard items.indices.contains(position) else {
      throw Findings.noItem(whole, of: items.count, at: place.range, in: source)
    }
    return Binding(items[position], isMeasured: binding.isMeasured || index.isMeasured)
  }

  private func boolean(_ expression: Expression, for symbol: String) throws(Diagnostic) -> (Bool, Bool) {
    let binding = try evaluate(expression)
    guard case .boolean(let flag) = binding.value else {
      throw Findings.operand(symbol, "yes or no", binding.value, at: expression.range, in: source)
    }
    return (flag, binding.isMeasured)
  }

  private func binary(
    _ symbol: Expression.Operator, _ left: Expression, _ right: Expression
  ) throws(Diagnostic) -> Binding {
    if symbol == .and || symbol == .or {
      let (first, firstMeasured) = try boolean(left, for: symbol.rawValue)
      // As in every shell: the right side isn't evaluated when the left decides.
      if first == (symbol == .or) { return Binding(.boolean(first), isMeasured: firstMeasured) }
      let (second, secondMeasured) = try boolean(right, for: symbol.rawValue)
      return Binding(.boolean(second), isMeasured: firstMeasured || secondMeasured)
    }
    let first = try evaluate(left)
    let second = try evaluate(right)
    let isMeasured = first.isMeasured || second.isMeasured
    if symbol == .equal || symbol == .notEqual {
      guard first.value.isComparable(with: second.value) else {
        throw Findings.mismatch(
          symbol.rawValue, first.value, second.value, at: left.range.union(right.range), in: source)
      }
      return Binding(.boolean((first.value == second.value) == (symbol == .equal)), isMeasured: isMeasured)
    }
    if case .text(let one) = first.value, case .text(let other) = second.value, symbol == .add {
      return try limited(
        Binding(.text(one + other), isMeasured: isMeasured), at: left.range.union(right.range))
    }
    guard let one = first.value.quantity else {
      throw Findings.operand(symbol.rawValue, "a number", first.value, at: left.range, in: source)
    }
    guard let other = second.value.quantity else {
      throw Findings.operand(symbol.rawValue, "a number", second.value, at: right.range, in: source)
    }
    guard let result = Self.combine(symbol, one, other, first.value, second.value) else {
      throw Findings.mismatch(
        symbol.rawValue, first.value, second.value, at: left.range.union(right.range), in: source)
    }
    return Binding(result, isMeasured: isMeasured)
  }

  /// Numbers combine freely; durations and angles add to their like, and scale by numbers.
  static func combine(
    _ symbol: Expression.Operator, _ one: Double, _ other: Double, _ first: Value, _ second: Value
  ) -> Value? {
    let sameKind = first.kindName == second.kindName
    switch symbol {
    case .add: return sameKind ? first.with(quantity: one + other) : nil
    case .subtract: return sameKind ? first.with(quantity: one - other) : nil
    case .multiply:
      if case .number = second { return first.with(quantity: one * other) }
      if case .number = first { return second.with(quantity: one * other) }
      return nil
    case .divide:
      if case .number = second { return first.with(quantity: one / other) }
      return sameKind ? .number(one / other) : nil
    case .power:
      guard case .number = first, case .number = second else { return nil }
      return .number(Self.power(one, other))
    case .less: return sameKind ? .boolean(one < other) : nil
    case .lessOrEqual: return sameKind ? .boolean(one <= other) : nil
    case .greater: return sameKind ? .boolean(one > other) : nil
    case .greaterOrEqual: return sameKind ? .boolean(one >= other) : nil
    case .equal, .notEqual, .and, .or: return nil
    }
  }
}

extension Value {
  /// The number inside a number, a duration or an angle.
  var quantity: Double? {
    switch self {
    case .number(let number), .seconds(let number), .degrees(let number): number
    default: nil
    }
  }

  func with(quantity: Double) -> Value {
    switch self {
    case .seconds: .seconds(quantity)
    case .degrees: .degrees(quantity)
    default: .number(quantity)
    }
  }

  fileprivate func isComparable(with other: Value) -> Bool {
    kindName == other.kindName
  }
}
