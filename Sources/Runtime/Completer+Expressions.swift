internal import Diagnostics
internal import Syntax

/// What may stand in an expression: names, functions, and the fields of results.
extension Completer {
  /// What may stand at the cursor, and how much of the prefix stays before it: `2*r.` of `2*r.acc`.
  func expression(_ context: CompletionContext, _ text: String) -> (head: String, [Candidate]) {
    let before = Array(text.utf8.prefix(context.start + context.prefix.utf8.count))
    let start = before.count - before.reversed().prefix(while: Vocabulary.isNamePart).count
    let head = String(decoding: before[min(context.start, start)..<start], as: UTF8.self)
    if before[..<start].last == UInt8(ascii: "."), before[..<start].dropLast().last != UInt8(ascii: ".") {
      return (head, fields(of: before[..<(start - 1)]))
    }
    return (head, Self.takesValue(behind: before[..<start]) ? values() + functions : [])
  }

  /// What `$` or `$(` begins within a string; nil where the cursor isn't behind one.
  func valueInString(_ context: CompletionContext, _ text: String) -> (head: String, [Candidate])? {
    guard context.isInString, let dollar = context.prefix.lastIndex(of: "$"),
      !context.prefix[..<dollar].hasSuffix("\\")
    else { return nil }
    let rest = context.prefix[dollar...].dropFirst()
    if rest.utf8.allSatisfy(Vocabulary.isNamePart) { return (String(context.prefix[...dollar]), values()) }
    let isOpen = rest.first == "(" && rest.count { $0 == "(" } > rest.count { $0 == ")" }
    return isOpen ? expression(context, text) : nil
  }

  /// The names of values and results.
  ///
  /// - Parameter goesOn: Whether more of an expression may follow.
  func values(goesOn: Bool = true) -> [Candidate] {
    let last = environment["it"] == nil || environment.names.contains("it") ? [] : ["it"]
    return (environment.names + last).compactMap { name in
      guard let value = environment[name]?.value else { return nil }
      let summary = name == last.first ? "the last result" : Self.summary(of: value)
      return Candidate(name, summary, goesOn: goesOn, trials: [])
    }
  }

  private var functions: [Candidate] {
    Vocabulary.functions.map { Candidate($0 + "(", LanguageHelp.topic($0)?.summary ?? "") }
  }

  /// What may stand behind `let NAME =`: a command that finds something out, or a value.
  func namedBeginnings() -> [Candidate] {
    let verbs = commands.declarations.filter { !$0.resultFields.isEmpty || $0.isSweep }
    return (verbs.map { Candidate($0.verb, $0.summary) } + values() + functions).sorted { $0.text < $1.text }
  }

  /// What begins a line that is an expression. Nothing is offered before a letter of it is typed: a line
  /// mostly begins with a command. So functions aren't where a command begins with the same letters.
  func values(beginning prefix: String, besides words: [Candidate]) -> [Candidate] {
    guard !prefix.isEmpty else { return [] }
    return values() + (words.contains { $0.text.hasPrefix(prefix) } ? [] : functions)
  }

  /// The fields of the result that stands at the end of a text: `r`, or an entry such as `r.history[0]`.
  private func fields(of text: ArraySlice<UInt8>) -> [Candidate] {
    var start = text.endIndex
    scan: while start > text.startIndex {
      switch text[start - 1] {
      // Behind the two points of 1..r it begins.
      case UInt8(ascii: ".") where text[..<(start - 1)].last == UInt8(ascii: "."): break scan
      case UInt8(ascii: "."): start -= 1
      case let byte where Vocabulary.isNamePart(byte): start -= 1
      case UInt8(ascii: "]"):
        guard let open = text[..<start].lastIndex(of: UInt8(ascii: "[")) else { break scan }
        start = open
      default: break scan
      }
    }
    let source = SourceText(typed: String(decoding: text[start...], as: UTF8.self))
    let evaluator = Evaluator(source: source, environment: environment)
    guard
      let expression = try? Parser.expression(source, in: SourceRange(0, source.bytes.count)),
      case .record(let record)? = (try? evaluator.evaluate(expression))?.value
    else { return [] }
    return record.fields.map { field in
      Candidate(field.name, Self.summary(of: Value(field.value)), goesOn: true, trials: [])
    }
  }

  private static func summary(of value: Value) -> String {
    switch value {
    case .list(let items): "a list of \(items.count)"
    case .record: "result"
    default: value.literal
    }
  }

  /// Whether a value may stand behind a text: not behind another one.
  private static func takesValue(behind text: ArraySlice<UInt8>) -> Bool {
    let whole = text[..<(text.endIndex - text.reversed().prefix { " \t\r\n".utf8.contains($0) }.count)]
    guard let last = whole.last else { return true }
    let word = String(
      decoding: whole.reversed().prefix(while: Vocabulary.isNamePart).reversed(), as: UTF8.self)
    guard word.isEmpty else {
      return ["and", "assert", "if", "in", "not", "or", "print"].contains(word) && whole.count < text.count
    }
    // The two points of 1..n; a colon begins a format.
    return "+-*/^<>=!([{,;.$".utf8.contains(last)
  }
}
