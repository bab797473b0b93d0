public import Declarations
internal import Diagnostics
internal import Syntax

/// What a binder asks about the world: the value of an expression, and what names stand for.
protocol Resolver {
  /// Nil where only running can tell.
  func value(of expression: Expression) throws(Diagnostic) -> Value?
  /// The value, or where only running can tell it, another one of its kind; nil where the kind isn't known
  /// either.
  func shape(of expression: Expression) throws(Diagnostic) -> Value?
  /// What a name stands for, or nil when nothing has it.
  func meaning(of name: String) -> ResolvedName?
  /// The names that could have been meant.
  func names(for role: NameRole) -> [String]
}

/// What a name stands for.
public enum ResolvedName: Sendable, Hashable {
  case workspace(NameRole)
  /// The result of a command with this verb.
  case result(verb: String)
  case value

  var description: String {
    switch self {
    case .workspace(let role): "a \(Wording.role(role))"
    case .result: "a result"
    case .value: "a value"
    }
  }
}

/// Binds a command by its declaration: which argument belongs to which parameter, of which kind, within
/// which limits.
struct Binder {
  let source: SourceText
  let resolver: any Resolver
  var findings: [Diagnostic] = []
  /// Whose arguments are bound, for messages: "'train'".
  private(set) var owner = ""
  private(set) var parameters: [Parameter] = []
  /// The parts of the text that stood for values, those values, and what gave them.
  var replacements: [(range: SourceRange, text: String, expression: Expression)] = []

  /// The words that were typed in the place of others, and what the record keeps for them.
  private(set) var renames: [(range: SourceRange, text: String)] = []

  init(source: SourceText, resolver: any Resolver) {
    self.source = source
    self.resolver = resolver
  }

  /// The bound arguments and their places. With findings, what could be bound.
  mutating func bind(
    _ command: Command, to parameters: [Parameter], owner: String, usage: String
  ) -> (arguments: Arguments, places: [String: SourceRange]) {
    self.owner = owner
    self.parameters = parameters
    var binding = PartialBinding(parameters, usage: usage)
    for (index, argument) in command.arguments.enumerated() {
      binding.next = command.arguments.dropFirst(index + 1).first
      switch argument.kind {
      case .preposition(let word): bind(word, argument, &binding)
      case .option(let name, let value): bind(name, value, argument, &binding)
      default: bind(argument, &binding)
      }
      if binding.isCut { break }
    }
    if let pending = binding.pending, !binding.isCut {
      findings.append(Findings.nothingAfter(source.slice(pending.range), at: pending.range, in: source))
    }
    for (name, items) in binding.collected where !binding.incomplete.contains(name) {
      binding.values[name] = .list(items)
    }
    let given = Set(binding.places.keys)
    fillIn(&binding, at: command.verb.range)
    return (Arguments(binding.values, given: given), binding.places)
  }
}

extension Binder {
  /// For a word that a parameter doesn't take: the name of a value where the value itself was meant, as in
  /// 'epochs=n', what there isn't, or a word that is near.
  func hint(for word: String, _ parameter: Parameter, among choices: [String]) -> String? {
    if case .value? = resolver.meaning(of: word) {
      let option = parameter.placement == .option ? parameter.name + "=" : ""
      return "The value of '\(word)' is written with a dollar sign: \(option)$\(word)"
    }
    return (choices.isEmpty ? nil : Aliases.absence(of: word, among: choices))
      ?? Suggestion.phrase(for: word, among: choices)
  }

  /// The word that is meant by one that was typed: itself, or the one that the record keeps in its place.
  mutating func canonical(_ word: String, at range: SourceRange, among known: [String]) -> String {
    guard !known.contains(word), let own = Aliases.accepted(word, among: known) else { return word }
    if source.slice(range) == word { renames.append((range, own)) }
    return own
  }

  /// What the record has in the place of parts of the text from some replacement and some rename on.
  func recorded(from replacement: Int, _ rename: Int) -> [(SourceRange, String)] {
    replacements[replacement...].map { ($0.range, $0.text) } + renames[rename...].map { ($0.range, $0.text) }
  }
}

extension SourceText {
  /// The text of a range with parts of it replaced.
  func replacing(_ replacements: [(SourceRange, String)], in range: SourceRange) -> String {
    var text = ""
    var position = range.lower
    for (place, replacement) in replacements.sorted(by: { $0.0.lower < $1.0.lower })
    where place.lower >= position && place.upper <= range.upper {
      text += slice(SourceRange(position, place.lower)) + replacement
      position = place.upper
    }
    return text + slice(SourceRange(position, range.upper))
  }
}
