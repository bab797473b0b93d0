internal import Diagnostics

/// What to type instead of what other languages write.
extension Scanner {
  /// For what stands behind a whole statement.
  func hintBehind(_ statement: Statement?) -> String? {
    switch current {
    case UInt8(ascii: "["): return "Write the bracket right behind what it picks from: losses[0]"
    case UInt8(ascii: "%"): return "There is no operator for the remainder of a division."
    case UInt8(ascii: "="): return "Equal is '=='."
    case UInt8(ascii: "&"): return "That both hold is written with 'and'."
    case UInt8(ascii: "|"): return "That one of two holds is written with 'or'."
    case UInt8(ascii: ")"), UInt8(ascii: "]"): return "Nothing is open that it could close."
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
    switch (bytes[safe: position - 1], current) {
    case (UInt8(ascii: "<"), UInt8(ascii: ">")): return "Unequal is '!='."
    case (UInt8(ascii: "/"), UInt8(ascii: "/")): return "For the whole part of a quotient: floor(a / b)"
    case (UInt8(ascii: "+"), UInt8(ascii: "+")), (UInt8(ascii: "-"), UInt8(ascii: "-")):
      return "To count: let n = n + 1"
    case (_, UInt8(ascii: "!")): return "That something doesn't hold is written with 'not'."
    case (_, UInt8(ascii: "+")): return "A number above 0 has no sign."
    default: break
    }
    guard current == UInt8(ascii: "'") else { return nil }
    let line = bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }
    guard let end = line.firstIndex(of: UInt8(ascii: "'")) else { return "Texts stand in double quotes." }
    let text = slice(position + 1, end)
    return text.contains("\"") ? "Texts stand in double quotes." : "Texts stand in double quotes: \"\(text)\""
  }

  /// For what no command begins with.
  func hintForVerb() -> String? {
    if let hint = hintForValue() { return hint }
    let (word, _) = wordAhead()
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, Vocabulary.isName(String(parts[0])) else { return nil }
    let name = Vocabulary.isFreeName(String(parts[0])) ? String(parts[0]) : "x"
    return "To keep a value: let \(name) = \(parts[1].isEmpty ? "…" : parts[1]); equal is '=='."
  }

  /// For a word that begins like a number and is none.
  static func hintForNumber(_ text: String) -> String? {
    if text.contains("...") || text.ranges(of: "..").count > 1 {
      return "A range has two dots and two ends: 1..3"
    }
    let plain = text.filter { $0 != "_" }
    if plain != text, plain.utf8.allSatisfy(Vocabulary.isDigit) {
      return "Numbers are written without separators: \(plain)"
    }
    return text.last == "." ? "Digits stand behind the point: \(text)0" : nil
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
