internal import Declarations
internal import Diagnostics
internal import Syntax

/// Checks a whole script before any of it runs: a typo in line 40 must not cost an hour of training.
///
/// It follows the text in order and knows what each name was defined as on some path so far, and the values
/// that follow from the text alone. A loop over known values is checked round by round; of another, what its
/// body defines is known from the body's beginning on, since its second round sees it.
struct Checker {
  /// Rounds of loops that are checked one by one; beyond that, loops are checked without the value of their
  /// variable.
  private static let roundLimit = 2000

  let host: any Host
  private(set) var scope: StaticScope
  /// What the host knows of its data sets and models.
  private var knowledge: any Knowledge
  var findings = FindingList()
  /// The parameters that the script declares.
  private(set) var parameters: [String] = []
  private let overrides: [String: Value]
  private var sourcing: [String] = []
  /// What was defined since the innermost condition or loop began.
  private var defined: Set<String> = []
  private var rounds = 0

  init(host: any Host, environment: Environment, overrides: [String: Value] = [:]) {
    self.host = host
    self.overrides = overrides
    scope = StaticScope(host: host, environment: environment)
    knowledge = host.knowledge
  }

  mutating func check(_ script: Script) {
    sourcing.append(script.source.name)
    check(script.statements, in: script.source)
    sourcing.removeLast()
  }

  private mutating func check(_ statements: [Statement], in source: SourceText) {
    for statement in statements {
      if findings.isFull { return }
      check(statement, in: source)
    }
  }

  private mutating func check(_ statement: Statement, in source: SourceText) {
    switch statement.kind {
    case .command(let command): _ = check(command, in: source)
    case .letCommand(let name, let command):
      let fields = check(command, result: name.text, in: source)
      define(name, as: .result(verb: command.verb.text), fields: fields, in: source)
    case .letValue(let name, let expression): defineValue(name, expression, in: source)
    case .letWord(let name, let command, let expression):
      if scope.names[command.verb.text].map({ $0.isValueOrResult }) == true {
        defineValue(name, expression, in: source)
      } else if host.commands[command.verb.text] == nil {
        findings.append(
          Findings.unknownWord(
            command.verb.text, known: scope.valueNames + host.commands.verbs, at: command.verb.range,
            in: source))
        define(name, as: .value, in: source)
      } else {
        let fields = check(command, result: name.text, in: source)
        define(name, as: .result(verb: command.verb.text), fields: fields, in: source)
      }
    case .param(let name, let expression):
      let value = check(expression, in: source)
      parameters.append(name.text)
      define(name, as: .value, value: overrides[name.text] ?? value, in: source)
    case .loop(let variable, let values, let body): checkLoop(variable, values, body, in: source)
    case .condition(let branches):
      let before = (scope.values, knowledge)
      let outer = defined
      defined = []
      var ways: [any Knowledge] = branches.contains { $0.condition == nil } ? [] : [before.1]
      for branch in branches {
        if let condition = branch.condition { checkCondition(condition, of: "if", in: source) }
        (scope.values, knowledge) = before
        check(branch.body.statements, in: source)
        ways.append(knowledge)
      }
      // Which branch runs is known later.
      scope.values = before.0.filter { !defined.contains($0.key) }
      knowledge = ways.dropFirst().reduce(ways.first ?? before.1) { $0.merged(with: $1) }
      defined.formUnion(outer)
    case .assert(let condition): checkCondition(condition, of: "assert", in: source)
    case .print(let items): for item in items { _ = check(item, in: source) }
    case .source(let path, let range): checkSourced(path, at: range, in: source)
    case .note(let text): check(text, in: source)
    }
  }

  /// - Parameter result: The name that `let` gives what it answers.
  /// - Returns: The fields that its result may have; nil where the verb isn't known.
  private mutating func check(_ command: Command, result: String? = nil, in source: SourceText) -> [String]? {
    guard let declaration = host.commands[command.verb.text] else {
      findings.append(
        Findings.unknownCommand(
          command.verb.text, known: host.commands.verbs + Vocabulary.keywords, at: command.verb.range,
          in: source))
      host.loseTrack(of: command.words, in: &knowledge)
      return nil
    }
    guard !declaration.isSweep else { return checkSweep(command, in: source) }
    var binder = Binder(source: source, resolver: scope.resolver(in: source))
    let bound = binder.bind(
      command, to: declaration.parameters, owner: "'\(declaration.verb)'",
      usage: Wording.hint(declaration))
    let items = binder.bindBlock(of: command, declaration: declaration, arguments: bound.arguments)
    findings += binder.findings
    let isBound = binder.findings.isEmpty
    let whole = BoundCommand(
      verb: declaration.verb, arguments: bound.arguments, places: bound.places, items: isBound ? items : nil,
      text: source.slice(command.range), source: source, range: command.range)
    let finding = isBound ? host.check(whole, results: scope.fields, knowledge: knowledge) : nil
    if let finding { findings.append(finding) }
    let fields = host.resultFields(of: whole, knowledge: knowledge)
    host.apply(whole, result: result, to: &knowledge)
    // One mistake is told once: nothing that follows is held against what a wrong command would have done.
    if !isBound || finding != nil {
      host.loseTrack(of: command.words + (result.map { [$0] } ?? []), in: &knowledge)
    }
    if declaration.changesNames { scope.values = [:] }
    for parameter in declaration.parameters {
      guard let text = bound.arguments.optionalText(parameter.name), let place = bound.places[parameter.name]
      else { continue }
      if case .name(.new) = parameter.kind, let role = declaration.defines {
        define(Name(text, range: place), as: .workspace(role), in: source)
      } else if case .path = parameter.kind, parameter.placement == .preposition("to"),
        let problem = host.problem(writingTo: text)
      {
        findings.append(Findings.unwritable(problem, at: place, in: source))
      }
    }
    return fields
  }

  /// Checks each command that a sweep stands for; returns the fields of the one that ends it.
  private mutating func checkSweep(_ command: Command, in source: SourceText) -> [String]? {
    let resolver = scope.resolver(in: source)
    let sweep: Sweep
    do throws(Diagnostic) {
      sweep = try Sweep(command, commands: host.commands, in: source) { expression throws(Diagnostic) in
        try resolver.value(of: expression)
      }
    } catch {
      findings.append(error)
      host.loseTrack(of: command.words, in: &knowledge)
      return nil
    }
    for (command, _) in sweep.commands { _ = check(command, in: source) }
    return host.commands[sweep.rule.closing].map {
      $0.resultFields.map(\.name) + [ResultRecord.warningsField]
    }
  }

  /// The value, where the text alone tells it.
  mutating func check(_ expression: Expression, in source: SourceText) -> Value? {
    do throws(Diagnostic) {
      return try scope.resolver(in: source).value(of: expression)
    } catch {
      findings.append(error)
      return nil
    }
  }

  private mutating func checkCondition(_ condition: Expression, of keyword: String, in source: SourceText) {
    guard let value = check(condition, in: source) else { return }
    if case .boolean = value { return }
    findings.append(Findings.condition(keyword, value, at: condition.range, in: source))
  }

  private mutating func checkLoop(
    _ variable: Name, _ values: Expression, _ body: Block, in source: SourceText
  ) {
    var items: [Value]?
    if let value = check(values, in: source) {
      if case .list(let list) = value {
        items = list
      } else {
        findings.append(Findings.loopValues(value, at: values.range, in: source))
      }
    }
    let before = (scope.names[variable.text], scope.values[variable.text])
    if let items, !items.isEmpty, rounds + items.count <= Self.roundLimit {
      rounds += items.count
      for item in items {
        define(variable, as: .value, value: item, in: source)
        check(body.statements, in: source)
      }
    } else {
      define(variable, as: .value, in: source)
      let noRound = knowledge
      predefine(body.statements)
      check(body.statements, in: source)
      // There may be no round at all.
      knowledge = noRound.merged(with: knowledge)
    }
    (scope.names[variable.text], scope.values[variable.text]) = before
  }

  private mutating func check(_ text: InterpolatedText, in source: SourceText) {
    for case .value(let expression, _) in text.pieces { _ = check(expression, in: source) }
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
    let value = check(expression, in: source)
    if case .name(let other) = expression.kind, case .result(let verb) = scope.names[other] {
      define(
        name, as: .result(verb: verb), fields: scope.fields[other], value: scope.values[other], in: source)
    } else {
      define(name, as: .value, value: value, in: source)
    }
  }

  private mutating func define(
    _ name: Name, as meaning: ResolvedName, fields: [String]? = nil, value: Value? = nil,
    in source: SourceText
  ) {
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
    scope.values[name.text] = value
    defined.insert(name.text)
  }

  /// Makes known what the statements of a loop's body define, and forgets the values that they change.
  private mutating func predefine(_ statements: [Statement]) {
    func know(_ name: Name, _ meaning: ResolvedName, _ fields: [String]? = nil) {
      scope.values[name.text] = nil
      guard scope.names[name.text] == nil else { return }
      scope.names[name.text] = meaning
      scope.fields[name.text] = fields
    }
    for statement in statements {
      switch statement.kind {
      case .letCommand(let name, let command):
        know(
          name, .result(verb: command.verb.text),
          host.commands[command.verb.text].map { $0.resultFields.map(\.name) + [ResultRecord.warningsField] })
      case .letValue(let name, _), .letWord(let name, _, _), .param(let name, _): know(name, .value)
      case .loop(_, _, let body): predefine(body.statements)
      case .condition(let branches): for branch in branches { predefine(branch.body.statements) }
      default: break
      }
    }
  }
}
