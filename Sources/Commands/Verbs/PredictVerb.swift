internal import Datasets
internal import Declarations
internal import Models
internal import Runtime

/// `predict MODEL on PATH|DATA.part`.
enum PredictVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "predict", summary: "Predict the classes of images.",
    parameters: [
      .positional("model", .name(.model), "the model"),
      Parameter(
        "images", .path, .preposition("on"), required: true, files: .pictures,
        summary: "a picture, a folder of pictures, or DATA.part"),
      .option("samples", .positiveInteger, default: .number(20), "how many are shown; the record keeps all"),
      .option(
        "top", .integer(1...100), default: .number(1),
        "how many classes are told of each, the most probable first"),
      Thresholds.parameter,
    ],
    resultFields: [
      .init("count", "images", .number),
      .init("labels", "the class of each, from 0; of label sets a list of classes", .list),
      .init("names", "the same by name", .list),
      .init(
        "probabilities",
        "the probability of each class named, of label sets of all classes; not there where a machine only "
          + "votes"),
      .init("thresholds", "of label sets, by class: the probability from which on it is named", .list),
      .init("files", "the file of each; not there where images have none"),
      .init("top_names", "the K most probable classes of each, with top=K"),
      .init("top_probabilities", "their probabilities; not there where a machine only votes"),
      .init("fingerprint", "sha256 of pictures from files; not there for DATA.part", .text),
    ],
    examples: ["predict small on ./picture.png", "predict small on fashion.test samples=10 top=3"],
    notes: [
      "The lists of the result have an entry an image, in one order: the first of names is "
        + "the class of the first of files. "
        + "Files of a folder that can't be read are skipped and stand in the field 'warnings'; a file "
        + "that was named itself is an error."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    if let (name, _) = known.model(command) {
      try known.requireTrained(name, "model")
      try Thresholds.check(command, of: name, in: known)
    }
    guard let place = command.arguments.optionalText("images") else { return }
    let (dataName, partName) = Shell.parts(of: place, default: .test)
    guard let data = known.data[dataName] else {
      try known.requireFile(place) {
        let error = DataError.unreadable(path: $0, reason: "it doesn't exist")
        return CommandFailure(error.message, hint: error.hint, argument: "images")
      }
      guard known.requiresFiles, !known.isRunning, !known.isWritten(place) else { return }
      do throws(DataError) {
        return try Loading.checkPictures(at: place, size: known.model(command)?.model.input)
      } catch {
        throw CommandFailure(error.message, hint: error.hint, argument: "images")
      }
    }
    guard place == dataName || place == "\(dataName).\(partName.rawValue)" else {
      let parts = PartName.allCases.filter { data.parts?.contains($0) ?? true }
      throw CommandFailure(
        "'\(place)' is no part of '\(dataName)'.",
        hint: "Parts are: \(parts.map(\.rawValue).joined(separator: " ")).", argument: "images")
    }
    if let (name, _) = known.model(command) { try known.requireSameSize(name, dataName, "images") }
    try known.requirePart(place, default: .test, "images")
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("model")
    let (entry, model) = try shell.trained(name)
    guard let preparation = entry.preparation else {
      throw CommandFailure("'\(name)' doesn't know how its images were prepared.")
    }
    var images = try images(at: command.arguments.text("images"), preparation, entry, in: shell)
    let predictions = try shell.predictions(
      of: entry, model, name, on: images.source, content: images.content, command
    ) {
      images.titles[$0]
    }
    .predictions
    let top = min(command.arguments.integer("top"), entry.classes.count)
    let isRanked = command.arguments.given.contains("top")
    let shown = min(predictions.count, command.arguments.integer("samples"))
    var sets: PredictedSets?
    if model.task == .multilabel {
      let thresholds = try Thresholds.values(
        command, of: name, classes: entry.classes.count, on: entry.dataName, in: shell)
      sets = PredictedSets(predictions, entry.classes, thresholds: thresholds)
    }
    var fields = sets?.fields ?? fields(predictions, entry.classes)
    if let files = images.files { fields.append(.init("files", .list(files.map { .text($0) }))) }
    if isRanked { fields += topFields(top, predictions, entry.classes) }
    if let fingerprint = images.fingerprint { fields.append(.init("fingerprint", .text(fingerprint))) }
    let rows: [[String]]
    if let sets, !isRanked {
      rows = (0..<shown).map { [sets.text($0)] }
    } else {
      rows = (0..<shown).map { ranked(top, of: $0, predictions, entry.classes) }
    }
    // The most probable classes of a label set aren't the ones that it names.
    if sets != nil, isRanked { images.truths = [] }
    let answers = sets.map { sets in (0..<shown).map(sets.names) }
    var result = ResultRecord(
      fields,
      display: text(
        rows, of: images, answers: answers ?? predictions.predictedLabels.map { entry.classes[$0] },
        isAligned: !predictions.areVotes && (sets == nil || isRanked) && !isNarrow)
        + otherMeaning(of: command.arguments.text("images"), in: shell))
    if sets != nil { result.tell([Thresholds.undecided(command, on: entry.dataName, in: shell)]) }
    result.warn(images.warnings, showing: 10, rest: "'let r = predict …' has all in r.warnings")
    return result
  }

  // MARK: Images

  private struct Images {
    let source: any SampleSource
    let titles: [String]
    var files: [String]?
    var warnings: [String] = []
    /// The names of their classes, where these are known.
    var truths: [String] = []
    /// What stands for them in the key of the cache.
    var content: String?
    var fingerprint: String?
  }

  private static func images(
    at place: String, _ preparation: FittedPreparation, _ entry: ModelEntry, in shell: Shell
  ) throws -> Images {
    let (dataName, partName) = Shell.parts(of: place, default: .test)
    guard let data = shell.workspace.data[dataName] else {
      let samples = try preparation.samples(at: [shell.origin(of: place)], classes: entry.classes.count)
      return Images(
        source: samples.source, titles: samples.files, files: samples.files, warnings: samples.warnings,
        fingerprint: samples.fingerprint)
    }
    let part = try data.requiredPart(partName)
    guard part.count > 0 else {
      throw CommandFailure("'\(dataName).\(partName.rawValue)' has no images.", argument: "images")
    }
    // Labels of other classes would mean nothing to the model.
    var images = Images(
      source: try preparation.source(of: part.unlabelled, classes: entry.classes.count),
      titles: (0..<part.count).map { part.title($0, of: "\(dataName).\(partName.rawValue)") })
    if shell.cache != nil { images.content = "\(partName.rawValue) of \(data.identity), unlabelled" }
    if part.file(0) != nil { images.files = images.titles }
    images.truths = (0..<part.count).map { part.target($0).text(data.classes) }
    return images
  }

  // MARK: Results

  /// The most probable classes of an image, each with its probability; votes have none.
  private static func ranked(
    _ top: Int, of index: Int, _ predictions: Predictions, _ classes: [String]
  ) -> [String] {
    let cells = predictions.top(top, of: index).map { label in
      let chance = Double(predictions.probability(of: label, for: index))
      return predictions.areVotes ? [classes[label]] : [classes[label], EvaluationText.percent(chance)]
    }
    // In few columns they follow each other like words.
    return isNarrow ? [cells.map { $0.joined(separator: " ") }.joined(separator: ", ")] : cells.flatMap { $0 }
  }

  private static var isNarrow: Bool { Table.room.map { $0 < 60 } ?? false }

  /// A line for each of the first images.
  ///
  /// - Parameters:
  ///   - answers: The classes that are predicted of each image, as the names of the true ones are written.
  ///   - isAligned: Whether every second cell is a probability.
  private static func text(
    _ rows: [[String]], of images: Images, answers: [String], isAligned: Bool
  ) -> String {
    let lines = rows.enumerated().map { index, cells in
      let truth = images.truths.isEmpty ? nil : images.truths[index]
      let verdict = truth.map { [$0 == answers[index] ? "right" : "is \($0)"] } ?? []
      return [images.titles[index]] + cells + verdict
    }
    let chances = stride(from: 2, through: rows.first?.count ?? 0, by: 2)
    let text = Table.text(lines, rightAligned: isAligned ? Set(chances) : [], hasHead: false)
    let more = images.titles.count - rows.count
    return more > 0 ? text + "\n  and \(Spelling.count(more)) more" : text
  }

  /// What is said where a data set and a folder have the name that was typed.
  private static func otherMeaning(of place: String, in shell: Shell) -> String {
    let (dataName, partName) = Shell.parts(of: place, default: .test)
    guard place == dataName, shell.workspace.data[dataName] != nil, FileNames.exists(place) else { return "" }
    return "\n"
      + Table.sentence(
        "these are the images of \(dataName).\(partName.rawValue); the "
          + "\(FileNames.isFolder(place) ? "folder" : "file") of that name is ./\(place)")
  }

  private static func fields(_ predictions: Predictions, _ classes: [String]) -> [ResultRecord.Field] {
    let labels = predictions.predictedLabels
    var fields: [ResultRecord.Field] = [
      .init("count", .integer(labels.count)), .init("labels", .list(labels.map { .integer($0) })),
      .init("names", .list(labels.map { .text(classes[$0]) })),
    ]
    if !predictions.areVotes {
      let chances = labels.enumerated().map { predictions.probability(of: $1, for: $0) }
      fields.append(.init("probabilities", .list(chances.map { .number(Double($0)) })))
    }
    return fields
  }

  private static func topFields(
    _ top: Int, _ predictions: Predictions, _ classes: [String]
  ) -> [ResultRecord.Field] {
    let tops = predictions.predictedLabels.indices.map { predictions.top(top, of: $0) }
    let names = tops.map { ResultValue.list($0.map { .text(classes[$0]) }) }
    guard !predictions.areVotes else { return [.init("top_names", .list(names))] }
    let chances = tops.enumerated().map { index, labels in
      ResultValue.list(
        labels.map { .number(Double(predictions.probability(of: $0, for: index))) })
    }
    return [.init("top_names", .list(names)), .init("top_probabilities", .list(chances))]
  }
}
