internal import Diagnostics
internal import Syntax

/// The kinds of values that only running tells: of what kind a field of a result is stands in its
/// declaration, so that `r.classes > 1` is found before `r` is computed.
extension StaticResolver {
  /// The value, or one of the same kind; nil where the text doesn't tell the kind.
  ///
  /// - Throws: An operand of the wrong kind.
  func shape(of expression: Expression) throws(Diagnostic) -> Value? {
    switch expression.kind {
    case .name(let name):
      if let value = scope.values[name] ?? scope.shapes[name] { return value }
      if let flag = Vocabulary.flags[name], scope.names[name] == nil { return .boolean(flag) }
      if case .result = scope.names[name] { return .record(ResultRecord()) }
      return nil
    case .field(let base, let field): return try shape(of: base, field: field)
    case .index(let base, let place):
      if let value = try shape(of: base) {
        guard case .list = value else { throw Findings.noItems(value, at: base.range, in: source) }
      }
      var found = try value(of: place)
      let isKnown = found != nil
      if !isKnown { found = try shape(of: place) }
      if let found {
        guard case .number(let number) = found, !isKnown || Int(exactly: number) != nil else {
          throw Findings.operand("[ ]", "a whole number", found, at: place.range, in: source)
        }
      }
      return nil
    case .formatted(let operand, let format):
      guard let value = try shape(of: operand) else { return format.isFull ? nil : .text("") }
      switch value {
      case .number: return .text("")
      case .list: return format.isFull ? value : .text("")
      case .record where format.isFull: return value
      default: throw Findings.formatted(value, at: operand.range, in: source)
      }
    case .negate(let operand):
      guard let value = try shape(of: operand) else { return nil }
      guard value.quantity != nil else {
        throw Findings.operand("-", "a number", value, at: operand.range, in: source)
      }
      return value
    case .not(let operand):
      try requireBoolean(operand, for: "not")
      return .boolean(true)
    case .binary(let symbol, let left, let right): return try shape(of: symbol, left, right)
    case .call(let function, let arguments): return try shape(of: function, arguments, at: expression.range)
    case .list(let items):
      for item in items { _ = try shape(of: item) }
      return .list([])
    case .string(let text):
      for case .value(let inner, let range) in text.pieces {
        if case .record? = try shape(of: inner) {
          throw Findings.resultInText(source.slice(range), at: range, in: source)
        }
      }
      return .text("")
    case .number, .percent, .duration, .angle, .size, .range, .boolean:
      return try Evaluator(source: source, environment: Environment()).evaluate(expression).value
    }
  }

  private func shape(of base: Expression, field: Name) throws(Diagnostic) -> Value? {
    guard let value = try shape(of: base) else { return nil }
    guard case .record(let record) = value else {
      throw Findings.noFields(value, field: field.text, at: base.range, in: source)
    }
    if let known = record[field.text] { return Value(known.value) }
    guard case .name(let name) = base.kind else { return nil }
    return scope.fields[name]?.first { $0.name == field.text }?.kind?.example
  }

  private func requireBoolean(_ expression: Expression, for symbol: String) throws(Diagnostic) {
    guard let value = try shape(of: expression) else { return }
    if case .boolean = value { return }
    throw Findings.operand(symbol, "yes or no", value, at: expression.range, in: source)
  }

  private func shape(of symbol: Expression.Operator, _ left: Expression, _ right: Expression)
    throws(Diagnostic) -> Value?
  {
    switch symbol {
    case .and, .or:
      try requireBoolean(left, for: symbol.rawValue)
      try requireBoolean(right, for: symbol.rawValue)
      return .boolean(true)
    case .equal, .notEqual:
      if let one = try shape(of: left), let other = try shape(of: right), one.kindName != other.kindName {
        throw Findings.mismatch(symbol.rawValue, one, other, at: left.range.union(right.range), in: source)
      }
      return .boolean(true)
    case .add, .subtract, .multiply, .divide, .power, .less, .lessOrEqual, .greater, .greaterOrEqual:
      let (one, other) = (try shape(of: left), try shape(of: right))
      let isText = { (value: Value?) in if case .text? = value { true } else { false } }
      // Of a sum the other side may be a text too.
      let mayJoin = symbol == .add && (one == nil || isText(one)) && (other == nil || isText(other))
      if !mayJoin {
        for (value, side) in [(one, left), (other, right)] {
          guard let value, value.quantity == nil else { continue }
          throw Findings.operand(symbol.rawValue, "a number", value, at: side.range, in: source)
        }
      }
      guard let one, let other else { return symbol.isComparison ? .boolean(true) : nil }
      if mayJoin { return .text("") }
      guard let result = Evaluator.combine(symbol, one.quantity ?? 1, other.quantity ?? 1, one, other) else {
        throw Findings.mismatch(symbol.rawValue, one, other, at: left.range.union(right.range), in: source)
      }
      return result
    }
  }

  private func shape(of function: Name, _ arguments: [Expression], at range: SourceRange) throws(Diagnostic)
    -> Value?
  {
    guard let declared = Function(rawValue: function.text) else { return nil }
    switch declared {
    case .len: try requireItems(arguments, at: range)
    case .range: for argument in arguments { try requireNumber(argument) }
    default: break
    }
    if declared == .len { return .number(1) }
    if declared == .range { return .list([.number(1)]) }
    // How many numbers there are isn't known of a list that is still to come.
    var numbers: [Double]? = []
    var first: Value?
    for argument in arguments {
      guard let value = try shape(of: argument) else {
        numbers?.append(1)
        numbers = couldBeList(argument) ? nil : numbers
        continue
      }
      if case .list(let items) = value {
        for item in items where item.quantity == nil {
          throw Findings.operand(function.text, "numbers", item, at: argument.range, in: source)
        }
        numbers = nil
        first = first ?? items.first
      } else {
        guard let number = value.quantity else {
          throw Findings.operand(function.text, "numbers", value, at: argument.range, in: source)
        }
        numbers?.append(number)
        first = first ?? value
      }
    }
    if let numbers { _ = try Evaluator.call(declared, numbers, arguments, function, at: range, in: source) }
    return declared.givesPlainNumber ? .number(1) : first?.with(quantity: 1)
  }

  /// What `len` counts.
  private func requireItems(_ arguments: [Expression], at range: SourceRange) throws(Diagnostic) {
    guard arguments.count == 1 else {
      throw Findings.argumentCount(
        .len, found: arguments.count, at: Evaluator.surplus(.len, arguments) ?? range, in: source)
    }
    switch try shape(of: arguments[0]) {
    case .list, .text, nil: return
    case .some(let value): throw Findings.operand("len", "a list or a text", value, at: range, in: source)
    }
  }

  /// An end of a `range`.
  private func requireNumber(_ argument: Expression) throws(Diagnostic) {
    guard let value = try shape(of: argument) else { return }
    if case .number = value { return }
    throw Findings.operand("a range", "whole numbers", value, at: argument.range, in: source)
  }

  /// A value of which nothing is known may be a list.
  private func couldBeList(_ expression: Expression) -> Bool {
    if case .binary = expression.kind { false } else { true }
  }
}

extension Expression.Operator {
  var isComparison: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: true
    case .add, .subtract, .multiply, .divide, .power, .and, .or: false
    }
  }
}

extension CommandDeclaration.ResultField.Kind {
  /// Any value of it.
  var example: Value {
    switch self {
    case .number: .number(1)
    case .text: .text("")
    case .list: .list([])
    }
  }
}
