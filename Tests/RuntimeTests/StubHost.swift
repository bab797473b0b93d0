import Declarations
import Diagnostics
import Runtime
import Syntax

/// A shell of one command, `answer`, whose result has fields of many kinds, and the record of what ran.
final class StubHost: Host, RunObserver {
  struct NoKnowledge: Knowledge {
    func merged(with other: any Knowledge) -> any Knowledge { self }
    func undone(to earlier: any Knowledge) -> any Knowledge { self }
  }

  let commands = CommandTable([
    CommandDeclaration(
      verb: "answer", summary: "Answer.",
      parameters: [
        .optionalPositional("word", .text, "any word"),
        .option("rate", .number(Limits(0, 1e6)), default: .number(1), "any number"),
      ],
      resultFields: [
        .init("number", "", .number), .init("word", "", .text), .init("seconds", "", .number, measured: true),
        .init("history", "", rows: true),
      ], examples: ["answer"])
  ])
  var allowsOldNames = false
  var names: [String: NameRole] { [:] }
  var isInterrupted: Bool { false }
  var isLeaving: Bool { false }
  var knowledge: any Knowledge { NoKnowledge() }
  var undoableChanges: Int { 0 }
  var scripts: [String: String] = [:]
  private(set) var recorded: [String] = []
  private(set) var results: [ResultRecord] = []
  private(set) var failures: [String] = []
  private(set) var printed: [String] = []

  func isSession(_ source: SourceText) -> Bool { source.text.hasPrefix("#! fovea session ") }
  func table(of value: Value, isFull: Bool) -> String? { nil }
  func readScript(_ path: String) throws(ScriptUnreadable) -> String {
    guard let script = scripts[path] else { throw ScriptUnreadable(reason: "it doesn't exist") }
    return script
  }
  func problem(writingTo path: String) -> String? { nil }
  func check(_ command: BoundCommand, results: [String: [String]], knowledge: any Knowledge) -> Diagnostic? {
    nil
  }
  func apply(_ command: BoundCommand, result: String?, to knowledge: inout any Knowledge) {}
  func loseTrack(of names: [String], in knowledge: inout any Knowledge) {}
  func resultFields(of command: BoundCommand, knowledge: any Knowledge) -> [CommandDeclaration.ResultField] {
    commands["answer"]?.resultFields ?? []
  }
  func change(by command: BoundCommand, knowledge: any Knowledge) -> WorkspaceChange { .none }
  func statementWillRun() {}
  func statementDidRun(_ text: String) {}

  func execute(_ command: BoundCommand) throws(Diagnostic) -> ResultRecord {
    let word = command.arguments.optionalText("word") ?? ""
    if word == "fail" { throw command.finding("it fails.") }
    return ResultRecord([
      .init("number", .number(42)), .init("word", .text(word)), .init("seconds", .number(7), measured: true),
      .init("history", .rows([0.5, -2].map { [.init("loss", .number($0)), .init("tag", .text("a\"b"))] })),
    ])
  }

  func comment(_ text: String) { recorded.append("#> " + text) }
  func note(_ text: String) { recorded.append("## " + text) }
  func willRun(_ text: String) { recorded.append(text) }
  func didFinish(_ result: ResultRecord) { results.append(result) }
  func didFail(_ message: String) { failures.append(message) }

  /// What ran, without comments: the script that a replay runs.
  var replayed: [String] { recorded.filter { !$0.hasPrefix("#") } }

  /// Checks and runs a script; returns what is wrong, as `line:column: message`.
  @discardableResult
  func run(_ text: String, overrides: [String: Value] = [:]) -> [String] {
    let interpreter = Interpreter(host: self)
    interpreter.overrides = overrides
    interpreter.observer = self
    interpreter.onEvent = { event in
      if case .printed(_, let line) = event { self.printed.append(line.text) }
    }
    let found: [Diagnostic]
    switch Parser.parse(SourceText(name: "test", text: text)) {
    case .incomplete(let findings), .wrong(let findings): found = findings
    case .complete(let script):
      do throws(RunFailure) {
        try interpreter.run(interpreter.checked(script))
        found = []
      } catch {
        if case .findings(let findings) = error { found = findings } else { found = [] }
      }
    }
    return found.map { finding in
      "\(finding.place.line):\(finding.place.column): \(finding.message)"
        + (finding.hint.map { " \($0)" } ?? "")
    }
  }
}
