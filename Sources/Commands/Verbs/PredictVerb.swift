internal import Datasets
internal import Declarations
internal import Models
internal import Runtime

/// `predict MODEL on PATH|DATA.part`.
enum PredictVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "predict", summary: "name the classes of images",
    parameters: [
      .positional("model", .name(.model), "the model"),
      Parameter("images", .path, .preposition("on"), required: true, summary: "a picture, a folder of pictures, or DATA.part"),
      .option("samples", .positiveInteger, default: .number(20), "how many are shown; the record keeps all"),
    ],
    resultFields: [
      .init("count", "images"), .init("labels", "the class of each, from 0"), .init("names", "the class of each by name"),
      .init("probabilities", "the probability of each class named"),
    ],
    examples: ["predict small on ./picture.png", "predict small on fashion.test samples=10"])

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("model")
    let (entry, model) = try shell.trained(name)
    guard let preparation = entry.preparation else {
      throw CommandFailure("'\(name)' doesn't know how its images were prepared.")
    }
    let place = command.arguments.text("images")
    let (dataName, partName) = Shell.parts(of: place, default: .test)
    let source: any SampleSource
    var titles: [String] = []
    var warnings: [String] = []
    if let data = shell.workspace.data[dataName] {
      let part = try data.requiredPart(partName)
      source = try preparation.source(of: part, classes: entry.classes.count)
      titles = (0..<part.count).map { part.file($0) ?? "\(dataName).\(partName.rawValue) \($0)" }
    } else {
      let samples = try preparation.samples(at: [place], classes: entry.classes.count)
      source = samples.source
      titles = samples.files
      warnings = samples.warnings
    }
    let predictions = try shell.predictions(of: model, name, on: source)
    let labels = predictions.predictedLabels
    let chances = labels.enumerated().map { Double(predictions.probabilities[$0 * predictions.classes + $1]) }
    var rows: [[String]] = []
    for index in 0..<min(labels.count, command.arguments.integer("samples")) {
      let truth = source.label(index)
      let mark = truth < 0 ? "" : truth == labels[index] ? "right" : "is \(entry.classes[truth])"
      rows.append([titles[index], entry.classes[labels[index]], Spelling.percent(chances[index]), mark])
    }
    var text = Table.text(rows, rightAligned: [2])
    if labels.count > rows.count { text += "\n  and \(Spelling.count(labels.count - rows.count)) more" }
    for warning in warnings { text += "\nwarning: \(warning)" }
    return ResultRecord(
      [
        .init("count", .integer(labels.count)), .init("labels", .list(labels.map { .integer($0) })),
        .init("names", .list(labels.map { .text(entry.classes[$0]) })),
        .init("probabilities", .list(chances.map { .number($0) })),
      ], display: text)
  }
}
