internal import Declarations
internal import Models
internal import Runtime

/// `save NAME to FILE`.
enum SaveVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "save", summary: "Write a trained model to a safetensors file.",
    parameters: [
      .positional("model", .name(.model), "the model"),
      Parameter(
        "file", .path, .preposition("to"), required: true, files: .endings(["safetensors"]),
        summary: "the file, ending with .safetensors"),
      Overwriting.parameter,
    ],
    resultFields: [
      .init("file", "where it is", .text), .init("weights", "sha256 of all that it learned", .text),
    ],
    examples: ["save small to \"small.safetensors\""],
    notes: [
      "The file holds the definition, the classes and the preparation too, so that 'restore' needs nothing "
        + "else, and 16 digits for each image that the model was trained on, so that 'evaluate' tells when "
        + "it is recognized by these; no image can be made from them."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    if let path = command.arguments.optionalText("file"), !path.hasSuffix(".safetensors") {
      throw CommandFailure(
        "'\(path)' doesn't say how to write a model.",
        hint: "Models are written as .safetensors: \(FileNames.path(path, ending: ".safetensors"))",
        argument: "file")
    }
    if let (name, _) = known.model(command) { try known.requireTrained(name, "model") }
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    known.noteFile(of: command, holding: known.model(command)?.model.saved)
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let (entry, model) = try shell.trained(command.arguments.text("model"))
    let path = command.arguments.text("file")
    let replacing = shell.replacing(path)
    try ModelFile.write(entry, model, to: shell.destination(of: path))
    shell.savedWeights.insert(model.weightsHash)
    return ResultRecord(
      [.init("file", .text(path)), .init("weights", .text(model.weightsHash))],
      display: "saved to \(path)\(replacing)")
  }
}
