internal import Declarations
internal import Runtime
internal import Syntax

/// `forget NAME`.
enum ForgetVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "forget", summary: "Remove a data set, a model or a result.",
    parameters: [.positional("name", .name(.any), "what to drop")], examples: ["forget small"],
    notes: ["A data set that a model was trained on is kept: 'evaluate' still needs it."])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let name = command.arguments.optionalText("name") else { return }
    if Vocabulary.lastResult.contains(name), known.data[name] == nil, known.models[name] == nil,
      known.results[name] == nil
    {
      throw CommandFailure(
        "'\(name)' is the last result, which has no name that could be dropped.", argument: "name")
    }
    guard known.data[name] != nil else { return }
    let users = known.models.filter { $0.value.state == .trained(on: name) }.keys.sorted()
    guard let user = users.first else { return }
    throw CommandFailure(
      "the model '\(user)' was trained on '\(name)' and still needs it.",
      hint: "Drop the model first: forget \(user)", argument: "name")
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    guard let name = command.arguments.optionalText("name") else { return known.loseTrack() }
    known.data[name] = nil
    known.models[name] = nil
    known.resultClasses[name] = nil
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    command.arguments.optionalText("name").map(WorkspaceChange.drop) ?? .perhaps
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("name")
    shell.workspace.data[name] = nil
    shell.workspace.lineages[name] = nil
    shell.workspace.models[name] = nil
    shell.interpreter.environment[name] = nil
    return ResultRecord(display: "'\(name)' is dropped; 'undo' brings it back")
  }
}
