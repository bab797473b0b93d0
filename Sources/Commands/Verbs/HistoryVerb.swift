internal import Declarations
internal import Diagnostics
internal import Runtime

/// `history`.
enum HistoryVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "history", summary: "Show what was typed in this session.",
    parameters: [
      .optionalPositional("count", .positiveInteger, default: .number(20), "how many of the last entries")
    ],
    examples: ["history", "history 5"], effect: .asks)

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let entries = shell.typed.suffix(command.arguments.integer("count"))
    let first = shell.typed.count - entries.count
    let rows = entries.enumerated().map { index, text in
      [
        String(first + index + 1),
        text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n       "),
      ]
    }
    let table = Table.text(rows, rightAligned: [0], hasHead: false)
    return ResultRecord(display: SafeText.text(rows.isEmpty ? "nothing was typed yet" : table))
  }
}
