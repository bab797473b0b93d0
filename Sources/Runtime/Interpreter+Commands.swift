internal import Declarations
public import Diagnostics
internal import Syntax

extension Interpreter {
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
    if declaration.isRecorded {
      do throws(RunFailure) {
        try record(statement, in: source) { try $0.didFinish(result) }
      } catch {
        if case .interrupted = error { onEvent(.stopped(place, result)) }
        throw error
      }
      if declaration.givesLastResult, !result.fields.isEmpty { environment.last = result }
    }
    onEvent(
      .result(place, verb: bound.verb, text: bound.text, result, seconds: (clock.now - start).inSeconds))
    return result
  }

  func bind(
    _ command: Command, statement: Statement, in source: SourceText, as swept: SweptText? = nil
  ) throws(RunFailure) -> (BoundCommand, CommandDeclaration) {
    guard let declaration = host.commands[command.verb.text] else {
      throw .findings([
        Findings.unknownCommand(
          command.verb.text, known: host.commands.verbs, at: command.verb.range, in: source)
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
    var replacements = binder.replacements.filter { isUnknownLater($0.expression, in: source) }.map {
      ($0.range, $0.text)
    }
    replacements += binder.renames.map { ($0.range, $0.text) }
    if command.verb.text != declaration.verb { replacements.append((command.verb.range, declaration.verb)) }
    var text = source.replacing(replacements, in: swept?.range ?? statement.range)
    if let swept {
      text = swept.head + text
      for (name, value) in swept.options {
        let typed = source.slice(value.range)
        // A value of a list with a name, or of one by an expression, isn't known by it later.
        let own = Aliases.canonical(name, among: declaration.parameters.map(\.name))
        text += " \(own)=" + (typed.contains("$") ? arguments[own].map(Help.spelled) ?? typed : typed)
      }
      if let mark = swept.mark { text += " \(mark)=yes" }
    }
    return (
      BoundCommand(
        verb: declaration.verb, arguments: arguments, places: places, items: items, text: text,
        source: source,
        range: command.range, isSwept: swept?.mark != nil),
      declaration
    )
  }

  /// A text that holds one command, bound but not run: how a definition that was saved comes back.
  public func bound(_ source: SourceText) throws(RunFailure) -> BoundCommand {
    switch Parser.parse(source) {
    case .incomplete(let findings), .wrong(let findings): throw .findings(findings)
    case .complete(let script):
      guard let statement = script.statements.first, script.statements.count == 1,
        case .command(let command) = statement.kind
      else { throw .findings([Diagnostic("one command is expected.", at: SourceRange(0, 0), in: source)]) }
      return try bind(command, statement: statement, in: source).0
    }
  }
}

/// Answers a binder from the running session.
struct RunningResolver: Resolver {
  let host: any Host
  let environment: Environment
  let source: SourceText

  func value(of expression: Expression) throws(Diagnostic) -> Value? {
    try Evaluator(source: source, environment: environment).evaluate(expression).value
  }

  func shape(of expression: Expression) throws(Diagnostic) -> Value? { try value(of: expression) }

  func meaning(of name: String) -> ResolvedName? {
    StaticScope(host: host, environment: environment).names[name]
  }

  func names(for role: NameRole) -> [String] {
    StaticScope(host: host, environment: environment).resolver(in: source).names(for: role)
  }
}
