internal import Declarations
internal import Models
internal import Runtime

/// `restore FILE as NAME`.
enum RestoreVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "restore", summary: "bring a saved model back",
    parameters: [
      .positional("file", .path, "the file that 'save' wrote"),
      Parameter("name", .name(.new), .preposition("as"), required: true, summary: "the name that it gets"),
    ],
    defines: .model,
    resultFields: [
      .init("classes", "number of classes"), .init("weights", "sha256 of all that it learned"),
    ],
    examples: ["restore \"small.safetensors\" as small"])

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("name")
    let entry = try ModelFile.read(shell.origin(of: command.arguments.text("file")), name: name, in: shell)
    shell.workspace.models[name] = entry
    return ResultRecord(
      [
        .init("classes", .integer(entry.classes.count)),
        .init("weights", .text(entry.model?.weightsHash ?? "")),
      ],
      display: "\(name): \(entry.family.outline(of: entry)), \(entry.classes.count) classes"
        + (entry.history.isEmpty ? "" : ", \(entry.history.count) epochs of training")
    )
  }
}
