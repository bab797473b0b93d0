internal import Declarations
internal import Diagnostics
internal import Syntax

/// What is wrong with calls of functions, and with formats.
extension Findings {
  /// - Parameter verbs: The commands that there are, which may be meant.
  static func unknownFunction(
    _ name: String, verbs: [String] = [], at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    Diagnostic(
      "there is no function '\(name)'.", hint: instead(of: name, verbs: verbs), at: range, in: source)
  }

  private static func instead(of name: String, verbs: [String]) -> String {
    let known = Function.allCases.map(\.rawValue)
    let list = "The functions are: \(known.joined(separator: " "))."
    if ["pow", "power"].contains(name.lowercased()) { return "Powers are written x^2. \(list)" }
    if let verb = Aliases.own(for: name, among: verbs) ?? (verbs.contains(name) ? name : nil) {
      return verb == "quit"
        ? "Type quit." : "A command has no parentheses: 'help \(verb)' shows how it is typed."
    }
    let near = Aliases.phrase(for: name, kind: "function", among: known)
    return [near, list].compactMap { $0 }.joined(separator: " ")
  }

  static func formatted(_ found: Value, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("a format needs a number, found \(found.kindName).", at: range, in: source)
  }

  /// A line of a block that is written as a call.
  static func itemCalled(
    _ name: Name, of block: CommandDeclaration.BlockDeclaration, verb: String, in source: SourceText
  ) -> Diagnostic {
    let known = block.items.map(\.name)
    let word = known.first { $0 == name.text.lowercased() } ?? Aliases.own(for: name.text, among: known)
    guard let item = block.items.first(where: { $0.name == word }) else {
      return unknownItem(
        name.text, kind: block.itemName, verb: verb, known: known, at: name.range, in: source)
    }
    return Diagnostic(
      "a \(block.itemName) has no parentheses around its arguments.", hint: "For example: \(item.example)",
      at: name.range, in: source)
  }

  /// - Parameter range: Of the first argument that is too many, or of the whole call.
  static func argumentCount(
    _ function: Function, found: Int, at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    let what = function == .len ? "value" : "number"
    let count = found == 0 ? "none" : Spelling.counted(found, what)
    return Diagnostic(
      "'\(function.rawValue)' takes \(function.takes), found \(count).", at: range, in: source)
  }

  static func outOfRange(
    _ function: Function, found: Double, at range: SourceRange, in source: SourceText
  ) -> Diagnostic {
    Diagnostic(
      "'\(function.rawValue)' takes \(function.takes), found \(Spelling.number(found)).", at: range,
      in: source)
  }

  static func digits(_ found: Double, at range: SourceRange, in source: SourceText) -> Diagnostic {
    Diagnostic("'round' takes 0 to 15 digits, found \(Spelling.number(found)).", at: range, in: source)
  }

  static func rangeTooLong(_ first: Double, _ last: Double, at range: SourceRange, in source: SourceText)
    -> Diagnostic
  {
    Diagnostic(
      "'range' goes up by at most \(Spelling.count(Function.longestRange)), found "
        + "\(Spelling.number(first)) to \(Spelling.number(last)).", at: range, in: source)
  }
}
