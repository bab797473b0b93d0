internal import Declarations
internal import Record
internal import Runtime

/// `replay FILE`.
enum ReplayVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "replay", summary: "run a recorded session again and compare every result",
    parameters: [.positional("file", .path, "the session")],
    resultFields: [
      .init("verdict", "same, differs or inconclusive"), .init("compared", "commands compared"),
      .init("same", "commands with the same bits"),
    ],
    examples: ["replay sessions/quickstart.fovea"],
    notes: ["It runs in a workspace of its own; nothing of this session changes."], isRecorded: false)

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let session = try SessionFailure.reading(command.arguments.text("file"))
    var replay = Replay(session)
    replay.interruption = shell.interruption
    replay.onProgress = shell.onProgress
    let report = replay.run(threads: shell.workspace.settings.threads)
    return ResultRecord(
      [
        .init("verdict", .text(report.verdict.rawValue)), .init("compared", .integer(report.compared)),
        .init("same", .integer(report.count(.same))),
      ], display: report.lines.joined(separator: "\n"))
  }
}

/// Sessions that can't be read, as failures of a command.
enum SessionFailure {
  static func reading(_ path: String) throws -> Session {
    do throws(RecordError) {
      return try SessionReader.read(path: path)
    } catch {
      throw CommandFailure(error.message + ".", hint: error.hint, argument: "file")
    }
  }
}
