internal import Declarations
public import Diagnostics
public import Syntax

/// Runs scripts: binds each command when its turn comes, hands it to the host, keeps what `let` names, and tells the
/// record and the screen. It runs nothing that wasn't checked.
public final class Interpreter {
  /// The values and results of the session.
  public var environment = Environment()
  /// What `--set` gives: the text of a value for each parameter.
  public var overrides: [String: Value] = [:]
  public var observer: (any RunObserver)?
  public var onEvent: (RunEvent) -> Void = { _ in }

  unowned let host: any Host
  var iterations: [Int] = []
  var loopVariables: Set<String> = []
  /// The line of the outermost `source` that runs.
  private var sourceLine: Int?

  public init(host: any Host) { self.host = host }

  // MARK: Checking

  /// Everything that is wrong with a script, found without running it; warnings included.
  public func check(_ script: Script) -> [Diagnostic] { check([.script(script)]) }

  /// The same for a document whose parts come one after the other, each with the names of those before.
  public func check(_ parts: [DocumentPart]) -> [Diagnostic] {
    var checker = Checker(host: host, environment: environment, overrides: overrides)
    for part in parts { checker.check(part) }
    var findings = checker.findings
    guard let source = parts.first?.source else { return findings }
    for name in overrides.keys.sorted() where !checker.parameters.contains(name) {
      findings.append(Findings.unknownOverride(name, known: checker.parameters, in: source))
    }
    return findings
  }

  /// The value of an expression over given names.
  public static func value(
    of expression: Expression, in source: SourceText, over environment: Environment
  ) throws(Diagnostic) -> Binding {
    try Evaluator(source: source, environment: environment).evaluate(expression)
  }

  /// The value of a text such as `0.1` or `"a"`, for `--set`. A text that is no expression stands for itself.
  public static func value(ofText text: String) -> Value {
    if case .complete(let script) = Parser.parse(SourceText(name: "--set", text: "let value = \(text)")),
      case .letValue(_, let expression) = script.statements.first?.kind,
      let binding = try? Evaluator(source: script.source, environment: Environment()).evaluate(expression)
    {
      return binding.value
    }
    return .text(text)
  }

  /// What `--set NAME=TEXT` means: a value, or a plain word for itself; nil for what is neither.
  public static func override(ofText text: String) -> Value? {
    guard case .complete(let script) = Parser.parse(SourceText(name: "--set", text: "let value = \(text)")),
      script.statements.count == 1, let statement = script.statements.first
    else { return isPlain(text) ? .text(text) : nil }
    switch statement.kind {
    case .letValue(_, let expression):
      return (try? Evaluator(source: script.source, environment: Environment()).evaluate(expression))?.value
    case .letWord, .letCommand: return isPlain(text) ? .text(text) : nil
    default: return nil
    }
  }

  /// Whether a text could stand bare in a command: a word or a path, no number that was mistyped.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || "_./".unicodeScalars.contains(first) else {
      return false
    }
    return text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_./-".unicodeScalars.contains($0)
    }
  }

  // MARK: Running

  /// Runs a script that was checked.
  public func run(_ script: Script) throws(RunFailure) {
    try run(script.statements, in: script.source)
  }

  func run(_ statements: [Statement], in source: SourceText) throws(RunFailure) {
    for statement in statements {
      try run(statement, in: source)
      if host.isInterrupted { throw .interrupted }
    }
  }

  private func run(_ statement: Statement, in source: SourceText) throws(RunFailure) {
    if statement.isLeaf { host.statementWillRun() }
    defer { if statement.isLeaf { host.statementDidRun() } }
    switch statement.kind {
    case .command(let command) where isSweep(command): _ = try sweep(command, name: nil, statement, in: source)
    case .command(let command): _ = try execute(command, statement: statement, in: source)
    case .letCommand(let name, let command): try keep(name, command, statement, in: source)
    case .letWord(let name, let command, let expression):
      if environment[command.verb.text] != nil {
        try setValue(name, expression, statement, keyword: "let", in: source)
      } else {
        try keep(name, command, statement, in: source)
      }
    case .letValue(let name, let expression): try setValue(name, expression, statement, keyword: "let", in: source)
    case .param(let name, let expression): try setValue(name, expression, statement, keyword: "param", in: source)
    case .loop(let variable, let values, let body):
      try loop(variable, values, body, statement, in: source)
    case .condition(let branches): try condition(branches, statement, in: source)
    case .assert(let condition): try assert(condition, statement, in: source)
    case .print(let items): try print(items, statement, in: source)
    case .source(let path, let range): try runSourced(path, at: range, statement, in: source)
    case .note(let text):
      let evaluator = Evaluator(source: source, environment: environment)
      let words = try finding { () throws(Diagnostic) in try evaluator.text(text).text }
      try record(statement, in: source) { try $0.note(words) }
    }
  }

  private func keep(_ name: Name, _ command: Command, _ statement: Statement, in source: SourceText) throws(RunFailure) {
    let result =
      isSweep(command)
      ? try sweep(command, name: name, statement, in: source) : try execute(command, statement: statement, in: source)
    environment[name.text] = Binding(.record(result))
  }

  func execute(
    _ command: Command, statement: Statement, in source: SourceText, as swept: SweptText? = nil
  ) throws(RunFailure) -> ResultRecord {
    let bound: BoundCommand
    let declaration: CommandDeclaration
    do throws(RunFailure) {
      (bound, declaration) = try bind(command, statement: statement, in: source, as: swept)
    } catch {
      if case .findings(let found) = error, host.commands[command.verb.text]?.isRecorded != false {
        try recordFailure(source.slice(statement.range), found, at: statement, in: source)
      }
      throw error
    }
    if declaration.isRecorded { try record(statement, in: source) { try $0.willRun(bound.text) } }
    let place = place(of: statement, in: source)
    onEvent(.started(place, text: bound.text))
    let clock = ContinuousClock()
    let start = clock.now
    let result: ResultRecord
    do throws(Diagnostic) {
      result = try host.execute(bound)
    } catch {
      if declaration.isRecorded { try record(statement, in: source) { try $0.didFail(error.message) } }
      throw .findings([error])
    }
    if declaration.isRecorded { try record(statement, in: source) { try $0.didFinish(result) } }
    onEvent(.result(place, verb: bound.verb, text: bound.text, result, seconds: (clock.now - start).inSeconds))
    return result
  }

  func bind(
    _ command: Command, statement: Statement, in source: SourceText, as swept: SweptText? = nil
  ) throws(RunFailure) -> (BoundCommand, CommandDeclaration) {
    guard let declaration = host.commands[command.verb.text] else {
      throw .findings([
        Findings.unknownCommand(command.verb.text, known: host.commands.verbs, at: command.verb.range, in: source)
      ])
    }
    let resolver = RunningResolver(host: host, environment: environment, source: source)
    var binder = Binder(source: source, resolver: resolver)
    let (arguments, places) = binder.bind(
      command, to: declaration.parameters, owner: "'\(declaration.verb)'",
      usage: Wording.hint(declaration))
    let items = binder.bindBlock(of: command, declaration: declaration, arguments: arguments)
    if !binder.findings.isEmpty { throw .findings(binder.findings) }
    // What a replay can't know stands in the record as its value; all else as it was typed, for what-if runs.
    let replacements = binder.replacements.filter { isUnknownLater($0.expression, in: source) }.map { ($0.range, $0.text) }
    var text = source.replacing(replacements, in: swept?.range ?? statement.range)
    if let swept {
      text = swept.head + text
      for (name, value) in swept.options {
        let typed = source.slice(value.range)
        // A value of a list with a name, or of one by an expression, isn't known by it later.
        text += " \(name)=" + (typed.contains("$") ? arguments[name].map(Help.spelled) ?? typed : typed)
      }
      if let mark = swept.mark { text += " \(mark)=yes" }
    }
    return (
      BoundCommand(
        verb: declaration.verb, arguments: arguments, places: places, items: items, text: text, source: source,
        range: command.range),
      declaration
    )
  }

  /// A text that holds one command, bound but not run: how a definition that was saved comes back.
  public func bound(_ source: SourceText) throws(RunFailure) -> BoundCommand {
    switch Parser.parse(source) {
    case .incomplete(let findings), .wrong(let findings): throw .findings(findings)
    case .complete(let script):
      guard let statement = script.statements.first, script.statements.count == 1, case .command(let command) = statement.kind
      else { throw .findings([Diagnostic("one command is expected.", at: SourceRange(0, 0), in: source)]) }
      return try bind(command, statement: statement, in: source).0
    }
  }

  // MARK: Control

  private func loop(
    _ variable: Name, _ values: Expression, _ body: Block, _ statement: Statement, in source: SourceText
  ) throws(RunFailure) {
    let list = try evaluate(values, in: source)
    guard case .list(let items) = list.value else {
      throw .findings([Findings.loopValues(list.value, at: values.range, in: source)])
    }
    try record(statement, in: source) { try $0.comment(source.slice(statement.range)) }
    let before = environment[variable.text]
    loopVariables.insert(variable.text)
    defer {
      environment[variable.text] = before
      loopVariables.remove(variable.text)
    }
    for (index, item) in items.enumerated() {
      iterations.append(index + 1)
      defer { iterations.removeLast() }
      environment[variable.text] = Binding(item, isMeasured: list.isMeasured)
      try run(body.statements, in: source)
    }
  }

  private func condition(
    _ branches: [(condition: Expression?, body: Block)], _ statement: Statement, in source: SourceText
  ) throws(RunFailure) {
    try record(statement, in: source) { try $0.comment(source.slice(statement.range)) }
    for branch in branches {
      var isTaken = true
      if let condition = branch.condition {
        let value = try evaluate(condition, in: source).value
        guard case .boolean(let flag) = value else {
          throw .findings([Findings.condition("if", value, at: condition.range, in: source)])
        }
        isTaken = flag
      }
      if isTaken { return try run(branch.body.statements, in: source) }
    }
  }

  private func runSourced(_ path: String, at range: SourceRange, _ statement: Statement, in source: SourceText)
    throws(RunFailure)
  {
    let resolved = SourcedPath.resolve(path, from: source.name)
    let text: String
    do throws(ScriptUnreadable) {
      text = try host.readScript(resolved)
    } catch {
      throw .findings([Findings.sourceUnreadable(path, reason: error.reason, at: range, in: source)])
    }
    try record(statement, in: source) { try $0.comment(source.slice(statement.range)) }
    switch Parser.parse(SourceText(name: resolved, text: text)) {
    case .complete(let script):
      let outer = sourceLine
      sourceLine = outer ?? source.lineNumber(at: statement.range.lower)
      defer { sourceLine = outer }
      try run(script)
    case .incomplete(let found), .wrong(let found): throw .findings(found)
    }
  }

  // MARK: Parts

  func evaluate(_ expression: Expression, in source: SourceText) throws(RunFailure) -> Binding {
    let evaluator = Evaluator(source: source, environment: environment)
    return try finding { () throws(Diagnostic) in try evaluator.evaluate(expression) }
  }

  func finding<Found>(_ work: () throws(Diagnostic) -> Found) throws(RunFailure) -> Found {
    do throws(Diagnostic) { return try work() } catch { throw .findings([error]) }
  }

  func place(of statement: Statement, in source: SourceText) -> RunPlace {
    RunPlace(
      file: source.name, line: source.lineNumber(at: statement.range.lower), iteration: iterations.last, sourceLine: sourceLine)
  }

  /// Tells the record; when that can't be written, the statement doesn't count as run.
  func record(_ statement: Statement, in source: SourceText, _ write: (any RunObserver) throws -> Void) throws(RunFailure) {
    guard let observer else { return }
    do {
      try write(observer)
    } catch {
      let message = (error as? any RecordingFailure)?.message ?? "the session can't be recorded: \(error)"
      let hint = (error as? any RecordingFailure)?.hint
      throw .findings([Diagnostic(message, hint: hint, at: statement.range, in: source)])
    }
  }

  /// Keeps a command that was wrong before it could start.
  func recordFailure(_ text: String, _ found: [Diagnostic], at statement: Statement, in source: SourceText) throws(RunFailure) {
    try record(statement, in: source) {
      try $0.willRun(text)
      try $0.didFail(found.map(\.message).joined(separator: "\n"))
    }
  }
}

/// That the record couldn't be written, in words for a person.
public protocol RecordingFailure: Error {
  var message: String { get }
  var hint: String? { get }
}

/// Answers a binder from the running session.
struct RunningResolver: Resolver {
  let host: any Host
  let environment: Environment
  let source: SourceText

  var reservedVerbs: Set<String> { Set(host.commands.verbs) }

  func value(of expression: Expression) throws(Diagnostic) -> Value? {
    try Evaluator(source: source, environment: environment).evaluate(expression).value
  }

  func meaning(of name: String) -> NameMeaning? {
    StaticScope(host: host, environment: environment).names[name]
  }

  func names(for role: NameRole) -> [String] {
    StaticScope(host: host, environment: environment).resolver(in: source).names(for: role)
  }
}

extension Duration {
  /// The duration as a number of seconds.
  public var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}

extension Statement {
  /// Whether it holds no other statements.
  public var isLeaf: Bool {
    switch kind {
    case .loop, .condition, .source: false
    default: true
    }
  }
}
