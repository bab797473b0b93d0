internal import Declarations
internal import Diagnostics
internal import Glibc
internal import Record
internal import Runtime

/// `replay FILE`.
enum ReplayVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "replay", summary: "Run a recorded session again and compare every result.",
    parameters: [
      Parameter("file", .path, .positional, required: true, files: .session, summary: "the session"),
      .option("until", .positiveInteger, "end after the command in this line"),
      .option(
        "from", .positiveInteger, "bring back what stands above this line, from the cache where it is known"),
      .option("cached", .boolean, default: .boolean(false), "take what was computed before from the cache"),
    ],
    resultFields: [
      .init("verdict", "same, differs or inconclusive"), .init("compared", "commands compared"),
      .init("same", "commands with the same bits"),
    ],
    examples: ["replay sessions/quickstart.fovea", "replay sessions/quickstart.fovea until=20"],
    notes: ["It runs in a workspace of its own; nothing of this session changes."], effect: .reachesOut)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let path = command.arguments.optionalText("file") else { return }
    try known.requireSession(path)
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let session = try SessionFailure.reading(command.arguments.text("file"))
    var replay = Replay(session)
    replay.interruption = shell.interruption
    replay.onProgress = shell.onProgress
    replay.until = command.arguments.optionalInteger("until")
    replay.from = command.arguments.optionalInteger("from")
    if replay.from != nil { replay.earlier = ResultCache.standard() }
    if command.arguments.flag("cached") { replay.cache = ResultCache.standard() }
    let report = replay.run(threads: shell.workspace.settings.threads)
    var lines = report.lines
    // What this process computes with can't be changed any more.
    if report.verdict == .inconclusive, Program.couldLimitKernels(to: session.header) {
      lines.append(
        "it was recorded with \(session.header.instructionSet), and this program computes with more; to "
          + "compare with that: fovea replay \(ShellWord.text(session.name))")
    }
    return ResultRecord(
      [
        .init("verdict", .text(report.verdict.rawValue)), .init("compared", .integer(report.compared)),
        .init("same", .integer(report.count(.same))),
      ], display: SafeText.text(lines.joined(separator: "\n")))
  }
}

/// Sessions that can't be read, as failures of a command.
enum SessionFailure {
  static func reading(_ path: String) throws -> Session {
    do throws(RecordError) {
      return try SessionReader.read(path: path)
    } catch {
      throw failure(error)
    }
  }

  static func missing(_ path: String) -> CommandFailure { failure(.reading(path: path, .init(code: ENOENT))) }

  static func isFolder(_ path: String) -> CommandFailure {
    failure(.reading(path: path, .init(code: EISDIR)))
  }

  private static func failure(_ error: RecordError) -> CommandFailure {
    CommandFailure(error.message + ".", hint: error.hint, argument: "file")
  }
}
