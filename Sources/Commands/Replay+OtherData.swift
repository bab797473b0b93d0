internal import Diagnostics
internal import Record
internal import Runtime

extension Replay {
  /// What needs no time: data sets are loaded again, and only what names them and values runs with them.
  private static let quick: Set<String> = ["load", "let", "param", "split", "prepare", "augment", "describe", "model", "set"]

  /// The first `load` behind something that takes time whose data isn't what was recorded: said before that time is spent.
  ///
  /// Loads that stand before everything else are judged when their turn comes. What a session itself wrote isn't known yet, so a
  /// load of a file that another command names is left to its turn as well, and so is one that fails here.
  func otherData(_ comparison: Comparison) -> EntryComparison? {
    guard overrides.isEmpty else { return nil }
    let entries = session.commands.filter { entry in until.map { entry.line <= $0 } ?? true }
    guard let slow = entries.firstIndex(where: { !Self.quick.contains(Self.verb(of: $0)) }),
      entries[slow...].contains(where: { Self.verb(of: $0) == "load" })
    else { return nil }
    let shell = Shell(.init(threads: 1, seed: session.header.seed))
    shell.interruption = interruption
    for (place, entry) in entries.enumerated() {
      let verb = Self.verb(of: entry)
      guard verb == "let" || verb == "param" || verb == "load" && place > slow else { continue }
      var found: ResultRecord?
      shell.onEvent = { if case .result(_, _, _, let result, _) = $0 { found = result } }
      // A value that hangs on results can't be had here, and neither can what it names.
      guard (try? shell.run(SourceText(name: session.name, text: entry.text))) != nil, verb == "load", let found else {
        continue
      }
      shell.workspace.data = [:]
      let judged = comparison.compare(entry, with: found)
      let source = entry.text.split(separator: " ").dropFirst().first.map(String.init) ?? ""
      let isNamed = entries[..<place].contains { Self.verb(of: $0) != "load" && $0.text.contains(Self.bare(source)) }
      if judged.endsReplay, !isNamed { return judged }
    }
    return nil
  }

  /// A path without the quotes that it may stand in.
  private static func bare(_ word: String) -> String { word.filter { $0 != "\"" } }

  private static func verb(of entry: SessionEntry) -> String {
    entry.text.prefix { !$0.isWhitespace && $0 != "=" }.description
  }
}
