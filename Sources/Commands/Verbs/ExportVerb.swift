internal import Datasets
internal import Declarations
internal import Foundation
internal import Runtime
internal import SupportVectors

/// `export MODEL|DATA.part to FILE`.
enum ExportVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "export", summary: "Export a model or data to a format of other programs.",
    parameters: [
      .positional(
        "what", .either([.name(.model), .name(.dataPart)]), "a trained model, or a part of a data set"),
      Parameter(
        "model", .name(.model), .preposition("with"),
        summary: "of data: the support vector machine whose features are written instead of prepared pixels"),
      Parameter(
        "file", .path, .preposition("to"), required: true, files: .endings(["svm", "svmlight"]),
        summary: "a .svm file for a support vector machine, an .svmlight file for data"),
      Overwriting.parameter,
    ],
    resultFields: [
      .init("file", "where it is", .text), .init("count", "support vectors, or samples", .number),
    ],
    examples: [
      "export shape to \"shape.svm\"", "export fashion.test to \"test.svmlight\"",
      "export fashion.test with edges to \"test.svmlight\"",
    ],
    notes: [
      "A .svm file is a model file of LIBSVM: 'svm-predict test.svmlight shape.svm labels.txt' names the "
        + "classes that Fovea names. The features are those that the machine sees, so that a machine on=hog, "
        + "on=pca or with scaling needs its data written 'with' it. Classes whose names are all whole "
        + "numbers have these as labels, others their places, from 0; what isn't a machine's own, classes "
        + "and preparation, stays behind: 'save' keeps all. 'restore' reads .svm files, 'load' .svmlight "
        + "files."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let what = command.arguments.optionalText("what") else { return }
    let isModel = known.models[what] != nil
    let wanted = isModel ? ".svm" : ".svmlight"
    if let path = command.arguments.optionalText("file"), !path.hasSuffix(wanted) {
      throw CommandFailure(
        "'\(path)' doesn't say how to write \(isModel ? "a model" : "data").",
        hint: isModel
          ? "LIBSVM's model files end with .svm: "
            + "\(FileNames.path(path, ending: wanted)); for a file of Fovea's own: save "
            + "\(what) to FILE"
          : "Data is written as .svmlight: \(FileNames.path(path, ending: wanted))", argument: "file")
    }
    if isModel {
      if command.arguments.given.contains("model") {
        throw CommandFailure("'with' belongs to data: a model is written as it is.", argument: "model")
      }
      try requireMachine(what, "what", known)
      guard let entry = known.models[what]?.entry, let count = known.models[what]?.classes?.count, count > 2,
        (entry.definition as? SupportVectorDefinition)?.multiclass == .rest
      else { return }
      let error = SupportVectorError.noLIBSVMForm
      throw CommandFailure(error.message, hint: error.hint, argument: "what")
    }
    try known.requirePart(what, default: .train, "what")
    try known.requireOneClass(what, "an svmlight file", "what")
    guard let user = command.arguments.optionalText("model") else { return }
    try requireMachine(user, "model", known)
    let (dataName, _) = Shell.parts(of: what, default: .train)
    try known.requireSameClasses(user, dataName, "model")
    try known.requireSameSize(user, dataName, "model")
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) { known.noteFile(of: command) }

  private static func requireMachine(_ name: String, _ argument: String, _ known: KnownWorkspace) throws {
    try known.requireTrained(name, argument)
    try known.requireOneClass(name, "a LIBSVM file", argument)
    guard let family = known.models[name]?.family, family != SupportVectorFamily.self else { return }
    throw CommandFailure(
      "'\(name)' is one of the \(family.plural); LIBSVM's files hold support vector machines.",
      hint: "For a file of Fovea's own: save \(name) to FILE", argument: argument)
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let what = command.arguments.text("what")
    let path = command.arguments.text("file")
    let isModel = shell.workspace.models[what] != nil
    let (bytes, count, text) = isModel ? try model(what, command, shell) : try data(what, command, shell)
    let replacing = shell.replacing(path)
    try ModelFile.place(bytes, at: shell.destination(of: path))
    return ResultRecord(
      [.init("file", .text(path)), .init("count", .integer(count))],
      display: "\(text) written to \(path)\(replacing)")
  }

  private static func model(
    _ name: String, _ command: BoundCommand, _ shell: Shell
  ) throws -> (bytes: [UInt8], count: Int, text: String) {
    let machine = try machine(name, "what", shell)
    do throws(SupportVectorError) {
      let count = machine.report.supportVectors
      let classes = shell.workspace.models[name]?.classes ?? []
      return (
        try machine.libsvmFile(labels: SparseText.labels(of: classes)), count,
        "\(Spelling.count(count)) support vectors"
      )
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: "what")
    }
  }

  private static func data(
    _ name: String, _ command: BoundCommand, _ shell: Shell
  ) throws -> (bytes: [UInt8], count: Int, text: String) {
    let (dataName, part) = Shell.parts(of: name, default: .train)
    let data = try shell.data(dataName)
    guard let user = command.arguments.optionalText("model") else {
      let source = try data.source(part, training: false, seed: 0)
      let labels = SparseText.labels(of: data.classes)
      return (
        try SparseText.lines(source, labels: labels), source.count,
        "\(Spelling.count(source.count)) samples of \(dataName).\(part.rawValue)"
      )
    }
    let machine = try machine(user, "model", shell)
    let chosen = try data.requiredPart(part)
    let classes = shell.workspace.models[user]?.classes ?? []
    // Prepared as the machine's training images were.
    let source =
      try shell.workspace.models[user]?.preparation?.source(of: chosen, classes: classes.count)
      ?? data.source(part, training: false, seed: 0)
    let rows: [[Float]]
    do throws(SupportVectorError) {
      rows = try machine.featureRows(of: source, threads: shell.workspace.settings.threads)
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: "model")
    }
    return (
      try SparseText.lines(source, labels: SparseText.labels(of: classes)) { rows[$0] }, source.count,
      "\(Spelling.count(source.count)) samples of "
        + "\(dataName).\(part.rawValue), \(Spelling.count(machine.featureCount)) features each"
    )
  }

  private static func machine(_ name: String, _ argument: String, _ shell: Shell) throws -> SupportVectorModel
  {
    guard let machine = try shell.trained(name).entry.supportVectors else {
      throw CommandFailure.untrained(name, argument)
    }
    return machine
  }
}
