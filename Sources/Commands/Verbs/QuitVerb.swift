internal import Declarations
internal import Runtime

/// `quit`.
enum QuitVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "quit", summary: "Leave the shell (also Ctrl-D).", parameters: [], examples: ["quit"],
    notes: ["In a script it ends the script there; exit code 0."], effect: .asks)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    try known.requireNoNotebook(command)
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    shell.wantsToQuit = true
    return ResultRecord()
  }
}

/// `exit`, for those whose fingers say so.
enum ExitVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "exit", summary: "Leave the shell, as quit does.", parameters: [], examples: ["exit"],
    effect: .asks)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    try known.requireNoNotebook(command)
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    try QuitVerb.run(command, in: shell)
  }
}
