internal import Diagnostics

/// The values that expressions consist of.
extension Scanner {
  mutating func nameExpression() -> Expression? {
    let start = position
    let end = nameEnd(from: start)
    let text = slice(start, end)
    let range = SourceRange(start, end)
    position = end
    if text == "yes" || text == "no" { return Expression(.boolean(text == "yes"), range: range) }
    if Vocabulary.reserved.contains(text) {
      report(Message.expected("a value", found: "'\(text)'"), range)
      return nil
    }
    guard current == UInt8(ascii: "(") else { return Expression(.name(text), range: range) }
    position += 1
    guard let arguments = items(closing: UInt8(ascii: ")"), openedAt: position - 1) else { return nil }
    return Expression(.call(Name(text, range: range), arguments), range: SourceRange(start, position))
  }

  mutating func listExpression() -> Expression? {
    let start = position
    position += 1
    guard let items = items(closing: UInt8(ascii: "]"), openedAt: start) else { return nil }
    return Expression(.list(items), range: SourceRange(start, position))
  }

  mutating func items(closing: UInt8, openedAt start: Int) -> [Expression]? {
    brackets += 1
    defer { brackets -= 1 }
    var items: [Expression] = []
    while true {
      skipExpressionBlanks()
      guard let byte = current else {
        reportOpen(Message.open(slice(start, start + 1)), SourceRange(start, start + 1))
        return items
      }
      if byte == closing, items.isEmpty {
        position += 1
        return items
      }
      guard let item = expression() else { return nil }
      items.append(item)
      skipExpressionBlanks()
      switch current {
      case closing:
        position += 1
        return items
      case UInt8(ascii: ","): position += 1
      case nil: continue
      default:
        let bracket = String(decoding: [closing], as: UTF8.self)
        report(Message.expected("',' or '\(bracket)'", found: described()), describedRange())
        return nil
      }
    }
  }

  /// A number with what may belong to it: `10%`, `5m`, `3x3`, `1e-4..1e-1`.
  mutating func number() -> Expression? {
    let start = position
    var end = position + 1
    while end < bytes.count {
      let byte = bytes[end]
      let before = bytes[end - 1]
      let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      let isExponentSign =
        isSign && (before == UInt8(ascii: "e") || before == UInt8(ascii: "E"))
        && bytes[safe: end + 1].map(Vocabulary.isDigit) == true
      let isRangeSign =
        isSign && before == UInt8(ascii: ".") && end >= 2 && bytes[end - 2] == UInt8(ascii: ".")
      guard
        Vocabulary.isNamePart(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%")
          || isExponentSign || isRangeSign
      else { break }
      end += 1
    }
    // In `1..n` the number ends where the dots begin, and so does each in the values of a loop.
    let dot = UInt8(ascii: ".")
    if let dots = (start + 1..<max(start + 1, end - 1)).first(where: {
      bytes[$0] == dot && bytes[$0 + 1] == dot
    }),
      let behind = bytes[safe: dots + 2],
      Vocabulary.isNameStart(behind) || behind == UInt8(ascii: "(") || rangeLevel == brackets && behind != dot
    {
      end = dots
    }
    let text = slice(start, end)
    let range = SourceRange(start, end)
    position = end
    do throws(Literal.Problem) {
      switch try Literal.read(text) {
      case nil:
        let hint = Self.hintForNumber(text)
        report(Message.expected("a value", found: "'\(text)'", hint: hint), range)
        return nil
      case .number(let number): return Expression(.number(number), range: range)
      case .percent(let number): return Expression(.percent(number), range: range)
      case .duration(let seconds): return Expression(.duration(seconds), range: range)
      case .angle(let degrees): return Expression(.angle(degrees), range: range)
      case .size(let size): return Expression(.size(size), range: range)
      case .range(let lower, let upper): return Expression(.range(lower, upper), range: range)
      }
    } catch {
      report(error == .overflow ? Message.overflow(text) : Message.descending(text), range)
      return nil
    }
  }
}
