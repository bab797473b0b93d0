internal import Declarations
internal import Diagnostics
internal import Syntax

/// The wording of everything that the check, the binding and the evaluation find; one function a message.
enum Findings {
  /// - Parameters:
  ///   - meaning: What the word is a name of.
  ///   - isAssigned: Whether a single `=` follows.
  ///   - rest: What stands behind the word.
  static func unknownCommand(
    _ verb: String, is meaning: ResolvedName? = nil, isAssigned: Bool = false, rest: String = "",
    known: [String], at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    if isAssigned {
      // A data set or a model stays one.
      let name = meaning.map(\.isValueOrResult) == false ? "x" : Wording.name(verb, else: "x")
      return Diagnostic(
        "there is no command '\(verb)'.", hint: "To keep a value: let \(name) = …; equal is '=='.",
        at: range, in: source)
    }
    if meaning?.isValueOrResult == true, let sign = rest.first, "+-*/^".contains(sign) {
      let behind = rest.dropFirst().drop { $0 == " " }
      return Diagnostic(
        "there is no command '\(verb)'.",
        hint: behind.isEmpty ? "A value is expected behind '\(sign)'." : "Write \(verb) \(sign) \(behind)",
        at: range, in: source)
    }
    if case .workspace(let role) = meaning { return notAValue(verb, role, at: range, in: source) }
    if Vocabulary.lastResult.contains(verb) { return noLast(verb, at: range, in: source) }
    return Diagnostic(
      "there is no command '\(verb)'.",
      hint: verb == "while" && known.contains("for")
        ? "Repeat over a list: for x in [1, 2, 3] { … }"
        : logical(verb) ?? Aliases.phrase(for: verb, kind: "command", among: known)
          ?? "Type 'help' for the list of commands.",
      at: range, in: source)
  }
  static func unknownItem(
    _ name: String, kind: String, verb: String, known: [String], at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    let list = "The \(kind)s are: \(known.joined(separator: " "))."
    return Diagnostic(
      "there is no \(kind) '\(name)'.",
      hint: Aliases.absence(of: name, among: known).map { "\($0) \(list)" }
        ?? Aliases.phrase(for: name, kind: kind, among: known) ?? list,
      at: range,
      in: source)
  }
  static func onlyItems(kind: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("only \(kind)s can stand in this block.", at: range, in: source)
  }
  static func unknownOption(
    _ name: String, of owner: String, known: [String], at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    let list = known.isEmpty ? "It takes no options." : "Its options are: \(known.joined(separator: " "))."
    return Diagnostic(
      "\(owner) has no option '\(name)'.",
      hint: Aliases.phrase(for: name, kind: "option", among: known) ?? list, at: range,
      in: source)
  }
  static func sweepEmpty(at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "'sweep' needs an option with a list of values, and then the command to repeat.",
      hint: "For example: sweep rate=[0.1, 0.01] train MODEL on DATA", at: range, in: source)
  }
  static func sweepOther(_ verb: String, known: [String], at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic(
      "'sweep' can't repeat '\(verb)'.",
      hint: "It repeats \(known.map { "'\($0)'" }.joined(separator: ", ")).", at: range,
      in: source)
  }
  static func sweepValue(_ name: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "'\(name)' must be a list of the values to try, found '\(source.slice(range))'.",
      hint: "For example: \(name)=[0.1, 0.01]. What is the same each time stands behind the command.",
      at: range, in: source)
  }
  static func sweepRepeated(_ name: String, _ value: String, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic(
      "'\(name)' lists \(value) twice: both candidates would be the same.", hint: "Leave one of them out.",
      at: range, in: source)
  }
  static func sweepTooLarge(_ count: Int, limit: Int, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic(
      "the sweep would repeat its command "
        + "\(count == Int.max ? "countless" : Spelling.count(count)) times; at most "
        + "\(Spelling.count(limit)) are run.", at: range, in: source)
  }
  static func repeated(_ name: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("'\(name)' is given twice.", at: range, in: source)
  }
  static func unexpectedArgument(
    _ text: String, of owner: String, usage: String, hint: String?, at range: SourceRange,
    in source: SourceText
  )
    -> Diagnostic
  {
    Diagnostic(
      "\(owner) doesn't expect '\(text)' here.", hint: hint ?? "Usage: \(usage)", at: range, in: source)
  }
  static func unknownPreposition(
    _ word: String, of owner: String, usage: String, at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    Diagnostic("\(owner) takes no '\(word)'.", hint: "Usage: \(usage)", at: range, in: source)
  }
  static func nothingAfter(_ word: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("nothing stands after '\(word)'.", at: range, in: source)
  }
  static func missing(
    _ parameter: Parameter, of owner: String, usage: String, at range: SourceRange, in source: SourceText
  )
    -> Diagnostic
  {
    Diagnostic("\(owner) needs \(Wording.need(parameter)).", hint: "Usage: \(usage)", at: range, in: source)
  }
  static func wrongKind(
    _ parameter: String, expected: String, found: String, at range: SourceRange, in source: SourceText,
    hint: String? = nil
  ) -> Diagnostic {
    Diagnostic("'\(parameter)' must be \(expected), found \(found).", hint: hint, at: range, in: source)
  }
  /// A word that isn't one of those that can stand there.
  static func wrongWord(
    _ owner: String, expected: String, found: String, at range: SourceRange, in source: SourceText,
    hint: String?
  ) -> Diagnostic {
    Diagnostic("\(owner) takes \(expected) here, found \(found).", hint: hint, at: range, in: source)
  }
  static func blockMissing(
    _ owner: String, item: String, example: String?, at range: SourceRange, in source: SourceText
  )
    -> Diagnostic
  {
    Diagnostic(
      "\(owner) needs a block of \(item)s in braces.", hint: example.map { "For example: \($0)" }, at: range,
      in: source)
  }
  static func blockUnexpected(_ owner: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("\(owner) takes no block.", at: range, in: source)
  }
  static func blocksMissing(
    _ owner: String, count: Int, item: String, example: String, at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    Diagnostic(
      "\(owner) needs \(count == 1 ? "a block" : "\(count) blocks") of \(item)s in braces.",
      hint: "For example: \(example)",
      at: range, in: source)
  }
  static func tooManyBlocks(_ owner: String, most: Int, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic("\(owner) takes \(most == 1 ? "one block" : "at most \(most) blocks").", at: range, in: source)
  }
  static func misplaced(_ name: String, owner: String, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic("'\(name)' stands inside the block of '\(owner)' alone.", at: range, in: source)
  }
  /// - Parameter other: What can stand there besides names, as its parameter says it.
  static func unknownName(
    _ name: String, roles: [NameRole], known: [String], other: String? = nil, at range: SourceRange,
    in source: SourceText
  ) -> Diagnostic {
    if roles.contains(.result), Vocabulary.lastResult.contains(name) {
      return noLast(name, at: range, in: source)
    }
    let given = Wording.name(name)
    let create =
      switch roles.first {
      case _ where other != nil: "What can stand here: \(other ?? "")."
      case .model: "Define one: model \(given) cnn { … }"
      case .result: "Keep one: let \(given) = evaluate MODEL"
      case .any, .new, nil: "Type 'list' for the names that there are."
      case .data, .dataPart: "Load one: load SOURCE as \(given)"
      }
    return Diagnostic(
      "there is no \(Wording.roles(roles)) '\(name)'.",
      hint: Suggestion.phrase(for: name, among: known) ?? create, at: range,
      in: source)
  }

  static func wrongRole(
    _ name: String, is actual: String, expected: [NameRole], hint: String?, at range: SourceRange,
    in source: SourceText
  ) -> Diagnostic {
    Diagnostic(
      "'\(name)' is \(actual); expected a \(Wording.roles(expected)).", hint: hint, at: range, in: source)
  }

  static func noParts(_ name: String, is actual: String, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic(
      "'\(name)' is \(actual), which has no parts.", hint: "Write '\(name)' alone.", at: range, in: source)
  }

  static func unknownPart(_ part: String, of name: String, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic(
      "'\(name)' has no part '\(part)'.",
      hint: (Aliases.own(for: part, among: Wording.parts)
        ?? Suggestion.nearest(to: part, among: Wording.parts)).map { "Did you mean '\(name).\($0)'?" }
        ?? "Parts are: \(Wording.parts.joined(separator: " ")).",
      at: range, in: source)
  }
  static func partOfData(
    _ part: String, _ data: String, of owner: String, _ summary: String, at range: SourceRange,
    in source: SourceText
  ) -> Diagnostic {
    Diagnostic(
      "\(owner) takes a data set, and '\(part)' is a part of one.", hint: "Write '\(data)': \(summary).",
      at: range, in: source)
  }
  static func notAName(_ text: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "'\(text)' can't be a name.", hint: "A name is a letter or '_', then letters, digits and '_'.",
      at: range, in: source)
  }
  static func reservedName(_ text: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "'\(text)' is a word of the language and can't be a name.",
      hint: "Choose another name, such as '\(text == "_" ? "x" : text + "_1")'.", at: range, in: source)
  }
  static func loopVariable(_ name: String, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic(
      "'\(name)' is the variable of this loop, which can't be set inside the loop.",
      hint: "Choose another name.", at: range, in: source)
  }

  static func nameTaken(_ name: String, is actual: String, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic(
      "'\(name)' is \(actual) already.", hint: "Choose another name, or 'forget \(name)' first.", at: range,
      in: source)
  }
}
