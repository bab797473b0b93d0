internal import Datasets
internal import Declarations
internal import Diagnostics
internal import Files
internal import Record
internal import Runtime

/// Stands between the interpreter and the shell, which own each other otherwise.
final class ShellHost: Host {
  unowned var shell: Shell!  // set right after the shell is made, and lives as long as it

  var commands: CommandTable { Verbs.table }
  var allowsOldNames: Bool { shell.context.allowsOldNames }
  var names: [String: NameRole] { shell.workspace.roles }
  var isInterrupted: Bool { shell.interruption() }
  var isLeaving: Bool { shell.wantsToQuit }

  func isSession(_ source: SourceText) -> Bool { SessionHeader.begins(source.text) }

  func table(of value: Value, isFull: Bool) -> String? {
    let columns = shell.configuration.fitsTables ? shell.configuration.columns : nil
    return Table.fitted(to: columns) { ResultTable.text(value, isFull: isFull) }
  }

  func readScript(_ path: String) throws(ScriptUnreadable) -> String {
    if let text = shell.context.keptScripts[path] { return text }
    return try ScriptFile.read(
      path.isAbsolutePath ? path : (shell.context.scriptFolder.map { $0 + "/" } ?? "") + path)
  }

  func problem(writingTo path: String) -> String? {
    shell.context.replayFiles == nil ? FileNames.problem(writingTo: path) : nil
  }

  var knowledge: any Knowledge { KnownWorkspace(shell) }

  func check(_ command: BoundCommand, results: [String: [String]], knowledge: any Knowledge) -> Diagnostic? {
    guard let verb = Verbs.byName[command.verb], var known = knowledge as? KnownWorkspace else {
      return nil
    }
    known.results = results.mapValues(Set.init)
    do {
      try verb.check(command, in: known)
      try known.requireFreePlace(command)
      return nil
    } catch {
      return Self.diagnostic(error, command)
    }
  }

  func apply(_ command: BoundCommand, result: String?, to knowledge: inout any Knowledge) {
    guard let verb = Verbs.byName[command.verb], var known = knowledge as? KnownWorkspace else { return }
    verb.apply(command, to: &known)
    if let result {
      // Those of a cross-validation are the data's: its model may have learned others.
      known.resultClasses[result] =
        known.data(command)?.data.outline.classes ?? known.model(command)?.model.classes
    }
    knowledge = known
  }

  func loseTrack(of names: [String], in knowledge: inout any Knowledge) {
    guard var known = knowledge as? KnownWorkspace else { return }
    known.loseTrack(of: names)
    knowledge = known
  }

  func resultFields(of command: BoundCommand, knowledge: any Knowledge)
    -> [CommandDeclaration.ResultField]
  {
    guard let verb = Verbs.byName[command.verb], let known = knowledge as? KnownWorkspace else { return [] }
    return verb.possibleFields(of: command, in: known)
  }

  func change(by command: BoundCommand, knowledge: any Knowledge) -> WorkspaceChange {
    guard let verb = Verbs.byName[command.verb], let known = knowledge as? KnownWorkspace else {
      return .perhaps
    }
    return verb.change(by: command, in: known)
  }

  var undoableChanges: Int { shell.undoStack.count }

  func statementWillRun() { before = shell.remember() }
  func statementDidRun(_ text: String) { if let before { shell.keepIfChanged(before, by: text) } }
  private var before: (Workspace, Environment)?

  func execute(_ command: BoundCommand) throws(Diagnostic) -> ResultRecord {
    guard let verb = Verbs.byName[command.verb] else {
      throw command.finding("there is no command '\(command.verb)'.")
    }
    if shell.context.replayFiles != nil, verb.declaration.effect == .reachesOut {
      return ResultRecord(display: "'\(command.verb)' isn't run by a check: it looks into other sessions")
    }
    let before = shell.workspace
    shell.cacheUse = CacheUse()
    do {
      let known = shell.known
      try verb.check(command, in: known)
      try known.requireFreePlace(command)
      let columns = shell.configuration.fitsTables ? shell.configuration.columns : nil
      var result = try Table.fitted(to: columns) { try verb.run(command, in: shell) }
      shell.cacheUse.mark(&result)
      shell.recallTimes(&result)
      if result.provenance.isEmpty { result.provenance = shell.provenance(ofFileBy: command)?.fields ?? [] }
      result.numerics = shell.numerics(of: command)
      return result
    } catch {
      shell.workspace = before
      shell.onProgress(nil)
      throw Self.diagnostic(error, command)
    }
  }

  private static func diagnostic(_ error: any Error, _ command: BoundCommand) -> Diagnostic {
    switch error {
    case let error as Diagnostic: error
    case let error as CommandFailure: command.finding(error.message, hint: error.hint, at: error.argument)
    case let error as any ExplainedError: command.finding(error.message, hint: error.hint)
    default: command.finding("\(error)")
    }
  }
}
