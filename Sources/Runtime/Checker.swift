internal import Declarations
internal import Diagnostics
internal import Syntax

/// Checks a whole script before any of it runs: a typo in line 40 must not cost an hour of training.
///
/// It follows the text in order and knows what each name was defined as on some path so far. What a loop's body defines
/// is known from the body's beginning on, since its second round sees it.
struct Checker {
  private let host: any Host
  private var scope: StaticScope
  private(set) var findings: [Diagnostic] = []
  /// The parameters that the script declares.
  private(set) var parameters: [String] = []
  private var sourcing: [String] = []

  init(host: any Host, environment: Environment) {
    self.host = host
    scope = StaticScope(host: host, environment: environment)
  }

  mutating func check(_ script: Script) {
    sourcing.append(script.source.name)
    check(script.statements, in: script.source)
    sourcing.removeLast()
  }

  private mutating func check(_ statements: [Statement], in source: SourceText) {
    for statement in statements { check(statement, in: source) }
  }

  private mutating func check(_ statement: Statement, in source: SourceText) {
    switch statement.kind {
    case .command(let command): _ = check(command, in: source)
    case .letCommand(let name, let command):
      let declaration = check(command, in: source)
      define(name, as: .result(verb: command.verb.text), fields: declaration?.resultFields.map(\.name), in: source)
    case .letValue(let name, let expression):
      check(expression, in: source)
      defineValue(name, expression, in: source)
    case .letWord(let name, let command, let expression):
      if scope.names[command.verb.text].map({ $0.isValueOrResult }) == true {
        defineValue(name, expression, in: source)
      } else {
        let declaration = check(command, in: source)
        define(name, as: .result(verb: command.verb.text), fields: declaration?.resultFields.map(\.name), in: source)
      }
    case .param(let name, let expression):
      check(expression, in: source)
      parameters.append(name.text)
      define(name, as: .value, in: source)
    case .loop(let variable, let values, let body):
      check(values, in: source)
      let before = scope.names[variable.text]
      define(variable, as: .value, in: source)
      predefine(body.statements)
      check(body.statements, in: source)
      scope.names[variable.text] = before
    case .condition(let branches):
      for branch in branches {
        if let condition = branch.condition { check(condition, in: source) }
        check(branch.body.statements, in: source)
      }
    case .assert(let condition): check(condition, in: source)
    case .print(let items): for item in items { check(item, in: source) }
    case .source(let path, let range): checkSourced(path, at: range, in: source)
    case .note(let text): check(text, in: source)
    }
  }

  /// Returns the declaration when the verb is known.
  private mutating func check(_ command: Command, in source: SourceText) -> CommandDeclaration? {
    guard let declaration = host.commands[command.verb.text] else {
      findings.append(
        Findings.unknownCommand(
          command.verb.text, known: host.commands.verbs + Vocabulary.keywords, at: command.verb.range, in: source))
      return nil
    }
    var binder = Binder(source: source, resolver: scope.resolver(in: source))
    let bound = binder.bind(
      command, to: declaration.parameters, owner: "'\(declaration.verb)'",
      usage: Wording.usage(declaration.verb, declaration.parameters, block: declaration.block?.itemName))
    _ = binder.bindBlock(of: command, declaration: declaration, arguments: bound.arguments)
    findings += binder.findings
    for parameter in declaration.parameters {
      guard let text = bound.arguments.optionalText(parameter.name), let place = bound.places[parameter.name] else { continue }
      if case .name(.new) = parameter.kind, let role = declaration.defines {
        define(Name(text, range: place), as: .workspace(role), in: source)
      } else if case .path = parameter.kind, parameter.placement == .preposition("to"),
        let problem = host.problem(writingTo: text)
      {
        findings.append(Findings.unwritable(problem, at: place, in: source))
      }
    }
    return declaration
  }

  private mutating func check(_ expression: Expression, in source: SourceText) {
    do throws(Diagnostic) {
      _ = try scope.resolver(in: source).value(of: expression)
    } catch {
      findings.append(error)
    }
  }

  private mutating func check(_ text: InterpolatedText, in source: SourceText) {
    for case .value(let expression, _) in text.pieces { check(expression, in: source) }
  }

  private mutating func checkSourced(_ path: String, at range: SourceRange, in source: SourceText) {
    let resolved = SourcedPath.resolve(path, from: source.name)
    guard !sourcing.contains(resolved) else {
      findings.append(Findings.sourceCycle(path, at: range, in: source))
      return
    }
    let text: String
    do throws(ScriptUnreadable) {
      text = try host.readScript(resolved)
    } catch {
      findings.append(Findings.sourceUnreadable(path, reason: error.reason, at: range, in: source))
      return
    }
    switch Parser.parse(SourceText(name: resolved, text: text)) {
    case .complete(let script): check(script)
    case .incomplete(let found), .wrong(let found): findings += found
    }
  }

  // MARK: Names

  private mutating func defineValue(_ name: Name, _ expression: Expression, in source: SourceText) {
    if case .name(let other) = expression.kind, case .result(let verb) = scope.names[other] {
      define(name, as: .result(verb: verb), fields: scope.fields[other], in: source)
    } else {
      define(name, as: .value, in: source)
    }
  }

  private mutating func define(_ name: Name, as meaning: NameMeaning, fields: [String]? = nil, in source: SourceText) {
    if host.commands[name.text] != nil {
      findings.append(Findings.reservedName(name.text, isVerb: true, at: name.range, in: source))
      return
    }
    if let other = scope.names[name.text], !other.canBecome(meaning) {
      findings.append(Findings.nameTaken(name.text, is: other.description, at: name.range, in: source))
      return
    }
    scope.names[name.text] = meaning
    scope.fields[name.text] = fields
  }

  /// Makes known what the statements of a loop's body define.
  private mutating func predefine(_ statements: [Statement]) {
    for statement in statements {
      switch statement.kind {
      case .letCommand(let name, let command):
        let fields = host.commands[command.verb.text]?.resultFields.map(\.name)
        if scope.names[name.text] == nil {
          scope.names[name.text] = .result(verb: command.verb.text)
          scope.fields[name.text] = fields
        }
      case .letValue(let name, _), .letWord(let name, _, _), .param(let name, _):
        if scope.names[name.text] == nil { scope.names[name.text] = .value }
      case .loop(_, _, let body): predefine(body.statements)
      case .condition(let branches): for branch in branches { predefine(branch.body.statements) }
      default: break
      }
    }
  }
}

extension NameMeaning {
  var isValueOrResult: Bool { if case .workspace = self { false } else { true } }

  /// Values and results may take each other's place; a data set stays one, and so does a model.
  func canBecome(_ other: NameMeaning) -> Bool {
    switch (self, other) {
    case (.workspace(let one), .workspace(let two)): one == two || two == .any
    case (.workspace, _), (_, .workspace): false
    default: true
    }
  }
}

/// What a script's names stand for, as far as can be said without running it.
struct StaticScope {
  var names: [String: NameMeaning] = [:]
  /// The fields of the results.
  var fields: [String: [String]] = [:]
  let verbs: Set<String>

  init(host: any Host, environment: Environment) {
    verbs = Set(host.commands.verbs)
    for (name, role) in host.names { names[name] = .workspace(role) }
    for name in environment.names {
      if case .record(let record) = environment[name]?.value {
        names[name] = .result(verb: "")
        fields[name] = record.fields.map(\.name)
      } else {
        names[name] = .value
      }
    }
  }

  func resolver(in source: SourceText) -> StaticResolver { StaticResolver(scope: self, source: source) }
}

/// Answers a binder from what the text alone tells.
struct StaticResolver: Resolver {
  let scope: StaticScope
  let source: SourceText

  var reservedVerbs: Set<String> { scope.verbs }

  func meaning(of name: String) -> NameMeaning? { scope.names[name] }

  func names(for role: NameRole) -> [String] {
    scope.names.filter { Self.fits($0.value, role) }.map(\.key).sorted()
  }

  static func fits(_ meaning: NameMeaning, _ role: NameRole) -> Bool {
    switch (role, meaning) {
    case (.any, _), (.data, .workspace(.data)), (.dataPart, .workspace(.data)), (.model, .workspace(.model)),
      (.result, .result):
      true
    default: false
    }
  }

  /// Checks names, fields and functions; never gives a value.
  func value(of expression: Expression) throws(Diagnostic) -> Value? {
    switch expression.kind {
    case .name(let name):
      guard let meaning = scope.names[name], meaning.isValueOrResult else {
        let known = scope.names.filter { $0.value.isValueOrResult }.map(\.key).sorted()
        throw Findings.unknownValue(name, known: known, at: expression.range, in: source)
      }
    case .field(let base, let field):
      _ = try value(of: base)
      if case .name(let name) = base.kind, case .result = scope.names[name], let known = scope.fields[name],
        !known.contains(field.text)
      {
        throw Findings.unknownField(field.text, known: known, at: field.range, in: source)
      }
    case .negate(let operand), .not(let operand): _ = try value(of: operand)
    case .binary(_, let left, let right):
      _ = try value(of: left)
      _ = try value(of: right)
    case .call(let function, let arguments):
      guard Function(rawValue: function.text) != nil else {
        throw Findings.unknownFunction(function.text, at: function.range, in: source)
      }
      for argument in arguments { _ = try value(of: argument) }
    case .list(let items): for item in items { _ = try value(of: item) }
    case .string(let text):
      for case .value(let inner, _) in text.pieces { _ = try value(of: inner) }
    case .number, .percent, .duration, .angle, .size, .range, .boolean: break
    }
    return nil
  }
}

/// Where the path of a `source` leads: it is relative to the file that it stands in.
enum SourcedPath {
  static func resolve(_ path: String, from file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }
}
