internal import Diagnostics
internal import Syntax
internal import Tensors

/// Powers and functions.
extension Evaluator {
  /// A power. Of a whole exponent by products, so that it is exact where they are; else by our own logarithm,
  /// which has the same bits on every machine.
  static func power(_ base: Double, _ exponent: Double) -> Double {
    if exponent == 0 || base == 1 { return 1 }
    if base.isNaN || exponent.isNaN { return .nan }
    if exponent.isInfinite {
      if base.magnitude == 1 { return 1 }
      return (base.magnitude > 1) == (exponent > 0) ? .infinity : 0
    }
    if exponent == exponent.rounded(), exponent.magnitude < 0x1p53 {
      let whole = UInt64(exponent.magnitude)
      guard exponent < 0 else { return product(base, whole) }
      let inverse = product(base, whole)
      // The product may overflow where its inverse is a small number still.
      return inverse.isInfinite ? product(1 / base, whole) : 1 / inverse
    }
    // Whole numbers as large as that are even.
    let isWhole = exponent.magnitude >= 0x1p53
    guard base >= 0 || isWhole else { return .nan }
    let size = base.magnitude
    if size == 0 || size.isInfinite { return (size == 0) == (exponent > 0) ? 0 : .infinity }
    return exponent == 0.5
      ? base.squareRoot() : ElementaryFunctions.exp(exponent * ElementaryFunctions.log(size))
  }

  /// A number times itself, by squaring.
  private static func product(_ base: Double, _ count: UInt64) -> Double {
    var (result, square, rest) = (1.0, base, count)
    while rest > 0 {
      if rest % 2 == 1 { result *= square }
      square *= square
      rest /= 2
    }
    return result
  }

  func call(_ function: Name, _ arguments: [Expression], at range: SourceRange) throws(Diagnostic)
    -> Binding
  {
    if let found = try list(function, arguments, at: range) { return found }
    var numbers: [Double] = []
    var first: Value?
    var isMeasured = false
    for (place, argument) in arguments.enumerated() {
      let binding = try evaluate(argument)
      isMeasured = isMeasured || binding.isMeasured
      var items = [binding.value]
      if case .list(let list) = binding.value { items = list }
      for item in items {
        guard let number = item.quantity else {
          throw Findings.operand(function.text, "numbers", item, at: argument.range, in: source)
        }
        // Durations, angles and numbers don't mix; the digits of a rounding are a number whatever is rounded.
        let wanted = function.text == Function.round.rawValue && place > 0 ? .number(0) : first ?? item
        guard wanted.kindName == item.kindName else {
          throw Findings.mismatch(function.text, wanted, item, at: argument.range, in: source)
        }
        first = first ?? item
        numbers.append(number)
      }
    }
    guard let declared = Function(rawValue: function.text) else {
      throw Findings.unknownFunction(function.text, at: function.range, in: source)
    }
    let result = try Self.call(declared, numbers, arguments, function, at: range, in: source)
    let value = declared.givesPlainNumber ? Value.number(result) : first?.with(quantity: result)
    return Binding(value ?? .number(result), isMeasured: isMeasured)
  }

  /// The functions that take or give lists; nil for any other.
  private func list(_ function: Name, _ arguments: [Expression], at range: SourceRange) throws(Diagnostic)
    -> Binding?
  {
    switch Function(rawValue: function.text) {
    case .len:
      guard arguments.count == 1 else {
        throw Findings.argumentCount(
          .len, found: arguments.count, at: Self.surplus(.len, arguments) ?? range, in: source)
      }
      let binding = try evaluate(arguments[0])
      switch binding.value {
      case .list(let items): return Binding(.number(Double(items.count)), isMeasured: binding.isMeasured)
      case .text(let text): return Binding(.number(Double(text.count)), isMeasured: binding.isMeasured)
      default: throw Findings.operand("len", "a list or a text", binding.value, at: range, in: source)
      }
    case .range:
      let bindings = try arguments.map { argument throws(Diagnostic) in try evaluate(argument) }
      var ends: [Double] = []
      for (binding, argument) in zip(bindings, arguments) {
        guard case .number(let number) = binding.value, number == number.rounded() else {
          throw Findings.operand("range", "a whole number", binding.value, at: argument.range, in: source)
        }
        ends.append(number)
      }
      guard ends.count == 2 else {
        throw Findings.argumentCount(
          .range, found: ends.count, at: Self.surplus(.range, arguments) ?? range, in: source)
      }
      guard ends[1] < ends[0] || ends[1] - ends[0] <= Double(Function.longestRange) else {
        throw Findings.rangeTooLong(ends[0], ends[1], at: arguments[1].range, in: source)
      }
      let count = ends[1] < ends[0] ? 0 : Int(ends[1] - ends[0]) + 1
      let items = (0..<count).map { Value.number(ends[0] + Double($0)) }
      return try limited(
        Binding(.list(items), isMeasured: bindings.contains { $0.isMeasured }), at: range)
    default: return nil
    }
  }

  /// What a function makes of numbers.
  static func call(
    _ declared: Function, _ numbers: [Double], _ arguments: [Expression], _ function: Name,
    at range: SourceRange, in source: SourceText
  ) throws(Diagnostic) -> Double {
    if let result = declared.apply(numbers) { return result }
    if declared == .round, numbers.count == 2 {
      throw Findings.digits(numbers[1], at: arguments.last?.range ?? range, in: source)
    }
    if declared == .sqrt || declared == .log, numbers.count == 1 {
      throw Findings.outOfRange(declared, found: numbers[0], at: range, in: source)
    }
    throw Findings.argumentCount(
      declared, found: numbers.count, at: surplus(declared, arguments) ?? range, in: source)
  }

  /// The first argument that a function doesn't take; nil where there is none, or where a list has too many
  /// numbers.
  static func surplus(_ function: Function, _ arguments: [Expression]) -> SourceRange? {
    function.most.flatMap { $0 < arguments.count ? arguments[$0].range : nil }
  }
}
