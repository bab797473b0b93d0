internal import Declarations
internal import Syntax

/// What may stand as a value: of a parameter, or in an expression.
extension Completer {
  func values(of parameter: Parameter, prefix: String) -> [Candidate] {
    let values = values(of: parameter.kind, parameter.files, prefix)
    // Where anything of a kind may stand, what is expected is said: the few words would look like all there
    // is.
    guard CompletionTrial.isOpen(parameter.kind) else { return values }
    return values + [
      Candidate(Wording.placeholder(parameter), Help.describe(parameter), isInsertable: false, trials: [])
    ]
  }

  func values(of kind: ParameterKind, _ role: FileRole, _ prefix: String) -> [Candidate] {
    switch kind {
    case .choice(let words): words.map { Candidate($0, "", trials: [$0]) }
    case .boolean: ["yes", "no"].map { Candidate($0, "", trials: [$0]) }
    case .path: (role == .pictures ? names(.dataPart, prefix) : []) + files(prefix, role)
    case .name(let role): names(role, prefix)
    case .either(let kinds): kinds.flatMap { values(of: $0, role, prefix) }
    default: []
    }
  }

  func names(_ role: NameRole, _ prefix: String) -> [Candidate] {
    var found: [Candidate] = []
    for (name, `is`) in names.sorted(by: { $0.key < $1.key }) {
      switch (role, `is`) {
      case (.any, _), (.data, .data), (.dataPart, .data), (.model, .model):
        found.append(Candidate(name, `is` == .model ? "model" : "data set", trials: [name]))
        if role == .dataPart {
          found += Wording.parts.map {
            Candidate("\(name).\($0)", "part of \(name)", trials: ["\(name).\($0)"])
          }
        }
      default: break
      }
    }
    if role == .result || role == .any {
      for name in environment.names {
        if case .record = environment[name]?.value {
          found.append(Candidate(name, "result", trials: [name]))
        }
      }
    }
    // The parts of a name are offered once it is whole: before, they would bury the names.
    return role == .dataPart
      ? found.filter { prefix.contains(".") || !$0.text.contains(".") || $0.text.hasPrefix(prefix + ".") }
      : found
  }

  /// What is said behind a preposition where names are expected and none fits.
  func missing(_ context: CompletionContext) -> [Candidate] {
    guard !context.isInString, let verb = context.words.first, let last = context.words.last,
      let parameter = parameters(of: verb, context)?.first(where: { $0.preposition == last })
    else { return [] }
    var roles: [NameRole] = []
    if case .name(let role) = parameter.kind { roles = [role] }
    if case .either(let kinds) = parameter.kind {
      roles = kinds.compactMap { if case .name(let role) = $0 { role } else { nil } }
    }
    guard let first = roles.first, first != .new else { return [] }
    let text = roles.count == 1 ? Wording.placeholder(parameter) : Wording.role(first).uppercased()
    let summary = "there is none that fits: \(first == .model ? "train a model first" : parameter.summary)"
    return [Candidate(text, summary, isInsertable: false, trials: [])]
  }

  /// What there is help on.
  func helpTopics() -> [Candidate] { commands.declarations.map { Candidate($0.verb, $0.summary) } + topics }

  // MARK: Trials

  /// Names that an argument could be, and files that it could write.
  func names(for parameter: Parameter) -> [String] {
    func found(_ kind: ParameterKind) -> [String] {
      switch kind {
      case .name(.new): []
      case .name(let role):
        self.names(role, "").flatMap { candidate in
          role == .dataPart ? [candidate.text, candidate.text + ".test"] : [candidate.text]
        }
      case .either(let kinds): kinds.flatMap(found)
      case .path:
        switch parameter.files {
        case .endings(let endings): endings.map { "\"a.\($0)\"" }
        case .pictures: self.names(.dataPart, "").map(\.text)
        case .any, .data, .session, .script: []
        }
      default: []
      }
    }
    return found(parameter.kind)
  }

  /// What a command could get behind the cursor so that it is whole: further names, and names behind its
  /// prepositions.
  func rests(_ context: CompletionContext) -> [String] {
    guard let verb = context.words.first, let parameters = commands[verb]?.parameters else { return [] }
    let words = context.words.dropFirst()
    let further = parameters.filter { $0.placement == .variadic }.flatMap(names(for:))
      .filter { !words.contains($0) }.map { " " + $0 }
    // What takes a list of anything takes a number.
    let open = parameters.contains { $0.placement == .variadic && CompletionTrial.isOpen($0.kind) }
    let behind = parameters.flatMap { parameter -> [String] in
      guard let word = parameter.preposition, !words.contains(word) else { return [] }
      return names(for: parameter).map { " \(word) \($0)" }
    }
    return (open ? [" 1"] : []) + further + behind + further.flatMap { name in behind.map { name + $0 } }
  }
}

extension Parameter {
  /// The preposition that it stands behind.
  var preposition: String? {
    switch placement {
    case .preposition(let word), .variadicPreposition(let word): word
    default: nil
    }
  }
}
