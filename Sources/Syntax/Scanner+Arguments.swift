internal import Diagnostics

extension Scanner {
  /// A verb with its arguments and blocks.
  mutating func command() -> Command? {
    let start = position
    let (word, end) = wordAhead()
    guard Vocabulary.isName(word), !Vocabulary.prepositions.contains(word) else {
      report(Message.verbExpected(found: described(), hint: hintForVerb()), describedRange())
      return nil
    }
    position = end
    if current == UInt8(ascii: "(") {
      report(Message.expected("an argument", found: "'('", hint: hintForCall(of: word)), describedRange())
      return nil
    }
    let verb = Name(word, range: SourceRange(start, end))
    var arguments: [Argument] = []
    var blocks: [Block] = []
    var last = end
    while true {
      skipBlanks(newlines: false)
      guard let byte = current else { break }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "}")
        || byte == UInt8(ascii: "\r")
      {
        break
      }
      if byte == UInt8(ascii: "{") {
        guard let block = block() else { return nil }
        blocks.append(block)
        last = position
        continue
      }
      if !blocks.isEmpty { break }
      guard let argument = argument(after: arguments.last) else { return nil }
      arguments.append(argument)
      last = position
    }
    return Command(verb: verb, arguments: arguments, blocks: blocks, range: SourceRange(start, last))
  }

  private mutating func argument(after previous: Argument?) -> Argument? {
    guard let byte = current else { return nil }
    if byte == UInt8(ascii: "="), let previous, case .word(let text) = previous.kind, let name = text.literal
    {
      report(Message.blanksAroundEquals(name), SourceRange(previous.range.lower, position + 1))
      return nil
    }
    let start = position
    var nameEnd = position
    while nameEnd < bytes.count, Vocabulary.isNamePart(bytes[nameEnd]) { nameEnd += 1 }
    let isAssignment =
      bytes[safe: nameEnd] == UInt8(ascii: "=") && bytes[safe: nameEnd + 1] != UInt8(ascii: "=")
    if nameEnd > start, Vocabulary.isNameStart(bytes[start]), isAssignment {
      return option(name: Name(slice(start, nameEnd), range: SourceRange(start, nameEnd)))
    }
    let (word, end) = wordAhead()
    if Vocabulary.prepositions.contains(word) {
      position = end
      return Argument(.preposition(word), range: SourceRange(start, end))
    }
    return value()
  }

  private mutating func option(name: Name) -> Argument? {
    let isLowerCase = !name.text.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    guard isLowerCase || name.text == "C" else {
      report(Message.badOptionName(name.text), name.range)
      return nil
    }
    position = name.range.upper + 1
    if current == nil
      || Self.endsWord(bytes[position]) && current != UInt8(ascii: "\"") && current != UInt8(ascii: "[")
    {
      let equals = SourceRange(name.range.lower, position)
      if let sign = current, ",(".utf8.contains(sign) {
        report(Message.valueExpected(of: name.text, found: slice(position, position + 1)), equals)
        return nil
      }
      let isTouching = current == UInt8(ascii: ";")
      skipBlanks(newlines: false)
      let isAtEnd =
        current.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "}") } ?? true
      report(
        isAtEnd
          ? Message.optionWithoutValue(name.text, isSemicolon: isTouching)
          : Message.blanksAroundEquals(name.text), equals)
      return nil
    }
    guard let value = value() else { return nil }
    return Argument(.option(name, value), range: SourceRange(name.range.lower, position))
  }

  /// A string, a list, an interpolation or a word, which may be a literal.
  mutating func value() -> Argument? {
    guard let byte = current else { return nil }
    let start = position
    switch byte {
    case UInt8(ascii: "\""):
      guard let text = string() else { return nil }
      return Argument(.string(text), range: text.range)
    case UInt8(ascii: "["): return list()
    case UInt8(ascii: "]"), UInt8(ascii: ")"):
      report(Message.unexpectedClose(slice(start, start + 1)), SourceRange(start, start + 1))
      return nil
    case UInt8(ascii: "("), UInt8(ascii: ","):
      let hint = hintForSeparator()
      report(Message.expected("an argument", found: described(), hint: hint), SourceRange(start, start + 1))
      return nil
    default: return word()
    }
  }

  private mutating func word() -> Argument? {
    let start = position
    var pieces: [InterpolatedText.Piece] = []
    var plain = position
    while let byte = current, !Self.endsWord(byte) {
      if byte == UInt8(ascii: "\\"), isContinuation { break }
      guard byte == UInt8(ascii: "$") else {
        position += 1
        continue
      }
      if plain < position { pieces.append(.text(slice(plain, position))) }
      guard let piece = interpolation() else { return nil }
      pieces.append(piece)
      plain = position
    }
    if plain < position { pieces.append(.text(slice(plain, position))) }
    let range = SourceRange(start, position)
    let text = InterpolatedText(pieces: pieces, range: range)
    if pieces.count == 1, case .value(let expression, _) = pieces[0] {
      return Argument(.interpolation(expression), range: range)
    }
    guard let literal = text.literal else { return Argument(.word(text), range: range) }
    do throws(Literal.Problem) {
      switch try Literal.read(literal) {
      case nil: return Argument(.word(text), range: range)
      case .number(let number): return Argument(.number(number), range: range)
      case .percent(let number): return Argument(.percent(number), range: range)
      case .duration(let seconds): return Argument(.duration(seconds), range: range)
      case .angle(let degrees): return Argument(.angle(degrees), range: range)
      case .size(let size): return Argument(.size(size), range: range)
      case .range(let lower, let upper): return Argument(.range(lower, upper), range: range)
      }
    } catch {
      report(error == .overflow ? Message.overflow(literal) : Message.descending(literal), range)
      return nil
    }
  }

  /// Whether the `\` here ends its line.
  private var isContinuation: Bool {
    peek() == nil || peek() == UInt8(ascii: "\n")
      || (peek() == UInt8(ascii: "\r") && peek(2) == UInt8(ascii: "\n"))
  }

  private mutating func list() -> Argument? {
    let start = position
    position += 1
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      report(Message.depth(Self.depthLimit), SourceRange(start, position))
      return nil
    }
    var items: [Argument] = []
    while true {
      skipBlanks(newlines: true)
      guard let byte = current else {
        reportOpen(Message.open("["), SourceRange(start, start + 1))
        return Argument(.list(items), range: SourceRange(start, position))
      }
      if byte == UInt8(ascii: "]"), items.isEmpty || bytes[start..<position].last != UInt8(ascii: ",") {
        position += 1
        return Argument(.list(items), range: SourceRange(start, position))
      }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: ",") {
        report(Message.expected("an item of the list", found: described()), describedRange())
        return nil
      }
      if byte == UInt8(ascii: ";") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
        report(Message.open("["), SourceRange(start, start + 1))
        return nil
      }
      guard let item = value() else { return nil }
      items.append(item)
      skipBlanks(newlines: true)
      if current == UInt8(ascii: ",") {
        position += 1
      } else if let byte = current, byte != UInt8(ascii: "]") {
        report(Message.expected("',' or ']'", found: described()), describedRange())
        return nil
      }
    }
  }

  /// A string at its first quote; nil after a finding.
  mutating func string() -> InterpolatedText? {
    let start = position
    position += 1
    var pieces: [InterpolatedText.Piece] = []
    var plain: [UInt8] = []
    func flushed() -> [InterpolatedText.Piece] {
      plain.isEmpty ? [] : [.text(String(decoding: plain, as: UTF8.self))]
    }
    while let byte = current, byte != UInt8(ascii: "\n") {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return InterpolatedText(pieces: pieces + flushed(), range: SourceRange(start, position))
      case UInt8(ascii: "\\"):
        switch peek() {
        case UInt8(ascii: "n"): plain.append(UInt8(ascii: "\n"))
        case let escaped?
        where escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") || escaped == UInt8(ascii: "$"):
          plain.append(escaped)
        case UInt8(ascii: "\r") where peek(2) == UInt8(ascii: "\n"), nil, UInt8(ascii: "\n"):
          report(Message.stringNotClosed(), SourceRange(start, position + 1))
          return nil
        default:
          let character =
            source.slice(SourceRange(position + 1, min(bytes.count, position + 5))).first.map(String.init)
            ?? ""
          report(Message.escape(character), SourceRange(position, position + 1 + character.utf8.count))
          return nil
        }
        position += 2
      case UInt8(ascii: "$"):
        pieces += flushed()
        plain = []
        guard let piece = interpolation() else { return nil }
        pieces.append(piece)
      default:
        plain.append(byte)
        position += 1
      }
    }
    report(Message.stringNotClosed(), SourceRange(start, max(start + 1, position)))
    return nil
  }
}
