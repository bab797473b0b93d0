internal import Datasets
internal import Declarations
internal import Models
internal import Record
internal import Runtime
internal import SupportVectors

/// `restore FILE as NAME [on DATA]`.
enum RestoreVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "restore", summary: "Restore a saved model.",
    parameters: [
      Parameter(
        "file", .path, .positional, required: true, files: .endings(["safetensors", "svm"]),
        summary: "the file that 'save' wrote, or a model file of LIBSVM"),
      Parameter("name", .name(.new), .preposition("as"), required: true, summary: "the name that it gets"),
      Parameter(
        "data", .name(.data), .preposition("on"),
        summary: "of a LIBSVM file: the data whose images and classes it is for"),
      .option(
        "answer", .choice(SupportVectorDefinition.Answer.allCases.map(\.rawValue)),
        "of a LIBSVM file with probabilities: votes (the default) names the class that svm-predict names, "
          + "and exchanges its probability with that of a more probable one; probable names that one, as "
          + "svm-predict -b 1"),
    ],
    defines: .model,
    resultFields: [
      .init("classes", "number of classes", .number),
      .init("weights", "sha256 of all that it learned", .text),
      .init("fingerprint", "the same, as what came in: a replay with another file ends here", .text),
      .init("file_hash", "sha256 of the whole file, its definition, classes and preparation too", .text),
    ],
    examples: ["restore \"small.safetensors\" as small", "restore \"theirs.svm\" as theirs on fashion"],
    notes: [
      "A LIBSVM file (of svm-train, or of 'export') names its classes by numbers: where the names of the "
        + "data's classes are all whole numbers these, else their places, from 0. Its features are the "
        + "prepared pixels; where these are bytes as 0 to 1 and the file holds whole numbers up to 255, it "
        + "was trained on the bytes, and is scaled. Probabilities are LIBSVM's where answer=probable; else, "
        + "where its votes and its probabilities name different classes (about one image of a hundred), the "
        + "two exchange their probabilities, so that log loss and areas differ a little."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let path = command.arguments.optionalText("file") else { return }
    try known.requireFile(path) { ModelFile.unreadable($0, "it doesn't exist") }
    if known.requiresFiles, !known.isRunning, !known.isWritten(path) {
      if try ModelFile.known(path) != nil {
        try refuseForeignOptions(command, path)
      } else if let (name, data) = known.data(command) {
        try SupportVectorFamily.check(libsvm: path, name, data)
      }
    }
    if known.model(in: path) != nil { try refuseForeignOptions(command, path) }
    guard path.hasSuffix(".svm"), !command.arguments.given.contains("data") else { return }
    if known.isWritten(path) || ModelFile.isLIBSVM(path) { throw SupportVectorFamily.needsData(path) }
  }

  /// Refuses the options that only files of other programs need.
  private static func refuseForeignOptions(_ command: BoundCommand, _ path: String) throws {
    try ModelFile.refuse(
      answer: command.arguments.optionalText("answer"), data: command.arguments.optionalText("data"),
      for: path)
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    guard let name = command.arguments.optionalText("name") else { return known.loseTrack() }
    var model = KnownModel()
    let data = known.data(command)
    if let data {
      model.family = SupportVectorFamily.self
      model.classes = data.data.outline.classes
      model.shape = data.data.shape
      model.task = .classification
    }
    if let saved = command.arguments.optionalText("file").flatMap(known.model) { model = saved }
    if let path = command.arguments.optionalText("file"), known.requiresFiles, !known.isWritten(path),
      let described = try? ModelFile.known(path)
    {
      model = described
    }
    model.state = command.arguments.isKnown("data") ? .trained(on: data?.name) : nil
    model.hasCandidates = false
    known.models[name] = model
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    .change
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("name")
    let path = shell.origin(of: command.arguments.text("file"))
    let bytes = try ModelFile.contents(of: path)
    var entry = try ModelFile.read(
      bytes, of: path, name: name,
      on: command.arguments.optionalText("data"),
      answer: command.arguments.optionalText("answer"), in: shell)
    let hash = entry.model?.weightsHash ?? ""
    entry.lineage.file = "\(command.arguments.text("file")) \(hash.prefix(15))"
    shell.workspace.models[name] = entry
    shell.savedWeights.insert(hash)
    return ResultRecord(
      [
        .init("classes", .integer(entry.classes.count)), .init("weights", .text(hash)),
        .init("fingerprint", .text(hash)),
        .init("file_hash", .text(Chain.fingerprint(of: bytes))),
      ],
      display: "\(name): \(entry.family.outline(of: entry)), \(entry.classes.count) classes"
        + (entry.history.isEmpty ? "" : ", \(Spelling.counted(entry.history.count, "epoch")) of training")
        + (entry.supportVectors.flatMap {
          $0.hasProbabilities ? "; " + SupportVectorFamily.answerText($0) : nil
        } ?? "")
        + (entry.trainedOn.map { ", trained on \($0.outline)" } ?? "")
    )
  }
}
