internal import Diagnostics

extension Scanner {
  /// Statements up to the end of the text, or up to the `}` of the block they stand in.
  mutating func statements(untilBrace: Bool) -> [Statement] {
    var statements: [Statement] = []
    while true {
      if let note = skipSeparators() {
        statements.append(note)
        continue
      }
      guard let byte = current else { return statements }
      if byte == UInt8(ascii: "}") {
        if untilBrace { return statements }
        report(Message.unexpectedClose("}"), SourceRange(position, position + 1))
        position += 1
        continue
      }
      let before = position
      let found = findings.count
      let statement = statement()
      if let statement { statements.append(statement) }
      guard findings.count < Self.findingLimit else {
        giveUp()
        return statements
      }
      if findings.count > found {
        // One finding a place: the rest of a wrong statement is skipped up to the next separator.
        recover()
      } else {
        expectEnd(after: statement)
      }
      if position == before { position += 1 }
    }
  }

  /// Skips what may stand between statements; a `##` line that it meets is a note.
  private mutating func skipSeparators() -> Statement? {
    while let byte = current {
      if byte == UInt8(ascii: "#") {
        let start = position
        skipLine()
        if bytes[start...].starts(with: [UInt8(ascii: "#"), UInt8(ascii: "#")]) {
          var text = slice(start + 2, position)
          if text.last == "\r" { text.removeLast() }
          if text.first == " " { text.removeFirst() }
          let range = SourceRange(start, position)
          return Statement(.note(InterpolatedText(pieces: [.text(text)], range: range)), range: range)
        }
        continue
      }
      let isSeparator =
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: " ")
        || byte == UInt8(ascii: "\t")
        || byte == UInt8(ascii: "\r")
      if isSeparator {
        position += 1
      } else if byte == UInt8(ascii: "\\") {
        let before = position
        skipBlanks(newlines: false)
        if position == before { return nil }
      } else {
        return nil
      }
    }
    return nil
  }

  /// After a statement stands a separator, a `}` or the end.
  private mutating func expectEnd(after statement: Statement?) {
    skipBlanks(newlines: false)
    guard let byte = current else { return }
    let ends: [UInt8] = [UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "}"), UInt8(ascii: "\r")]
    if ends.contains(byte) { return }
    if wordAhead().text == "else" { return report(Message.elseAlone(), describedRange()) }
    let hint = hintBehind(statement)
    report(Message.expected("the end of the command", found: described(), hint: hint), describedRange())
    recover()
  }

  /// Goes to the next separator, stepping over blocks that open on the way.
  mutating func recover() {
    var braces = 0
    var isString = false
    while let byte = current {
      if isString {
        if byte == UInt8(ascii: "\\") { position += 1 }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") { isString = false }
        if byte == UInt8(ascii: "\n"), braces == 0 { return }
      } else if byte == UInt8(ascii: "\"") {
        isString = true
      } else if byte == UInt8(ascii: "{") {
        braces += 1
      } else if byte == UInt8(ascii: "}") {
        if braces == 0 { return }
        braces -= 1
      } else if braces == 0, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ";") {
        return
      }
      position = min(position + 1, bytes.count)
    }
  }

  private mutating func statement() -> Statement? {
    let start = position
    let (word, end) = wordAhead()
    switch word {
    case "let":
      position = end
      return letStatement(from: start)
    case "param":
      position = end
      guard let name = name("a name after 'param'"), expectEquals(in: "param \(name.text)"),
        let value = expression()
      else {
        return nil
      }
      return Statement(.param(name, value), range: SourceRange(start, value.range.upper))
    case "for":
      position = end
      guard let variable = name("a name after 'for'") else { return nil }
      skipBlanks(newlines: false)
      guard wordAhead().text == "in" else {
        let hint = "For example: for \(variable.text) in [1, 2, 3] { … }"
        report(Message.expected("'in'", found: described(), hint: hint), describedRange())
        return nil
      }
      position = wordAhead().end
      guard let values = loopValues(), let body = requiredBlock() else { return nil }
      return Statement(
        .loop(variable: variable, values: values, body: body), range: SourceRange(start, body.range.upper))
    case "if":
      position = end
      return conditionStatement(from: start)
    case "else":
      report(Message.elseAlone(), SourceRange(start, end))
      return nil
    case "assert":
      position = end
      guard let condition = expression() else { return nil }
      return Statement(.assert(condition), range: SourceRange(start, condition.range.upper))
    case "print":
      position = end
      return printStatement(from: start)
    case "source":
      position = end
      guard let text = requiredString(of: word) else { return nil }
      guard let path = text.literal else {
        report(Message.interpolationInPath(), text.range)
        return nil
      }
      return Statement(.source(path, range: text.range), range: SourceRange(start, text.range.upper))
    case "note":
      position = end
      guard let text = requiredString(of: word) else { return nil }
      return Statement(.note(text), range: SourceRange(start, text.range.upper))
    default:
      guard isExpressionAhead else {
        guard let command = command() else { return nil }
        return Statement(.command(command), range: command.range)
      }
      return printStatement(from: start)
    }
  }

  private mutating func printStatement(from start: Int) -> Statement? {
    var items: [Expression] = []
    let isNumber = Vocabulary.isDigit(bytes[start])
    repeat {
      // A number with separators isn't meant as several.
      if isNumber, isThousands, let hint = hintForSeparator() {
        report(
          Message.expected("the end of the number", found: described(), hint: hint), describedRange())
        return nil
      }
      if !items.isEmpty { position += 1 }
      guard let item = formattedExpression() else { return nil }
      items.append(item)
      skipBlanks(newlines: false)
    } while current == UInt8(ascii: ",")
    return Statement(.print(items), range: SourceRange(start, items[items.count - 1].range.upper))
  }

  /// Whether three digits stand right behind the comma here.
  private var isThousands: Bool {
    current == UInt8(ascii: ",") && bytes[(position + 1)...].prefix(while: Vocabulary.isDigit).count == 3
  }

  private mutating func conditionStatement(from start: Int) -> Statement? {
    var branches: [(condition: Expression?, body: Block)] = []
    guard let condition = expression(), let body = requiredBlock() else { return nil }
    branches.append((condition, body))
    while true {
      let before = position
      skipBlanks(newlines: false)
      guard wordAhead().text == "else" else {
        position = before
        break
      }
      position = wordAhead().end
      skipBlanks(newlines: false)
      guard wordAhead().text == "if" else {
        guard let body = requiredBlock() else { return nil }
        branches.append((nil, body))
        break
      }
      position = wordAhead().end
      guard let condition = expression(), let body = requiredBlock() else { return nil }
      branches.append((condition, body))
    }
    return Statement(
      .condition(branches), range: SourceRange(start, branches[branches.count - 1].body.range.upper))
  }

  /// After `let NAME =`, a word followed by a word, string, number or option is a command; a lone word is a
  /// value if one has that name, else a verb; all else is an expression.
  private mutating func letStatement(from start: Int) -> Statement? {
    guard let name = name("a name after 'let'"), expectEquals(in: "let \(name.text)") else { return nil }
    skipBlanks(newlines: false)
    let (word, end) = wordAhead()
    guard Vocabulary.isName(word), !Vocabulary.reserved.contains(word), Vocabulary.flags[word] == nil,
      bytes[safe: end] != UInt8(ascii: "(")
    else {
      guard let value = expression() else { return nil }
      return Statement(.letValue(name, value), range: SourceRange(start, value.range.upper))
    }
    switch follower(of: end) {
    case .nothing:
      let range = SourceRange(position, end)
      position = end
      let command = Command(verb: Name(word, range: range), arguments: [], blocks: [], range: range)
      return Statement(
        .letWord(name, command, Expression(.name(word), range: range)), range: SourceRange(start, end))
    case .argument:
      guard let command = command() else { return nil }
      return Statement(.letCommand(name, command), range: SourceRange(start, command.range.upper))
    case .operation:
      guard let value = expression() else { return nil }
      return Statement(.letValue(name, value), range: SourceRange(start, value.range.upper))
    }
  }
}
