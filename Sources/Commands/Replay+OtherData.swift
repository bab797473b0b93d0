internal import Diagnostics
internal import Record
internal import Runtime

extension Replay {
  /// The first `load` behind something that takes time whose data isn't what was recorded: said before that
  /// time is spent.
  ///
  /// Loads that stand before everything else are compared when their turn comes. What a session itself wrote
  /// isn't known yet, so a load of a file that another command names is left to its turn as well, and so is
  /// one that fails here. Nothing but loads runs.
  ///
  /// - Parameter count: How many of the commands count, failed ones included.
  func otherData(_ comparison: Comparison, first count: Int) -> EntryComparison? {
    guard overrides.isEmpty else { return nil }
    let entries = session.attempts.prefix(count).filter { entry in
      entry.kind == .succeeded && (until.map { entry.line <= $0 } ?? true)
    }
    var names = Environment()
    // Nil for statements about values.
    let commands = entries.map { entry in
      let command = RecordedCommand(entry.text, over: names)
      if command == nil { names.define(entry.text, recorded: entry.keptValue) }
      return command
    }
    guard
      let slow = commands.firstIndex(where: { command in
        command.map { Verbs.table[$0.verb]?.effect != .quick } ?? false
      })
    else {
      return nil
    }
    let shell = Shell(.init(threads: 1, seed: session.header.seed))
    shell.interruption = interruption
    let undone = commands.firstIndex { $0?.verb == UndoVerb.declaration.verb } ?? commands.endIndex
    for (place, entry) in entries.enumerated().dropFirst(slow) {
      // Which values an 'undo' brought back only running tells.
      if place > undone, entry.text.contains("$") { continue }
      guard let command = commands[place], command.verb == "load", let source = command.words.first else {
        continue
      }
      let path = source.filter { $0 != "\"" }
      let isNamed = commands[..<place].contains { $0?.verb != "load" && $0?.text.contains(path) == true }
      var found: ResultRecord?
      shell.onEvent = { if case .result(_, _, _, let result, _) = $0 { found = result } }
      guard !isNamed, (try? shell.run(SourceText(name: session.name, text: command.text))) != nil, let found
      else { continue }
      shell.workspace.data = [:]
      let evaluated = comparison.compare(entry, with: found)
      if evaluated.endsReplay { return evaluated }
    }
    return nil
  }
}
