internal import Declarations
internal import Runtime

/// `quit`.
enum QuitVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "quit", summary: "leave the shell (also Ctrl-D)", parameters: [], examples: ["quit"], isRecorded: false)

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    shell.wantsToQuit = true
    return ResultRecord()
  }
}
