internal import Diagnostics
internal import Record
internal import Runtime
internal import Syntax

/// Commands that no record holds, because they are never recorded. A replay runs what somebody else may have
/// written: such a command could change another session, or replay itself without end.
enum ForeignCommand {
  /// The first word that a record never holds; nil where all of the text may be part of one, or nothing in it
  /// can run.
  static func word(in text: String) -> String? {
    guard case .complete(let script) = Parser.parse(SourceText(name: "record", text: text)) else {
      return nil
    }
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
  /// The first of the replayed commands that no record holds.
  func foreignCommand(first count: Int) -> (line: Int, word: String)? {
    for entry in session.attempts.prefix(count) where entry.kind == .succeeded {
      if let until, entry.line > until { return nil }
      if let word = ForeignCommand.word(in: entry.text) { return (entry.line, word) }
    }
    return nil
  }
}
