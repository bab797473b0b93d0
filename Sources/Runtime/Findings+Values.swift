internal import Declarations
internal import Diagnostics
internal import Syntax

/// What is wrong with values, conditions and files that a script reads.
extension Findings {
  /// - Parameter meaning: What has the name instead of a value.
  static func unknownValue(
    _ name: String, is meaning: ResolvedName? = nil, known: [String], isVerb: Bool = false,
    at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    if case .workspace(let role) = meaning {
      return notAValue(name, role, at: range, in: source)
    }
    if Vocabulary.lastResult.contains(name) { return noLast(name, at: range, in: source) }
    return Diagnostic(
      "there is no value '\(name)'.",
      hint: logical(name) ?? Suggestion.phrase(for: name, among: known)
        ?? (isVerb ? "It is a command; write a text in quotes: \"\(name)\"." : nil)
          ?? (Vocabulary.isFreeName(name) ? "Define it: let \(name) = …, or write a text in quotes." : nil)
            ?? "Write a text in quotes: \"\(name)\"",
      at: range,
      in: source)
  }
  static func noLast(_ name: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "'\(name)' is the last result at the prompt, and there is none.",
      hint: "In a script, give a result a name: let r = evaluate MODEL", at: range, in: source)
  }
  /// A lone word behind `let NAME =`, which could be either.
  static func unknownWord(
    _ word: String, is meaning: ResolvedName? = nil, known: [String], at range: SourceRange,
    in source: SourceText
  ) -> Diagnostic {
    if case .workspace(let role) = meaning {
      return notAValue(word, role, at: range, in: source)
    }
    if Vocabulary.lastResult.contains(word) { return noLast(word, at: range, in: source) }
    return Diagnostic(
      "there is no value and no command '\(word)'.",
      hint: logical(word) ?? Suggestion.phrase(for: word, among: known)
        ?? "Write a text in quotes: \"\(word)\"", at: range, in: source)
  }
  static func notAValue(
    _ name: String, _ role: NameRole, at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    let command = role == .model ? "summary" : "describe"
    return Diagnostic(
      "'\(name)' is a \(Wording.role(role)), not a value.",
      hint: "It stands in commands, without '$': \(command) \(name)", at: range, in: source)
  }
  /// The words of other languages for yes and no.
  static func logical(_ name: String) -> String? {
    switch name.lowercased() {
    case "true": "Write 'true' or 'yes'."
    case "false": "Write 'false' or 'no'."
    default: nil
    }
  }
  static func unknownField(_ name: String, known: [String], at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic(
      "this result has no field '\(name)'.",
      hint: Aliases.phrase(for: name, kind: "field", among: known)
        ?? "Its fields are: \(known.joined(separator: " ")).",
      at: range,
      in: source)
  }
  static func nothingToUndo(at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "there is nothing to undo.", hint: "The last \(Environment.undoDepth) changes of a session are kept.",
      at: range, in: source)
  }
  static func operand(
    _ symbol: String, _ expected: String, _ found: Value, at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    // A number that isn't whole is told, since its kind says nothing.
    let isFraction = if case .number = found { expected.hasPrefix("a whole") } else { false }
    let shown = isFraction ? found.plainText : found.kindName
    return Diagnostic("'\(symbol)' needs \(expected), found \(shown).", at: range, in: source)
  }
  static func mismatch(
    _ symbol: String, _ first: Value, _ second: Value, at range: SourceRange, in source: SourceText
  )
    -> Diagnostic
  {
    Diagnostic("'\(symbol)' can't join \(first.kindName) and \(second.kindName).", at: range, in: source)
  }
  static func valueTooLarge(at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "this value has more than \(Spelling.count(ValueSize.limit)) items and characters.",
      hint: "Does a loop add to it in each round?", at: range, in: source)
  }
  static func valueTooDeep(at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "these lists are nested deeper than \(ValueSize.depthLimit) levels.",
      hint: "Does a loop add to it in each round?",
      at: range, in: source)
  }
  static func noItems(_ value: Value, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "\(value.kindName) has no items to pick from.", hint: "Lists have: [0.1, 0.2][0]", at: range, in: source
    )
  }
  static func noItem(_ place: Int, of count: Int, at range: SourceRange, in source: SourceText) -> Diagnostic
  {
    Diagnostic(
      "there is no item \(place): the list has \(count).",
      hint: count == 0
        ? nil : "Items are counted from 0 to \(count - 1), or from the end by -1 to -\(count).",
      at: range, in: source)
  }
  static func noFields(_ value: Value, field: String, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic(
      "\(value.kindName) has no fields, so there is no '\(field)'.",
      hint: "Keep a result: let r = evaluate MODEL", at: range,
      in: source)
  }
  static func resultInText(_ text: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    let name = text.prefix { $0 != ":" }.filter { $0 != "$" && $0 != "(" && $0 != ")" && $0 != " " }
    return Diagnostic(
      "'\(text)' is a whole result, not a value.", hint: "Name a field in parentheses: $(\(name).accuracy)",
      at: range,
      in: source)
  }
  static func resultInProse(_ text: String, fields: [String], at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic(
      "'\(text)' is a whole result, and prose takes one value.",
      hint: fields.first.map { "For example: `=\(text).\($0)`" },
      at: range, in: source)
  }
  static func rowsInProse(
    _ text: String, of base: String?, fields: [String], at range: SourceRange, in source: SourceText
  )
    -> Diagnostic
  {
    let example = base.flatMap { base in fields.first.map { "For example: `=\(base).\($0)`. " } } ?? ""
    return Diagnostic(
      "'\(text)' is a list of entries, and prose takes one value.",
      hint: example + "The block that made it shows them all.", at: range, in: source)
  }
  static func assertionFailed(
    _ condition: String, values: String, at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    Diagnostic(
      "the assertion doesn't hold: \(condition)", hint: values.isEmpty ? nil : "Found \(values).", at: range,
      in: source)
  }
  static func condition(_ keyword: String, _ found: Value, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic("'\(keyword)' needs yes or no, found \(found.kindName).", at: range, in: source)
  }
  static func loopValues(_ found: Value, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "'for' needs a list, found \(found.kindName).", hint: "Write it as \(listed(found)).", at: range,
      in: source)
  }
  /// The list that was probably meant.
  private static func listed(_ value: Value) -> String {
    if case .number(let count) = value, count == count.rounded(), count >= 1 {
      return "1..\(Spelling.number(count))"
    }
    guard case .range(let lower, let upper) = value, lower == lower.rounded(), upper > lower,
      let first = Int(exactly: lower)
    else { return "[0.1, 0.01]" }
    let whole = (0..<10).map { Double(first) + Double($0) }.filter { $0 <= upper }
    let isCut = upper >= Double(first) + 10
    return "[" + whole.map(Spelling.number).joined(separator: ", ") + (isCut ? ", …]" : "]")
  }
  /// A list of names where texts were meant: `for m in [net, sv]`.
  static func quoted(_ items: [Expression], _ finding: Diagnostic, in source: SourceText) -> Diagnostic {
    var names: [String] = []
    for item in items {
      guard case .name(let name) = item.kind else { return finding }
      names.append("\"\(name)\"")
    }
    guard items.contains(where: { $0.range == finding.range }) else { return finding }
    var finding = finding
    finding.hint = "Write names as texts: [\(names.joined(separator: ", "))]"
    return finding
  }
  static func sourceUnreadable(_ path: String, reason: String, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic("the script '\(path)' can't be read: \(reason).", at: range, in: source)
  }
  static func sourceCycle(_ path: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("the script '\(path)' sources itself, directly or through others.", at: range, in: source)
  }
  static func unwritable(_ reason: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(reason, at: range, in: source)
  }
  /// A parameter of the command line that no script has: it stands there, and nowhere in the script.
  static func unknownOverride(_ name: String, known: [String]) -> Diagnostic {
    let list =
      known.isEmpty
      ? "It declares none; add: param \(Wording.name(name)) = VALUE"
      : "It declares: \(known.joined(separator: " "))."
    let near = Aliases.phrase(for: name, kind: "parameter", among: known)
    return Diagnostic(
      "the script declares no parameter '\(name)'.",
      hint: [near, list].compactMap { $0 }.joined(separator: " "),
      at: SourceRange(0, name.utf8.count), in: SourceText(name: "--set", text: name))
  }
}
