internal import Declarations
internal import Diagnostics
internal import Record
internal import Runtime
internal import Syntax

/// `resume [FILE]`.
enum ResumeVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "resume", summary: "Continue an interrupted session.",
    parameters: [
      Parameter(
        "file", .path, .positional, required: false, files: .session,
        summary: "the session; without it the newest one that was cut off")
    ],
    resultFields: [.init("session", "its file"), .init("commands", "commands that came back")],
    examples: ["resume", "resume \"sessions/20261123-140511-4c2f.fovea\""],
    notes: [
      "Its commands are run again and compared with the record; a training that was cut off goes on inside "
        + "its epoch and ends with the same bits as if nothing had happened. The record goes on in the same "
        + "file.",
      "A script that failed after something was trained in it leaves its session open. Mend the script and "
        + "type 'resume': it is read anew and goes on at the command that failed, with all that was trained. "
        + "The commands above that must be those that ran.",
      "A session that was moved goes on where it is now; a copy brings back what it holds, and leaves the "
        + "rest of the script to the original.",
    ], effect: .reachesOut)

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) { known.loseTrack() }

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    let path = command.arguments.optionalText("file")
    if !known.data.isEmpty || !known.models.isEmpty || hasRecordedAbove(command) { throw mixed(path) }
    guard let path else { return }
    try known.requireSession(path)
  }

  /// Whether the text has something above the command that a session records.
  private static func hasRecordedAbove(_ command: BoundCommand) -> Bool {
    let above = command.source.slice(SourceRange(0, command.range.lower))
    guard case .complete(let script) = Parser.parse(SourceText(name: command.source.name, text: above))
    else { return false }
    return script.statements.contains { statement in
      guard case .command(let other) = statement.kind else { return true }
      return Verbs.table[other.verb.text]?.isRecorded ?? true
    }
  }

  private static func mixed(_ path: String?) -> CommandFailure {
    CommandFailure(
      "this session has commands of its own, and 'resume' would mix two sessions.",
      hint: "Leave it, and type: fovea resume" + (path.map { " " + $0 } ?? ""))
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    .perhaps
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let path = command.arguments.optionalText("file")
    let before = shell.recorder as? SessionRecorder
    guard before?.path == nil, shell.workspace.data.isEmpty, shell.workspace.models.isEmpty else {
      throw mixed(path)
    }
    let resumption: Resumption
    do throws(RecordError) {
      resumption = try Resumption(path: path)
    } catch {
      throw CommandFailure(error.message + ".", hint: error.hint, argument: path == nil ? nil : "file")
    }
    let seed = shell.workspace.settings.seed
    let checkpoints = shell.checkpoints
    var lines: [String] = []
    resumption.onRemark = { lines.append($0) }
    switch resumption.run(in: shell) {
    case .refused(let report):
      shell.reset(seed: seed)
      (shell.checkpoints, shell.recorder) = (checkpoints, before)
      throw CommandFailure("the session can't go on:\n" + report.lines.joined(separator: "\n"))
    case .unfit(let findings):
      shell.reset(seed: seed)
      (shell.checkpoints, shell.recorder) = (checkpoints, before)
      throw CommandFailure("the script can't go on: " + findings.map(\.message).joined(separator: "\n"))
    case .wentOn(_, let failure):
      // A failure belongs to the command behind the cut; what came back stays.
      if case .findings(let findings) = failure { lines += findings.map { "error: " + $0.message } }
      shell.isUndoing = true
      let count = resumption.session.commands.count
      lines.append(
        "\(count) command\(count == 1 ? "" : "s") came back with the same bits; the record goes on in "
          + "\(resumption.session.name)"
      )
      return ResultRecord(
        [.init("session", .text(resumption.session.name)), .init("commands", .integer(count))],
        display: SafeText.text(lines.joined(separator: "\n")))
    }
  }
}
