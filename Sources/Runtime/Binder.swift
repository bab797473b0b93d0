public import Declarations
internal import Diagnostics
internal import Syntax

/// What a binder asks about the world: the value of an expression, and what names stand for.
protocol Resolver {
  /// Nil where only running can tell.
  func value(of expression: Expression) throws(Diagnostic) -> Value?
  /// What a name stands for, or nil when nothing has it.
  func meaning(of name: String) -> ResolvedName?
  /// The names that could have been meant.
  func names(for role: NameRole) -> [String]
  var reservedVerbs: Set<String> { get }
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

/// Holds a command against its declaration: which argument belongs to which parameter, of which kind, within
/// which limits.
struct Binder {
  let source: SourceText
  let resolver: any Resolver
  var findings: [Diagnostic] = []
  /// Whose arguments are bound, for messages: "'train'".
  private(set) var owner = ""
  /// The parts of the text that stood for values, those values, and what gave them.
  var replacements: [(range: SourceRange, text: String, expression: Expression)] = []

  init(source: SourceText, resolver: any Resolver) {
    self.source = source
    self.resolver = resolver
  }

  /// The bound arguments and their places. With findings, what could be bound.
  mutating func bind(
    _ command: Command, to parameters: [Parameter], owner: String, usage: String
  ) -> (arguments: Arguments, places: [String: SourceRange]) {
    self.owner = owner
    var values: [String: ArgumentValue] = [:]
    var places: [String: SourceRange] = [:]
    var waiting = parameters.filter { $0.placement == .positional }[...]
    let variadic = parameters.first { $0.placement == .variadic }
    var collected: [String: [ArgumentValue]] = [:]
    var pending: (parameter: Parameter, range: SourceRange)?
    var rest: Parameter?
    // Lists of which only running tells a part.
    var incomplete: Set<String> = []

    // Set where what follows can't be told any more. Defaults are still filled in: whoever looks at a command
    // with findings may ask for anything that is declared.
    var isCut = false
    reading: for argument in command.arguments {
      switch argument.kind {
      case .preposition(let word):
        if let open = pending {
          if case .name(.new) = open.parameter.kind {
            findings.append(Findings.reservedName(word, isVerb: false, at: argument.range, in: source))
            isCut = true
            break reading
          }
          findings.append(Findings.nothingAfter(source.slice(open.range), at: open.range, in: source))
        }
        pending = nil
        rest = nil
        if let parameter = parameters.first(where: { $0.placement == .preposition(word) }) {
          if places[parameter.name] != nil {
            findings.append(Findings.repeated(word, at: argument.range, in: source))
          }
          pending = (parameter, argument.range)
        } else if let parameter = parameters.first(where: { $0.placement == .variadicPreposition(word) }) {
          pending = (parameter, argument.range)
          rest = parameter
        } else {
          findings.append(
            Findings.unknownPreposition(word, of: owner, usage: usage, at: argument.range, in: source))
          isCut = true
          break reading
        }
      case .option(let name, let value):
        guard let parameter = parameters.first(where: { $0.placement == .option && $0.name == name.text })
        else {
          let known = parameters.filter { $0.placement == .option }.map(\.name)
          findings.append(
            Findings.unknownOption(name.text, of: owner, known: known, at: name.range, in: source))
          continue
        }
        if places[name.text] != nil {
          findings.append(Findings.repeated(name.text, at: argument.range, in: source))
          continue
        }
        places[name.text] = value.range
        values[name.text] = convert(value, for: parameter)
      default:
        let parameter: Parameter
        if let given = pending?.parameter ?? rest {
          parameter = given
          pending = nil
        } else if let next = waiting.first(where: { $0.isRequired || accepts(argument, $0) }) {
          waiting = waiting.drop { $0.name != next.name }.dropFirst()
          parameter = next
        } else if let variadic {
          parameter = variadic
        } else {
          // A misspelt word for an optional argument is better judged against that argument.
          if let optional = waiting.first, case .choice = optional.kind {
            _ = convert(argument, for: optional)
          } else {
            let text = source.slice(argument.range)
            findings.append(
              Findings.unexpectedArgument(text, of: owner, usage: usage, at: argument.range, in: source))
          }
          isCut = true
          break reading
        }
        let value = convert(argument, for: parameter)
        places[parameter.name] = places[parameter.name].map { $0.union(argument.range) } ?? argument.range
        switch parameter.placement {
        case .variadic, .variadicPreposition:
          if let value {
            collected[parameter.name, default: []].append(value)
          } else {
            incomplete.insert(parameter.name)
          }
        default: values[parameter.name] = value
        }
      }
    }
    if let pending, !isCut {
      findings.append(Findings.nothingAfter(source.slice(pending.range), at: pending.range, in: source))
    }
    for (name, items) in collected where !incomplete.contains(name) { values[name] = .list(items) }
    let given = Set(places.keys)
    // One that is missing has its place taken by the wrong word.
    let hasWrongWord = parameters.contains { parameter in
      guard parameter.placement == .positional, case .choice = parameter.kind else { return false }
      return places[parameter.name].map { place in findings.contains { $0.range == place } } ?? false
    }
    for parameter in parameters where places[parameter.name] == nil {
      if let value = parameter.defaultValue {
        values[parameter.name] = value
      } else if parameter.isRequired, !isCut, pending?.parameter.name != parameter.name,
        !(parameter.placement == .positional && hasWrongWord)
      {
        findings.append(
          Findings.missing(parameter, of: owner, usage: usage, at: command.verb.range, in: source))
      }
    }
    return (Arguments(values, given: given), places)
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
