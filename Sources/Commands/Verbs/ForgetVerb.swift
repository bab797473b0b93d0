internal import Declarations
internal import Runtime

/// `forget NAME`.
enum ForgetVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "forget", summary: "drop a data set, a model or a result",
    parameters: [.positional("name", .name(.any), "what to drop")], examples: ["forget small"],
    notes: ["A data set that a model was trained on is kept: 'evaluate' still needs it."], changesNames: true)

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("name")
    if let user = shell.workspace.models.sorted(by: { $0.key < $1.key }).first(where: { $0.value.dataName == name }) {
      throw CommandFailure(
        "the model '\(user.key)' was trained on '\(name)' and still needs it.",
        hint: "Drop the model first: forget \(user.key)",
        argument: "name")
    }
    shell.workspace.data[name] = nil
    shell.workspace.models[name] = nil
    shell.interpreter.environment[name] = nil
    return ResultRecord(display: "'\(name)' is dropped; 'undo' brings it back")
  }
}
