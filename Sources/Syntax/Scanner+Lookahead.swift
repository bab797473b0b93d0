internal import Diagnostics

/// What a line turns out to be, by what stands at its beginning.
extension Scanner {
  /// What comes after the first word of a command or a value.
  enum Follower {
    case nothing
    case argument
    case operation
  }

  private static let operators: Set<String> = [
    "+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">=", "and", "or",
    // Of other languages: what is written here instead is told where the expression is read.
    "&&", "||", "%", "**", "//", "<>",
  ]

  /// What comes after a word that ends at a place.
  func follower(of end: Int) -> Follower {
    var ahead = self
    ahead.position = end
    ahead.skipBlanks(newlines: false)
    guard let byte = ahead.current else { return .nothing }
    switch byte {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"), UInt8(ascii: "}"): return .nothing
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "$"): return .argument
    case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: ","):
      return .operation
    default: break
    }
    return Self.operators.contains(ahead.wordAhead().text) ? .operation : .argument
  }

  /// Whether a statement that begins here is an expression, which is printed: it begins with what no verb
  /// begins with; or its first name is touched by `.NAME`, `[`, an operator or the parenthesis of a function;
  /// or an operator follows with blanks around it.
  var isExpressionAhead: Bool {
    guard let byte = current else { return false }
    if Vocabulary.isDigit(byte) || "([\"".utf8.contains(byte) { return true }
    if byte == UInt8(ascii: ".") { return peek().map(Vocabulary.isDigit) ?? false }
    if byte == UInt8(ascii: "-") {
      return peek().map { Vocabulary.isDigit($0) || Vocabulary.isNameStart($0) || ".(".utf8.contains($0) }
        ?? false
    }
    guard Vocabulary.isNameStart(byte) else { return false }
    let end = nameEnd(from: position)
    let name = slice(position, end)
    if name == "not" { return true }
    if ["yes", "no"].contains(name) || Vocabulary.flags[name] != nil, follower(of: end) == .nothing {
      return true
    }
    guard !Vocabulary.prepositions.contains(name), let next = bytes[safe: end] else { return false }
    switch next {
    case UInt8(ascii: "."): return bytes[safe: end + 1].map(Vocabulary.isNameStart) ?? false
    case UInt8(ascii: "["): return true
    case UInt8(ascii: ":"): return NumberFormat(wordAhead(from: end + 1).text[...]) != nil
    // A call of a function that there is may be unfinished, or wrong inside.
    case UInt8(ascii: "("): return Vocabulary.functions.contains(name) || isCallAhead
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "^"),
      UInt8(ascii: "<"), UInt8(ascii: ">"):
      return true
    case UInt8(ascii: "="), UInt8(ascii: "!"): return bytes[safe: end + 1] == UInt8(ascii: "=")
    case _ where Self.endsWord(next): return isOperatorWithBlanks(after: end)
    default: return false
    }
  }

  /// Whether a whole call of a function stands here, which need not exist. What only looks like one, such as
  /// the `train(m, epochs=3)` of other languages, is a command.
  private var isCallAhead: Bool {
    var ahead = self
    return ahead.nameExpression() != nil && ahead.open.count == open.count
      && ahead.findings.count == findings.count
  }

  /// Whether an operator follows that has blanks on both sides.
  private func isOperatorWithBlanks(after end: Int) -> Bool {
    guard bytes[safe: end] == UInt8(ascii: " "), follower(of: end) == .operation else { return false }
    var ahead = self
    ahead.position = end
    ahead.skipBlanks(newlines: false)
    let (word, wordEnd) = ahead.wordAhead()
    return Self.operators.contains(word) && bytes[safe: wordEnd] == UInt8(ascii: " ")
  }

  /// Whether the command that begins at a place of a text turns out to be an expression, or what `let` and
  /// `param` give a name, once a name is typed at the end of the text.
  static func isExpression(_ text: String, from start: Int) -> Bool {
    var ahead = Scanner(source: SourceText(typed: text + "x"))
    ahead.position = max(ahead.position, start)
    ahead.skipBlanks(newlines: true)
    let (word, end) = ahead.wordAhead()
    guard word == "let" || word == "param" else { return ahead.isExpressionAhead }
    ahead.position = end
    guard ahead.name("a name") != nil, ahead.expectEquals(in: word) else { return false }
    ahead.skipBlanks(newlines: false)
    return word == "param" || ahead.isExpressionAhead
  }
}
