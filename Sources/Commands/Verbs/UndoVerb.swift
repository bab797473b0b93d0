internal import Declarations
internal import Runtime

/// `undo`.
enum UndoVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "undo", summary: "Restore names, weights and settings from before the last change.",
    parameters: [],
    examples: ["undo"], notes: ["Ten changes deep. Files that were written stay."])

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) { known.loseTrack() }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    .undo
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    guard let command = shell.undo() else {
      throw CommandFailure(
        "there is nothing to undo.", hint: "The last \(Environment.undoDepth) changes of a session are kept.")
    }
    let shown = command.isEmpty ? "the last change" : "'\(command)'"
    return ResultRecord(display: "undone: \(shown); 'list' shows what there is")
  }
}
