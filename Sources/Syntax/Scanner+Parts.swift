internal import Diagnostics

/// What several kinds of statements consist of.
extension Scanner {
  /// Where the letters, digits and `_` end that begin at a place.
  func nameEnd(from start: Int) -> Int {
    var end = start
    while end < bytes.count, Vocabulary.isNamePart(bytes[end]) { end += 1 }
    return end
  }

  mutating func name(_ what: String) -> Name? {
    skipBlanks(newlines: false)
    let start = position
    let end = nameEnd(from: position)
    let text = slice(start, end)
    guard Vocabulary.isName(text),
      end == bytes.count || Self.endsWord(bytes[end]) || bytes[end] == UInt8(ascii: "=")
    else {
      report(Message.expectedName(what, found: described()), describedRange())
      return nil
    }
    let range = SourceRange(start, end)
    if Vocabulary.reserved.contains(text) {
      report(Message.reserved(text), range)
      return nil
    }
    position = end
    return Name(text, range: range)
  }

  /// - Parameter statement: What the sign belongs to, as it was typed: `let x`.
  mutating func expectEquals(in statement: String) -> Bool {
    skipBlanks(newlines: false)
    guard current == UInt8(ascii: "="), peek() != UInt8(ascii: "=") else {
      report(
        Message.expected("'='", found: described(), hint: "Type \(statement) = VALUE."), describedRange())
      return false
    }
    position += 1
    return true
  }

  mutating func requiredString(of keyword: String) -> InterpolatedText? {
    skipBlanks(newlines: false)
    guard current == UInt8(ascii: "\"") else {
      let hint = hintForString(of: keyword)
      report(Message.expected("a string in quotes", found: described(), hint: hint), describedRange())
      return nil
    }
    return string()
  }

  mutating func requiredBlock() -> Block? {
    skipBlanks(newlines: false)
    guard current == UInt8(ascii: "{") else {
      if atEnd, !open.isEmpty { return nil }
      let hint =
        current == UInt8(ascii: "=") ? hintBehind(nil) : "What is to be done stands in braces: { … }"
      report(Message.expected("'{'", found: described(), hint: hint), describedRange())
      return nil
    }
    return block()
  }

  /// A block at its `{`. At the end of the text it stays open, and what was read is kept.
  mutating func block() -> Block? {
    let start = position
    position += 1
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      report(Message.depth(Self.depthLimit), SourceRange(start, position))
      giveUp()
      return nil
    }
    let statements = statements(untilBrace: true)
    if atEnd {
      reportOpen(Message.open("{"), SourceRange(start, start + 1))
    } else {
      position += 1
    }
    return Block(statements: statements, range: SourceRange(start, position))
  }

  /// `$name` or `$( expression )` at its `$`.
  mutating func interpolation() -> InterpolatedText.Piece? {
    let start = position
    position += 1
    if current == UInt8(ascii: "(") {
      guard let expression = parenthesized(takesFormat: true) else { return nil }
      return .value(expression, range: SourceRange(start, position))
    }
    let end = nameEnd(from: position)
    let name = slice(position, end)
    guard Vocabulary.isName(name) else {
      report(Message.dollarAlone(hint: hintForBraces()), SourceRange(start, start + 1))
      return nil
    }
    let range = SourceRange(position, end)
    if Vocabulary.reserved.contains(name) {
      report(Message.reserved(name), range)
      return nil
    }
    position = end
    return .value(Expression(.name(name), range: range), range: SourceRange(start, end))
  }
}
