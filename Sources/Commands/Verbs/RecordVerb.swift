internal import Declarations
internal import Record
internal import Runtime

/// `record off`.
enum RecordVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "record", summary: "Continue without a record, when none can be written.",
    parameters: [.positional("state", .choice(["off"]), "off ends the record here")],
    examples: ["record off"],
    notes: [
      "For a disk that is full: no command runs unless it is recorded, or you say so. What follows can't be "
        + "replayed; a new session is recorded again."
    ], effect: .reachesOut)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    try known.requireNoNotebook(command)
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    guard let recorder = shell.recorder else {
      throw CommandFailure("this session isn't recorded.")
    }
    // Where nothing can be written, the record stays as it is: every command that ran stands in it.
    try? (recorder as? SessionRecorder)?.close()
    shell.recorder = nil
    shell.checkpoints = nil
    let path = (recorder as? SessionRecorder)?.path
    return ResultRecord(
      display: (path.map { "the record ends here, in \($0)" } ?? "nothing was recorded")
        + "; what follows can't be replayed")
  }
}
