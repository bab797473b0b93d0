internal import Diagnostics
internal import Record
internal import Runtime
internal import Syntax

/// What no record holds, since it is never recorded. A replay runs what somebody else may have written: such a line could go on
/// with another session, or replay itself without end.
enum ForeignCommand {
  /// Verbs that aren't recorded and tell of their own shell alone.
  private static let harmless: Set<String> = ["help", "list", "history", "quit", "exit"]

  /// Whether a verb looks into other sessions, or changes them.
  static func reachesOut(_ declaration: CommandDeclaration) -> Bool {
    !declaration.isRecorded && !harmless.contains(declaration.verb)
  }

  /// The word by which a text is none of a record; nil where it may be one, or says nothing that could run.
  static func word(in text: String) -> String? {
    guard case .complete(let script) = Parser.parse(SourceText(name: "record", text: text)) else { return nil }
    return script.statements.lazy.compactMap(word).first
  }

  private static func word(of statement: Statement) -> String? {
    switch statement.kind {
    case .command(let command), .letCommand(_, let command), .letWord(_, let command, _):
      guard let declaration = Verbs.table[command.verb.text] else { return nil }
      return declaration.isRecorded && !declaration.isSweep ? nil : declaration.verb
    case .loop: return "for"
    case .condition: return "if"
    case .source: return "source"
    case .note: return "note"
    case .letValue, .param, .assert, .print: return nil
    }
  }
}

extension Replay {
  /// The first command, among those that count, that no record holds.
  func foreignCommand(first count: Int) -> (line: Int, word: String)? {
    for entry in session.attempts.prefix(count) where entry.kind == .succeeded {
      if let until, entry.line > until { return nil }
      if let word = ForeignCommand.word(in: entry.text) { return (entry.line, word) }
    }
    return nil
  }
}
