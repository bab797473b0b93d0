internal import Declarations
internal import Diagnostics
internal import Record
internal import Runtime

/// `open FILE`.
enum OpenVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "open", summary: "Show a recorded session with its results, without running it.",
    parameters: [
      Parameter("file", .path, .positional, required: true, files: .session, summary: "the session")
    ],
    examples: ["open sessions/quickstart.fovea"], effect: .reachesOut)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let path = command.arguments.optionalText("file") else { return }
    try known.requireSession(path)
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let session = try SessionFailure.reading(command.arguments.text("file"))
    let outline = SessionOutline(session, columns: Table.room)
    return ResultRecord(display: SafeText.text(outline.lines.joined(separator: "\n")))
  }
}
