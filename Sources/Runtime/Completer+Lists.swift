internal import Declarations
internal import Syntax

/// Lists of values, and the options of a sweep, which takes such lists.
extension Completer {
  /// What may stand in a sweep before the command that it repeats: options that take lists, and that command.
  func swept(_ words: [String]) -> [Candidate] {
    let hasList = words.contains { $0.contains("=") }
    let given = Self.options(words, among: sweepable)
    return (hasList ? repeatable.map { Candidate($0.verb, $0.summary) } : [])
      + sweepable.filter { !given.contains($0.name) }.map { Candidate($0.name + "=[", Help.describe($0)) }
  }

  /// The values among which a sweep can vary an option.
  func varied(_ list: CompletionContext.OpenList) -> [Candidate] {
    Self.option(list.option, among: sweepable).map { items(of: $0, $0.kind, without: list.items) } ?? []
  }

  private var repeatable: [CommandDeclaration] { commands.declarations.filter { $0.sweep != nil } }

  /// The options that a sweep can vary.
  private var sweepable: [Parameter] {
    repeatable.flatMap { declaration in
      declaration.parameters.filter { option in
        option.placement == .option && option.name != declaration.sweep?.mark
          && declaration.sweep?.fixed.contains(option.name) != true
      }
    }
  }

  /// What may stand in a list of values of a kind; each stands there once. Where anything of a form may
  /// stand, what is expected is said.
  ///
  /// - Parameter kind: Nil where the option takes no list.
  func items(of parameter: Parameter, _ kind: ParameterKind?, without items: [String]) -> [Candidate] {
    guard let kind else { return [] }
    // Nothing of a line that is open at its end can be tried.
    let words = values(of: kind, parameter.files, "").filter { !items.contains($0.text) }.map {
      Candidate($0.text, $0.summary)
    }
    guard CompletionTrial.isOpen(kind) else { return words }
    return words + [
      Candidate(Wording.placeholder(parameter), Help.describe(parameter), isInsertable: false, trials: [])
    ]
  }
}

extension ParameterKind {
  /// The kind of the values of a list, where the parameter takes one.
  var items: ParameterKind? {
    switch self {
    case .list(let item): item
    case .either(let kinds): kinds.lazy.compactMap(\.items).first
    default: nil
    }
  }
}
