internal import Diagnostics
internal import Record
internal import Runtime

extension Replay {
  /// What needs no time.
  private static let quick: Set<String> = ["load", "split", "prepare", "augment", "describe", "model", "set"]

  /// The first `load` behind something that takes time whose data isn't what was recorded: said before that time is spent.
  ///
  /// Loads that stand before everything else are judged when their turn comes. What a session itself wrote isn't known yet, so a
  /// load of a file that another command names is left to its turn as well, and so is one that fails here.
  ///
  /// Nothing runs but loads and statements about values.
  ///
  /// - Parameter count: How many of the commands count, failed ones included.
  func otherData(_ comparison: Comparison, first count: Int) -> EntryComparison? {
    guard overrides.isEmpty else { return nil }
    let entries = session.attempts.prefix(count).filter { entry in
      entry.kind == .succeeded && (until.map { entry.line <= $0 } ?? true)
    }
    let verbs = entries.map { CommandOutline($0.text)?.verb }
    guard let slow = verbs.firstIndex(where: { verb in verb.map { !Self.quick.contains($0) } ?? false }),
      verbs[slow...].contains("load")
    else { return nil }
    let shell = Shell(.init(threads: 1, seed: session.header.seed))
    shell.interruption = interruption
    for (place, entry) in entries.enumerated() {
      let verb = verbs[place]
      let isValue = verb == nil && ["let", "param"].contains(entry.text.prefix { !$0.isWhitespace })
      guard isValue || verb == "load" && place > slow else { continue }
      var found: ResultRecord?
      shell.onEvent = { if case .result(_, _, _, let result, _) = $0 { found = result } }
      // A value that hangs on results can't be had here, and neither can what it names.
      guard (try? shell.run(SourceText(name: session.name, text: entry.text))) != nil, verb == "load", let found else {
        continue
      }
      shell.workspace.data = [:]
      let judged = comparison.compare(entry, with: found)
      let source = CommandOutline(entry.text)?.words.first ?? ""
      let isNamed = entries.indices[..<place].contains { verbs[$0] != "load" && entries[$0].text.contains(Self.bare(source)) }
      if judged.endsReplay, !isNamed { return judged }
    }
    return nil
  }

  /// A path without the quotes that it may stand in.
  private static func bare(_ word: String) -> String { word.filter { $0 != "\"" } }
}
