internal import Diagnostics

/// What binds tighter than a product: signs, powers, and what stands right behind a value.
extension Scanner {
  mutating func signed() -> Expression? {
    skipExpressionBlanks()
    guard current == UInt8(ascii: "-") else { return power() }
    let start = position
    // A range or a number may begin with its sign; anything else is negated, and so is a power.
    if let next = peek(), Vocabulary.isDigit(next) || next == UInt8(ascii: ".") {
      guard isPowerBehindNumber else { return power() }
    }
    position += 1
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      report(Message.depth(Self.depthLimit), SourceRange(start, position))
      return nil
    }
    guard let operand = signed() else { return nil }
    return Expression(.negate(operand), range: SourceRange(start, operand.range.upper))
  }

  /// `a ^ b`, from the right: `2^3^2` is 2^9. Its second part may have a sign.
  private mutating func power() -> Expression? {
    guard let base = postfix() else { return nil }
    skipExpressionBlanks()
    guard current == UInt8(ascii: "^") else { return base }
    position += 1
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit, mayJoin() else {
      if findings.isEmpty { report(Message.depth(Self.depthLimit), SourceRange(position - 1, position)) }
      return nil
    }
    guard let exponent = signed() else { return nil }
    return Expression(.binary(.power, base, exponent), range: base.range.union(exponent.range))
  }

  /// Whether a number that begins with its sign here is the base of a power, whose sign is taken last.
  private var isPowerBehindNumber: Bool {
    var ahead = self
    guard ahead.number() != nil else { return false }
    ahead.skipExpressionBlanks()
    return ahead.current == UInt8(ascii: "^")
  }

  private mutating func postfix() -> Expression? {
    guard var base = primary() else { return nil }
    while let byte = current {
      if byte == UInt8(ascii: "["), isIndexable(base) {
        guard mayJoin() else { return nil }
        position += 1
        brackets += 1
        defer { brackets -= 1 }
        guard let place = expression() else { return nil }
        skipExpressionBlanks()
        guard current == UInt8(ascii: "]") else {
          if atEnd {
            reportOpen(Message.open("["), SourceRange(base.range.upper, base.range.upper + 1))
            return base
          }
          report(Message.expected("']'", found: described()), describedRange())
          return nil
        }
        position += 1
        base = Expression(.index(base, place), range: SourceRange(base.range.lower, position))
        continue
      }
      guard byte == UInt8(ascii: "."), let next = peek(), Vocabulary.isNameStart(next), mayJoin() else {
        break
      }
      let start = position + 1
      let end = nameEnd(from: start)
      position = end
      let name = Name(slice(start, end), range: SourceRange(start, end))
      base = Expression(.field(base, name), range: SourceRange(base.range.lower, end))
    }
    return base
  }

  /// Whether a bracket right behind it picks one of its items.
  private func isIndexable(_ base: Expression) -> Bool {
    switch base.kind {
    case .name, .field, .index, .list, .call: true
    default: bytes[safe: position - 1] == UInt8(ascii: ")")
    }
  }
}
