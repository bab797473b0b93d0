internal import Declarations
internal import Diagnostics
public import Syntax

/// Runs scripts: binds each command when its turn comes, hands it to the host, keeps what `let` names, and
/// tells the record and the screen. It runs nothing that wasn't checked.
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
  /// What the variables of the loops that run stood for before, outermost first.
  var outerBindings: [(name: String, before: Binding?)] = []
  /// The scripts that the running one sources, as they were checked.
  var sourced: [String: Script] = [:]
  /// The line of the outermost `source` that runs.
  var sourceLine: Int?

  public init(host: any Host) { self.host = host }

  // MARK: Running

  func run(_ statements: [Statement], in source: SourceText) throws(RunFailure) {
    for statement in statements {
      // Blocks, rounds of loops and scripts that are sourced end with it.
      if host.isLeaving { return }
      try run(statement, in: source)
      if host.isInterrupted { throw .interrupted }
    }
  }

  private func run(_ statement: Statement, in source: SourceText) throws(RunFailure) {
    if statement.isLeaf { host.statementWillRun() }
    defer { if statement.isLeaf { host.statementDidRun(String(source.slice(statement.range))) } }
    switch statement.kind {
    case .command(let command) where isSweep(command):
      _ = try sweep(command, name: nil, statement, in: source)
    case .command(let command):
      if let value = command.loneWord, host.commands[command.verb.text] == nil,
        environment[command.verb.text] != nil
      {
        try print([value], statement, in: source)
      } else {
        _ = try execute(command, statement: statement, in: source)
      }
    case .letCommand(let name, let command): try keep(name, command, statement, in: source)
    case .letWord(let name, let command, let expression):
      if environment[command.verb.text] != nil {
        try setValue(name, expression, statement, keyword: "let", in: source)
      } else {
        try keep(name, command, statement, in: source)
      }
    case .letValue(let name, let expression):
      try setValue(name, expression, statement, keyword: "let", in: source)
    case .param(let name, let expression):
      try setValue(name, expression, statement, keyword: "param", in: source)
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

  private func keep(_ name: Name, _ command: Command, _ statement: Statement, in source: SourceText)
    throws(RunFailure)
  {
    let result =
      isSweep(command)
      ? try sweep(command, name: name, statement, in: source)
      : try execute(command, statement: statement, in: source)
    if host.commands[command.verb.text]?.isRecorded == false {
      // The record has nothing of it: what hangs on it stands there as its value, and 'undo' doesn't see it.
      environment.putBack(name.text, Binding(.record(result), isMeasured: true))
    } else {
      environment[name.text] = Binding(.record(result))
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
      file: source.name, line: source.lineNumber(at: statement.range.lower), iteration: iterations.last,
      sourceLine: sourceLine)
  }

  /// Tells the record; when that can't be written, the statement doesn't count as run. The record may also
  /// end the run.
  func record(_ statement: Statement, in source: SourceText, _ write: (any RunObserver) throws -> Void)
    throws(RunFailure)
  {
    guard let observer else { return }
    do {
      try write(observer)
    } catch let failure as RunFailure {
      throw failure
    } catch {
      let message = (error as? any RecordingFailure)?.message ?? "the session can't be recorded: \(error)"
      let hint = (error as? any RecordingFailure)?.hint
      throw .findings([Diagnostic(message, hint: hint, at: statement.range, in: source)])
    }
  }

  /// Keeps a command that was wrong before it could start.
  func recordFailure(_ text: String, _ found: [Diagnostic], at statement: Statement, in source: SourceText)
    throws(RunFailure)
  {
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

extension Duration {
  /// The duration as a number of seconds.
  public var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}

extension Command {
  /// Whether it is meant to give its first word a value, as other languages write it.
  var isAssignment: Bool {
    guard case .word(let text)? = arguments.first?.kind, let word = text.literal else { return false }
    return ["=", "+=", "-=", "*=", ":="].contains(word)
  }

  /// The value that a word by itself may stand for.
  var loneWord: Expression? {
    arguments.isEmpty && blocks.isEmpty ? Expression(.name(verb.text), range: verb.range) : nil
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
