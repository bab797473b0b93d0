internal import Declarations
internal import Diagnostics
public import Syntax

extension Interpreter {
  /// Whether a command stands for several others.
  func isSweep(_ command: Command) -> Bool { host.commands[command.verb.text]?.isSweep == true }

  /// Whether a statement stands for several commands of the record.
  public func isSeveral(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .command(let command), .letCommand(_, let command): isSweep(command)
    default: !statement.isLeaf
    }
  }

  /// Runs each command of a sweep, and then the one that ends it. Each is recorded as a command of its own;
  /// one that fails leaves the others. Ctrl-C ends the sweep with what was finished.
  ///
  /// - Returns: What the last command answers.
  func sweep(
    _ command: Command, name: Name?, _ statement: Statement, in source: SourceText
  ) throws(RunFailure) -> ResultRecord {
    let environment = environment
    let sweep = try finding { () throws(Diagnostic) in
      try Sweep(command, commands: host.commands, in: source) { expression throws(Diagnostic) in
        try Evaluator(source: source, environment: environment).evaluate(expression).value
      }
    }
    // Nothing runs before all can.
    for (command, _) in sweep.commands { _ = try bind(command, statement: statement, in: source) }
    try record(statement, in: source) { try $0.comment(source.slice(statement.range)) }
    var finished = 0
    var failure: [Diagnostic] = []
    var told: Set<String> = []
    for (index, (command, varied)) in sweep.commands.enumerated() {
      iterations.append(index + 1)
      defer { iterations.removeLast() }
      var text = SweptText(range: sweep.inner.range)
      text.options = varied
      text.mark = sweep.rule.mark
      do throws(RunFailure) {
        let result = try execute(command, statement: statement, in: source, as: text)
        if result.stoppedAtStep == nil || !host.isInterrupted { finished += 1 }
      } catch {
        guard case .findings(let found) = error else { throw error }
        failure = found
        if !host.isInterrupted {
          let message = found.map(\.message).joined(separator: " ")
          let options = described(varied, of: command, in: source)
          // What is wrong with all of them is said once.
          let said = told.insert(message).inserted ? message : "the same"
          onEvent(
            .result(
              place(of: statement, in: source), verb: command.verb.text,
              text: "\(source.slice(sweep.inner.range)) \(options) \(sweep.rule.mark)=yes",
              ResultRecord([.init("error", .text(message))], display: "\(options): \(said)"), seconds: 0))
        }
      }
      if host.isInterrupted { break }
    }
    guard finished > 0, let closing = sweep.closing else {
      if host.isInterrupted { throw .interrupted }
      throw .findings(failure)
    }
    let head = name.map { "let \($0.text) = " } ?? ""
    return try execute(
      closing, statement: statement, in: source,
      as: SweptText(range: closing.arguments[0].range, head: "\(head)\(closing.verb.text) "))
  }

  private func described(
    _ varied: [(name: String, value: Argument)], of command: Command, in source: SourceText
  ) -> String {
    let known = host.commands[command.verb.text]?.parameters.map(\.name) ?? []
    return varied.map { typed, value in
      let name = Aliases.canonical(typed, among: known)
      let typed = source.slice(value.range)
      if typed.contains("$"), case .number(let number) = value.kind {
        return "\(name)=\(Spelling.number(number))"
      }
      return "\(name)=\(typed)"
    }.joined(separator: " ")
  }
}

/// How one command of a sweep stands in the record.
struct SweptText {
  /// What of the sweep's text it is.
  let range: SourceRange
  var head = ""
  /// What varies.
  var options: [(name: String, value: Argument)] = []
  var mark: String?
}
