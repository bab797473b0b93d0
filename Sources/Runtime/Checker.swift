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
  var scope: StaticScope
  /// What the host knows of its data sets and models.
  var knowledge: any Knowledge
  /// What `undo` takes back.
  var changes: ChangeStack
  /// What the commands of the statement that is checked do to it.
  private(set) var change = WorkspaceChange.none
  var findings = FindingList()
  /// The parameters that the script declares.
  private(set) var parameters: [String] = []
  private let overrides: [String: Value]
  private var sourcing: [String] = []
  let sourced = SourcedScripts()
  /// What was defined since the innermost condition or loop began.
  var defined: Set<String> = []
  /// The variables of the loops around the statement that is checked.
  var loopVariables: Set<String> = []
  private var rounds = 0

  init(host: any Host, environment: Environment, overrides: [String: Value] = [:]) {
    self.host = host
    self.overrides = overrides
    scope = StaticScope(host: host, environment: environment)
    knowledge = host.knowledge
    changes = ChangeStack(below: host.undoableChanges)
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
    let before = state(before: statement)
    change = .none
    defer { if statement.isLeaf { note(statement, since: before) } }
    switch statement.kind {
    case .command(let command):
      if let value = command.loneWord, host.commands[command.verb.text] == nil,
        scope.names[command.verb.text]?.isValueOrResult == true
      {
        _ = check(value, in: source)
      } else {
        _ = check(command, in: source)
      }
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
            command.verb.text, is: scope.names[command.verb.text],
            known: scope.valueNames + host.commands.verbs, at: command.verb.range, in: source))
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
      checkAlternatives(branches.count, canSkip: !branches.contains { $0.condition == nil }) {
        checker, index in
        let branch = branches[index]
        if let condition = branch.condition { checker.checkCondition(condition, of: "if", in: source) }
        checker.check(branch.body.statements, in: source)
      }
    case .assert(let condition): checkCondition(condition, of: "assert", in: source)
    case .print(let items): for item in items { _ = check(item, in: source) }
    case .source(let path, let range): checkSourced(path, at: range, in: source)
    case .note(let text): check(text, in: source)
    }
  }

  /// - Parameter result: The name that `let` gives what it answers.
  /// - Returns: The fields that its result may have; nil where the verb isn't known.
  private mutating func check(_ command: Command, result: String? = nil, in source: SourceText)
    -> [CommandDeclaration.ResultField]?
  {
    guard let declaration = host.commands[command.verb.text] else {
      findings.append(
        Findings.unknownCommand(
          command.verb.text, is: scope.names[command.verb.text], isAssigned: command.isAssignment,
          rest: source.slice(
            SourceRange(
              command.arguments.first?.range.lower ?? command.range.upper,
              command.range.upper)),
          known: host.commands.verbs + Vocabulary.keywords, at: command.verb.range, in: source))
      host.loseTrack(of: command.words, in: &knowledge)
      return nil
    }
    guard !declaration.isSweep else { return checkSweep(command, result: result, in: source) }
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
    let finding =
      isBound
      ? host.check(whole, results: scope.fields.mapValues { $0.map(\.name) }, knowledge: knowledge) : nil
    if let finding { findings.append(finding) }
    let fields = host.resultFields(of: whole, knowledge: knowledge)
    if declaration.isRecorded, declaration.givesLastResult, !fields.isEmpty, host.isSession(source) {
      scope.defineLast(verb: declaration.verb, fields: fields)
    }
    change = isBound && finding == nil ? host.change(by: whole, knowledge: knowledge) : .perhaps
    host.apply(whole, result: result, to: &knowledge)
    // One mistake is told once: nothing that follows is checked against what a wrong command would have done.
    if !isBound || finding != nil {
      host.loseTrack(of: command.words + (result.map { [$0] } ?? []), in: &knowledge)
    }
    switch change {
    case .drop(let name): scope.drop(name)
    case .undo: undo(command, in: source)
    case .none, .change, .perhaps: break
    }
    for parameter in declaration.parameters {
      guard let text = bound.arguments.optionalText(parameter.name), let place = bound.places[parameter.name]
      else { continue }
      if case .name(.new) = parameter.kind, let role = declaration.defines {
        if case .perhaps = change, scope.names[text] == nil { change = .change }
        define(Name(text, range: place), as: .workspace(role), in: source)
      } else if case .path = parameter.kind, parameter.placement == .preposition("to"),
        let problem = host.problem(writingTo: text)
      {
        findings.append(Findings.unwritable(problem, at: place, in: source))
      }
    }
    return fields
  }

  /// Checks each command that a sweep stands for, and the one that ends it, whose fields it returns.
  private mutating func checkSweep(_ command: Command, result: String?, in source: SourceText)
    -> [CommandDeclaration.ResultField]?
  {
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
    let found = findings.occurrences
    for (command, _) in sweep.commands { _ = check(command, in: source) }
    // What is wrong with the repeated commands is told once.
    if findings.occurrences == found, let closing = sweep.closing {
      _ = check(closing, result: result, in: source)
    }
    change = .perhaps
    return host.commands[sweep.rule.closing].map { $0.resultFields + [.warnings] }
  }

  private mutating func checkLoop(
    _ variable: Name, _ values: Expression, _ body: Block, in source: SourceText
  ) {
    var items: [Value]?
    if let value = checkLoopValues(values, in: source) {
      if case .list(let list) = value {
        items = list
      } else {
        findings.append(Findings.loopValues(value, at: values.range, in: source))
      }
    } else if let kind = shape(values, in: source), case .list = kind {
    } else if let kind = shape(values, in: source) {
      findings.append(Findings.loopValues(kind, at: values.range, in: source))
    }
    let before = (scope.names[variable.text], scope.values[variable.text], loopVariables)
    if let items, !items.isEmpty, rounds + items.count <= Self.roundLimit {
      rounds += items.count
      for item in items {
        defineLoopVariable(variable, value: item, in: source)
        check(body.statements, in: source)
      }
    } else {
      defineLoopVariable(variable, value: nil, in: source)
      // There may be no round at all.
      checkAlternatives(1, canSkip: true) { checker, _ in
        checker.predefine(body.statements)
        checker.check(body.statements, in: source)
      }
    }
    (scope.names[variable.text], scope.values[variable.text], loopVariables) = before
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
    case .complete(let script):
      sourced.add(script, at: resolved)
      check(script)
    case .incomplete(let found), .wrong(let found): findings += found
    }
  }
}
