internal import Declarations
internal import Diagnostics
internal import Syntax

extension ResolvedName {
  fileprivate var isResult: Bool { if case .result = self { true } else { false } }
  var isValueOrResult: Bool { if case .workspace = self { false } else { true } }

  /// Values and results may take each other's place; a data set stays one, and so does a model.
  func canBecome(_ other: ResolvedName) -> Bool {
    switch (self, other) {
    case (.workspace(let one), .workspace(let two)): one == two || two == .any
    case (.workspace, _), (_, .workspace): false
    default: true
    }
  }
}

/// What a script's names stand for, as far as can be said without running it.
struct StaticScope {
  var names: [String: ResolvedName] = [:]
  /// The fields of the results.
  var fields: [String: [CommandDeclaration.ResultField]] = [:]
  /// The values and results that are known already.
  var values: [String: Value] = [:]
  /// Of values that aren't: others of the same kind, where that is known.
  var shapes: [String: Value] = [:]
  let verbs: Set<String>

  init(host: any Host, environment: Environment) {
    verbs = Set(host.commands.verbs)
    for (name, role) in host.names { names[name] = .workspace(role) }
    // What was last is another result by the time that a later statement of the text runs.
    for name in environment.namesOfLast { names[name] = .result(verb: "") }
    for name in environment.names {
      values[name] = environment[name]?.value
      if case .record(let record) = environment[name]?.value {
        names[name] = .result(verb: "")
        fields[name] = record.fields.map { .init($0.name, "", measured: $0.isMeasured) }
      } else {
        names[name] = .value
      }
    }
  }

  /// What is known of one name.
  struct Entry {
    var meaning: ResolvedName?
    var fields: [CommandDeclaration.ResultField]?
    var value: Value?
    var shape: Value?
  }

  subscript(name: String) -> Entry {
    get { Entry(meaning: names[name], fields: fields[name], value: values[name], shape: shapes[name]) }
    set {
      names[name] = newValue.meaning
      fields[name] = newValue.fields
      values[name] = newValue.value
      shapes[name] = newValue.shape
    }
  }

  mutating func drop(_ name: String) { self[name] = Entry() }

  /// Lets the names of the last result stand for that of a command, where they stand for nothing else.
  mutating func defineLast(verb: String, fields: [CommandDeclaration.ResultField]) {
    for name in Vocabulary.lastResult where names[name].map({ $0.isResult }) ?? true {
      self[name] = Entry(meaning: .result(verb: verb), fields: fields)
    }
  }

  /// Forgets everything but which names there are.
  mutating func loseTrack() {
    fields = [:]
    values = [:]
    shapes = [:]
  }

  /// The names of both, and of results the fields that one of them has.
  func merged(with other: StaticScope) -> StaticScope {
    var merged = self
    merged.names.merge(other.names) { own, _ in own }
    for (name, meaning) in other.names {
      guard case .result = meaning else { continue }
      let isNew = names[name] == nil
      merged.fields[name] = isNew ? other.fields[name] : Self.either(fields[name], other.fields[name])
    }
    return merged
  }

  /// The fields of one or the other result; nil where those of one aren't known.
  static func either(
    _ one: [CommandDeclaration.ResultField]?, _ other: [CommandDeclaration.ResultField]?
  ) -> [CommandDeclaration.ResultField]? {
    guard let one, let other else { return nil }
    let kinds = Dictionary(other.map { ($0.name, $0.kind) }) { first, _ in first }
    let own = Set(one.map(\.name))
    return one.map { field in
      guard let kind = kinds[field.name], kind != field.kind else { return field }
      return .init(field.name, field.summary, measured: field.isMeasured)
    } + other.filter { !own.contains($0.name) }
  }

  func resolver(in source: SourceText) -> StaticResolver { StaticResolver(scope: self, source: source) }

  /// The names that an expression may use, in byte order.
  var valueNames: [String] { names.filter { $0.value.isValueOrResult }.map(\.key).sorted() }
}

/// Answers a binder from what the text alone tells.
struct StaticResolver: Resolver {
  let scope: StaticScope
  let source: SourceText

  func meaning(of name: String) -> ResolvedName? { scope.names[name] }

  func names(for role: NameRole) -> [String] {
    scope.names.filter { Self.fits($0.value, role) && !Vocabulary.lastResult.contains($0.key) }.map(\.key)
      .sorted()
  }

  static func fits(_ meaning: ResolvedName, _ role: NameRole) -> Bool {
    switch (role, meaning) {
    case (.any, _), (.data, .workspace(.data)), (.dataPart, .workspace(.data)), (.model, .workspace(.model)),
      (.result, .result):
      true
    default: false
    }
  }

  /// Checks names, fields and functions, and computes what the text alone tells.
  func value(of expression: Expression) throws(Diagnostic) -> Value? {
    try check(expression)
    // Of a result that is still to come, no field is known, but that it is a result.
    if case .name(let name) = expression.kind, scope.values[name] == nil, case .result = scope.names[name] {
      return .record(ResultRecord())
    }
    var environment = Environment()
    var isKnown = true
    expression.visitNames { name, _, _ in
      if let value = scope.values[name] {
        environment[name] = Binding(value)
      } else if Vocabulary.flags[name] == nil {
        isKnown = false
      }
    }
    if isKnown { return try Evaluator(source: source, environment: environment).evaluate(expression).value }
    if case .record? = try shape(of: expression) { return .record(ResultRecord()) }
    return nil
  }

  private func check(_ expression: Expression) throws(Diagnostic) {
    switch expression.kind {
    case .name(let name) where Vocabulary.flags[name] != nil && scope.names[name] == nil: break
    case .name(let name):
      guard let meaning = scope.names[name], meaning.isValueOrResult else {
        throw Findings.unknownValue(
          name, is: scope.names[name], known: scope.valueNames, isVerb: scope.verbs.contains(name),
          at: expression.range, in: source)
      }
    case .field(let base, let field):
      try check(base)
      if case .name(let name) = base.kind, case .result = scope.names[name], let known = scope.fields[name],
        !known.contains(where: { $0.name == field.text })
      {
        throw Findings.unknownField(field.text, known: known.map(\.name), at: field.range, in: source)
      }
    case .index(let base, let place):
      try check(base)
      try check(place)
    case .negate(let operand), .not(let operand), .formatted(let operand, _): try check(operand)
    case .binary(_, let left, let right):
      try check(left)
      try check(right)
    case .call(let function, let arguments):
      guard Function(rawValue: function.text) != nil else {
        throw Findings.unknownFunction(
          function.text, verbs: scope.verbs.sorted(), at: function.range, in: source)
      }
      for argument in arguments { try check(argument) }
    case .list(let items): for item in items { try check(item) }
    case .string(let text):
      for case .value(let inner, _) in text.pieces { try check(inner) }
    case .number, .percent, .duration, .angle, .size, .range, .boolean: break
    }
  }
}
