internal import Diagnostics

/// What to type instead of what other languages write.
extension Scanner {
  /// For what stands behind a whole statement.
  func hintBehind(_ statement: Statement?) -> String? {
    switch current {
    case UInt8(ascii: "["): return "Write the bracket right behind what it picks from: losses[0]"
    case UInt8(ascii: "%"): return "There is no operator for the remainder of a division."
    case UInt8(ascii: "="): return "Equal is '=='."
    default: break
    }
    guard case .print? = statement?.kind, let range = statement?.range else { return nil }
    let (word, _) = wordAhead()
    let values = slice(range.lower, range.upper)
    guard !word.isEmpty, !values.contains("\n"), values.count + word.count < 60 else {
      return "Put a comma between values."
    }
    return "Put a comma between values: \(values), \(word)"
  }

  /// For a place where a value was expected.
  func hintForValue() -> String? {
    guard current == UInt8(ascii: "'") else { return nil }
    let line = bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }
    guard let end = line.firstIndex(of: UInt8(ascii: "'")) else { return "Texts stand in double quotes." }
    let text = slice(position + 1, end)
    return text.contains("\"") ? "Texts stand in double quotes." : "Texts stand in double quotes: \"\(text)\""
  }

  /// For a comma inside a number: `1,000`.
  func hintForSeparator() -> String? {
    guard current == UInt8(ascii: ",") else { return nil }
    func belongs(_ byte: UInt8) -> Bool { Vocabulary.isDigit(byte) || byte == UInt8(ascii: ",") }
    let start = position - bytes[..<position].reversed().prefix(while: belongs).count
    let end = position + bytes[position...].prefix(while: belongs).count
    let number = slice(start, end).filter { $0 != "," }
    guard start < position, end > position + 1 else { return nil }
    return "Numbers are written without separators: \(number)"
  }

  /// For `exit()`: a parenthesis right behind a verb.
  func hintForCall(of verb: String) -> String {
    ["exit", "quit", "bye"].contains(verb)
      ? "Type quit." : "Arguments stand behind a command without parentheses; 'help' lists the commands."
  }

  /// For a text without quotes behind a word of the language.
  func hintForString(of keyword: String) -> String? {
    let rest = bytes[position...].prefix { !"\n\r;}\"'\\".utf8.contains($0) }
    var text = String(decoding: rest, as: UTF8.self)
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text.isEmpty || text.count > 60 ? "For example: \(keyword) \"TEXT\"" : "\(keyword) \"\(text)\""
  }

  /// For `${r.accuracy}` at its brace.
  func hintForBraces() -> String? {
    guard current == UInt8(ascii: "{") else { return nil }
    let inner = bytes[(position + 1)...].prefix { !"\n\"}".utf8.contains($0) }
    guard !inner.isEmpty, bytes[safe: inner.endIndex] == UInt8(ascii: "}") else { return nil }
    return "Write $(\(String(decoding: inner, as: UTF8.self)))."
  }
}

extension ArraySlice {
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
