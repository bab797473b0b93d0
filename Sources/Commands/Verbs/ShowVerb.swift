internal import Datasets
internal import Declarations
internal import Images
internal import Models
internal import Plotting
internal import Runtime
internal import Tensors

/// `show DATA[.part]`, `show RESULT`, `show MODEL`.
enum ShowVerb: Verb {
  /// Which images of a result.
  private enum ImageSelection: String, CaseIterable {
    case mistakes
    case right
    case unsure
    case all
  }

  static let declaration = CommandDeclaration(
    verb: "show", summary: "Show images of a data set, misclassified images, or support vectors.",
    parameters: [
      .positional(
        "what", .either([.name(.dataPart), .name(.result), .name(.model)]),
        "a data set, a part of it, a result, or a support vector machine"),
      .option("samples", .integer(1...400), default: .number(25), "how many at most"),
      .option("class", .text, "only images that truly are of this class"),
      .option(
        "which", .choice(ImageSelection.allCases.map(\.rawValue)),
        "of a result: mistakes, right, unsure or all; default mistakes"),
      Parameter(
        "file", .path, .preposition("to"), files: PictureFormat.files,
        summary: "a .png, .svg or .pdf file instead of the terminal"),
      Overwriting.parameter,
    ],
    resultFields: [
      .init("shown", "images shown", .number), .init("of", "images there are to choose from", .number),
      .init("positions", "which images of the part, from 0", .list),
      .init("file", "where the picture is, if it went to a file", .text),
    ],
    examples: [
      "show fashion samples=25", "show fashion.test class=\"Ankle boot\"", "show r samples=16",
      "show r which=unsure",
      "show r to \"mistakes.png\"", "show shape samples=16",
    ],
    notes: [
      "Of a data set every class is shown in turn, each in the order of its images; without a part it is the "
        + "training part. Of a result of 'evaluate' or 'crossvalidate' the mistakes are shown, the most "
        + "certain first: the true class, and what the model said with its probability, where it gives any. "
        + "which=right shows the most certain right answers, which=unsure the answers with the least lead "
        + "over the next class. Of a support vector machine on pixels the heaviest support vectors are "
        + "shown, those of the largest Σα over the machines that they support; of a linear one against the "
        + "rest the weights of each class."
    ], givesLastResult: false)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    try known.requirePicture(command)
    guard let name = command.arguments.optionalText("what") else { return }
    let (dataName, _) = Shell.parts(of: name, default: .train)
    let which = command.arguments.given.contains("which")
    if let data = known.data[dataName] {
      if which {
        throw CommandFailure(
          "'\(name)' is a data set, and 'which' chooses among a model's answers.",
          hint: "Keep a result: let r = evaluate MODEL on \(dataName).test; show r which="
            + (command.arguments.optionalText("which") ?? "mistakes"), argument: "which")
      }
      try known.requirePart(name, default: .train, "what")
      try data.outline.classes.map { _ = try label(command, of: $0) }
    } else if let model = known.models[name] {
      if which {
        throw CommandFailure(
          "'\(name)' is a model, and 'which' chooses among a model's answers.", argument: "which")
      }
      try SupportVectorPictures.check(name, model)
      try model.classes.map { _ = try label(command, of: $0) }
    } else {
      try known.requirePredictions(of: name, CommandFailure.noPredictions, "what")
      try known.resultClasses[name].map { _ = try label(command, of: $0) }
    }
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    // Of a result without a mistake there is no picture.
    let name = command.arguments.optionalText("what").map { Shell.parts(of: $0, default: .train).data }
    let isResult = name.map { known.data[$0] == nil && known.models[$0] == nil } ?? true
    known.noteFile(of: command, isCertain: !isResult)
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("what")
    let wanted = command.arguments.integer("samples")
    let (dataName, partName) = Shell.parts(of: name, default: .train)
    if let data = shell.workspace.data[dataName] {
      let part = try data.requiredPart(partName)
      let label = try label(command, of: data.classes)
      let labels = (0..<part.count).map { part.target($0).labels }
      let candidates = labels.indices.filter { index in label.map(labels[index].contains) ?? true }
      // Images with several classes stand in turn by the first of them, those with none behind the others.
      let chosen = inTurn(
        candidates, labels.map { $0.first ?? data.classes.count }, classes: data.classes.count + 1,
        limit: wanted)
      let tiles = try chosen.map { position in
        ImageGrid.Tile(
          try picture(part, position),
          captions: [.init(names: part.target(position).names(data.classes))])
      }
      let what = "\(dataName).\(partName.rawValue)" + (label.map { ", \(data.classes[$0])" } ?? "")
      return try result(
        tiles, "\(what): \(of(chosen.count, candidates.count)) images", chosen, candidates.count, command,
        shell)
    }
    if shell.workspace.models[name] != nil {
      let entry = try shell.model(name)
      let label = try label(command, of: entry.classes)
      let found = try SupportVectorPictures.tiles(entry, name, label: label, limit: wanted)
      return try result(
        found.tiles,
        "\(of(found.tiles.count, found.of)): \(found.title)" + (label.map { ", \(entry.classes[$0])" } ?? ""),
        [],
        found.of, command, shell)
    }
    return try show(try shell.evaluation(of: name, argument: "what"), name, wanted, command, shell)
  }

  // MARK: Data

  /// The first image of each class, then the second of each, up to a limit; in the order of the classes.
  static func inTurn(_ positions: [Int], _ labels: [Int], classes: Int, limit: Int) -> [Int] {
    var byClass = [[Int]](repeating: [], count: classes)
    for position in positions { byClass[labels[position]].append(position) }
    var taken = [Int](repeating: 0, count: classes)
    var left = min(limit, positions.count)
    while left > 0 {
      for label in 0..<classes where left > 0 && taken[label] < byClass[label].count {
        taken[label] += 1
        left -= 1
      }
    }
    return (0..<classes).flatMap { byClass[$0].prefix(taken[$0]) }
  }

  private static func picture(_ part: Part, _ position: Int) throws -> ImageGrid.Picture {
    let image = try part.store.image(part.indices[position])
    let shown = image.converted(channels: image.channels <= 2 ? 1 : 3)
    return ImageGrid.Picture(
      width: shown.width, height: shown.height, channels: shown.channels, pixels: shown.pixels)
  }

  // MARK: Results

  private static func show(
    _ evaluation: EvaluationDetails, _ name: String, _ wanted: Int, _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
    let which = command.arguments.optionalText("which").flatMap(ImageSelection.init) ?? .mistakes
    let predictions = evaluation.predictions
    let label = try label(command, of: evaluation.classes)
    let candidates = (0..<predictions.count).filter { index in
      let isWanted =
        switch which {
        case .mistakes: !evaluation.isRight(index)
        case .right: evaluation.isRight(index)
        case .unsure, .all: true
        }
      return isWanted && (label.map { evaluation.truth(index).contains($0) } ?? true)
    }
    // No mistake is an answer, and no reason to end a script.
    guard !candidates.isEmpty else {
      let what = which == .mistakes ? "no mistake" : which == .right ? "no right answer" : "no answer"
      let among =
        label.map { "the images of \(evaluation.classes[$0])" }
        ?? "its \(Spelling.counted(predictions.count, "image"))"
      let picture = command.arguments.optionalText("file").map { "; '\($0)' isn't drawn" } ?? ""
      return ResultRecord(
        [.init("shown", .integer(0)), .init("of", .integer(0)), .init("positions", .list([]))],
        display: "'\(name)' has \(what) among \(among)\(picture)")
    }
    let keys = (0..<predictions.count).map {
      which == .unsure ? -evaluation.lead($0) : evaluation.certainty($0)
    }
    let ordered = which == .all ? candidates : candidates.sorted { (keys[$0], $1) > (keys[$1], $0) }
    let chosen = Array(ordered.prefix(wanted))
    let tiles = try chosen.map { index in
      // Without a loss, what a model says are no probabilities.
      let chance = predictions.areVotes ? "" : " \(percent(Double(evaluation.certainty(index))))"
      let names = evaluation.names(evaluation.answer(index))
      return ImageGrid.Tile(
        try picture(evaluation.images, index),
        captions: evaluation.isRight(index)
          ? [.init(names: names, after: chance)]
          : [
            .init(names: evaluation.names(evaluation.truth(index)), after: ","),
            .init(before: "said ", names: names, after: chance),
          ])
    }
    let kind =
      switch which {
      case .mistakes: candidates.count == 1 ? "mistake" : "mistakes, the most certain first"
      case .right: candidates.count == 1 ? "right answer" : "right answers, the most certain first"
      case .unsure: candidates.count == 1 ? "answer" : "answers, the least certain first"
      case .all: candidates.count == 1 ? "answer" : "answers"
      }
    let title =
      "\(evaluation.model) on \(evaluation.place): \(of(chosen.count, candidates.count)) \(kind)"
      + (label.map { ", of \(evaluation.classes[$0])" } ?? "")
    return try result(tiles, title, chosen, candidates.count, command, shell)
  }

  /// Whole percents; never 100% for less than all.
  private static func percent(_ share: Double) -> String {
    share >= 1 ? "100%" : "\(min(99, Int(saturating: (share * 100).rounded())))%"
  }

  // MARK: Both

  private static func of(_ shown: Int, _ all: Int) -> String {
    shown == all ? Spelling.count(all) : "\(Spelling.count(shown)) of \(Spelling.count(all))"
  }

  private static func result(
    _ tiles: [ImageGrid.Tile], _ title: String, _ positions: [Int], _ all: Int, _ command: BoundCommand,
    _ shell: Shell
  ) throws -> ResultRecord {
    var result = try shell.drawn(
      ImageGrid(title: title, tiles: tiles), command,
      fields: [
        .init("shown", .integer(tiles.count)), .init("of", .integer(all)),
        .init("positions", .list(positions.map { .integer($0) })),
      ])
    if command.arguments.given.contains("samples"), tiles.count < command.arguments.integer("samples") {
      result.display? +=
        "\n\(command.arguments.integer("samples")) were asked for; there are only \(Spelling.count(all))"
    }
    return result
  }
}
