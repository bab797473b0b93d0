internal import Diagnostics

extension Scanner {
  /// An expression, by precedence: or, and, not, comparison, sum, product, sign, field.
  mutating func expression() -> Expression? {
    if depth == 0 { links = 0 }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      skipExpressionBlanks()
      report(Message.depth(Self.depthLimit), SourceRange(position, min(position + 1, bytes.count)))
      return nil
    }
    return disjunction()
  }

  /// `( expression )` at its parenthesis; newlines inside are blanks.
  ///
  /// - Parameter takesFormat: Whether `:.1%` may stand behind the expression.
  mutating func parenthesized(takesFormat: Bool = false) -> Expression? {
    let start = position
    position += 1
    brackets += 1
    defer { brackets -= 1 }
    guard let inner = takesFormat ? formattedExpression() : expression() else { return nil }
    skipExpressionBlanks()
    guard current == UInt8(ascii: ")") else {
      if atEnd {
        reportOpen(Message.open("("), SourceRange(start, start + 1))
        return Expression(inner.kind, range: SourceRange(start, position))
      }
      let hint = current == UInt8(ascii: ",") ? "A list stands in brackets: [1, 2]" : nil
      report(Message.expected("')'", found: described(), hint: hint), describedRange())
      return nil
    }
    position += 1
    return Expression(inner.kind, range: SourceRange(start, position))
  }

  /// Counts a link of a chain such as `a + b + c`. Each makes the tree a level deeper, and whoever walks it
  /// needs stack for that.
  mutating func mayJoin() -> Bool {
    links += 1
    guard links > Self.linkLimit else { return true }
    report(Message.links(Self.linkLimit), SourceRange(position, min(position + 1, bytes.count)))
    return false
  }

  mutating func skipExpressionBlanks() { skipBlanks(newlines: brackets > 0) }

  private mutating func disjunction() -> Expression? {
    guard var left = conjunction() else { return nil }
    while takeWord("or") {
      guard mayJoin(), let right = conjunction() else { return nil }
      left = Expression(.binary(.or, left, right), range: left.range.union(right.range))
    }
    return left
  }

  private mutating func conjunction() -> Expression? {
    guard var left = negation() else { return nil }
    while takeWord("and") {
      guard mayJoin(), let right = negation() else { return nil }
      left = Expression(.binary(.and, left, right), range: left.range.union(right.range))
    }
    return left
  }

  private mutating func negation() -> Expression? {
    skipExpressionBlanks()
    let start = position
    guard takeWord("not") else { return comparison() }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      report(Message.depth(Self.depthLimit), SourceRange(start, position))
      return nil
    }
    guard let operand = negation() else { return nil }
    return Expression(.not(operand), range: SourceRange(start, operand.range.upper))
  }

  private mutating func comparison() -> Expression? {
    guard let left = sum() else { return nil }
    guard let symbol = takeComparison() else { return left }
    guard let right = sum() else { return nil }
    let before = position
    if takeComparison() != nil {
      report(Message.chainedComparison(), SourceRange(before, position))
      return nil
    }
    return Expression(.binary(symbol, left, right), range: left.range.union(right.range))
  }

  private mutating func takeComparison() -> Expression.Operator? {
    skipExpressionBlanks()
    for symbol in [Expression.Operator.lessOrEqual, .greaterOrEqual, .equal, .notEqual, .less, .greater]
    where bytes[position...].starts(with: symbol.rawValue.utf8) {
      position += symbol.rawValue.utf8.count
      return symbol
    }
    return nil
  }

  private mutating func sum() -> Expression? {
    guard var left = product() else { return nil }
    while true {
      skipExpressionBlanks()
      guard let byte = current, byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") else { return left }
      position += 1
      guard mayJoin(), let right = product() else { return nil }
      left = Expression(
        .binary(byte == UInt8(ascii: "+") ? .add : .subtract, left, right),
        range: left.range.union(right.range))
    }
  }

  /// An expression with a format behind it, or without.
  mutating func formattedExpression() -> Expression? {
    guard let value = expression() else { return nil }
    guard current == UInt8(ascii: ":") else { return value }
    let start = position
    position = start + 1
    // A comma in front groups digits; any other ends the format.
    if current == UInt8(ascii: ",") { position += 1 }
    while let byte = current, !Self.endsWord(byte) { position += 1 }
    guard let format = NumberFormat(slice(start + 1, position)[...]) else {
      report(Message.format(slice(start + 1, position)), SourceRange(start, position))
      return nil
    }
    return Expression(.formatted(value, format), range: SourceRange(value.range.lower, position))
  }

  /// `1..n`, both ends included, or any expression. The dots bind weaker than a sum: `1..n + 1`.
  mutating func loopValues() -> Expression? {
    rangeLevel = brackets
    defer { rangeLevel = nil }
    guard let first = expression() else { return nil }
    if case .range(let low, let high) = first.kind, low == low.rounded(), high == high.rounded() {
      let ends = [low, high].map { Expression(.number($0), range: first.range) }
      return Expression(.call(Name("range", range: first.range), ends), range: first.range)
    }
    guard current == UInt8(ascii: "."), peek() == UInt8(ascii: ".") else { return first }
    let dots = SourceRange(position, position + 2)
    position += 2
    guard let last = expression() else { return nil }
    let range = first.range.union(last.range)
    if let low = first.plainNumber, let high = last.plainNumber {
      guard low <= high else {
        report(Message.descending(slice(range.lower, range.upper)), range)
        return nil
      }
      // What isn't whole is no list, and the check says so.
      if low != low.rounded() || high != high.rounded() { return Expression(.range(low, high), range: range) }
    }
    return Expression(.call(Name("range", range: dots), [first, last]), range: range)
  }

  private mutating func product() -> Expression? {
    guard var left = signed() else { return nil }
    while true {
      skipExpressionBlanks()
      guard let byte = current, byte == UInt8(ascii: "*") || byte == UInt8(ascii: "/") else { return left }
      if byte == UInt8(ascii: "*"), peek() == byte {
        report(Message.doubleStar(), SourceRange(position, position + 2))
        return nil
      }
      position += 1
      guard mayJoin(), let right = signed() else { return nil }
      left = Expression(
        .binary(byte == UInt8(ascii: "*") ? .multiply : .divide, left, right),
        range: left.range.union(right.range))
    }
  }

  mutating func primary() -> Expression? {
    skipExpressionBlanks()
    let start = position
    guard let byte = current else {
      // Whoever reads the innermost bracket tells that it is open.
      if brackets > 0 { return Expression(.boolean(false), range: SourceRange(start, start)) }
      if open.isEmpty { report(Message.expected("a value", found: described()), SourceRange(start, start)) }
      return nil
    }
    switch byte {
    case UInt8(ascii: "("): return parenthesized()
    case UInt8(ascii: "["): return listExpression()
    case UInt8(ascii: "\""): return string().map { Expression(.string($0), range: $0.range) }
    case UInt8(ascii: "-"): return number()
    case _ where Vocabulary.isDigit(byte) || byte == UInt8(ascii: "."): return number()
    case _ where Vocabulary.isNameStart(byte): return nameExpression()
    case UInt8(ascii: "$"):
      report(Message.dollarInExpression(found: described()), describedRange())
      return nil
    default:
      report(Message.expected("a value", found: described(), hint: hintForValue()), describedRange())
      return nil
    }
  }

  private mutating func takeWord(_ word: String) -> Bool {
    skipExpressionBlanks()
    let end = nameEnd(from: position)
    guard slice(position, end) == word else { return false }
    position = end
    return true
  }
}

extension Expression {
  /// The number of a literal that is one, or a share.
  fileprivate var plainNumber: Double? {
    switch kind {
    case .number(let number), .percent(let number): number
    default: nil
    }
  }
}
