internal import Datasets
internal import Declarations
internal import Plotting
internal import Runtime
internal import SupportVectors

/// `plot margins of m [on DATA.test]`: how far images lie on the right side of a support vector machine.
enum MarginsChart: Chart {
  static let words = ["margins"]
  static let subject = "an svm"
  static let parameters = [
    Parameter(
      "data", .name(.dataPart), .preposition("on"),
      summary: "of margins: the images; default the training part")
  ]
  static let fields: [CommandDeclaration.ResultField] = [
    .init("wrong", "of margins: images on the wrong side of some machine"),
    .init("inside", "of margins: images on the right side, but within the margin of some machine"),
    .init("beyond", "of margins: images on or beyond all margins"),
  ]
  static let examples = ["plot margins of shape on fashion.test"]
  static let note =
    "margins is a histogram of support vector machines: of each image the least value of its own class "
    + "against the others (or against the rest); from 1 on it is beyond the margin, below 0 on the wrong "
    + "side."

  static func check(
    _ words: [String], of names: [String], _ command: BoundCommand, in known: KnownWorkspace
  ) throws {
    guard names.count == 1 else {
      throw CommandFailure(
        names.isEmpty
          ? "'plot margins' needs a model." : "margins are shown of one model, and \(names.count) are given.",
        hint: "For example: plot margins of \(names.first ?? "MODEL")", argument: "of")
    }
    let name = names[0]
    guard let model = known.models[name] else {
      throw CommandFailure(
        "'\(name)' is a result, and margins belong to a model.", hint: known.otherChart(ofResult: name),
        argument: "of")
    }
    if model.isUntrained { throw CommandFailure.untrained(name, "of") }
    try known.requireOneClass(name, forChart: "a margin")
    if let family = model.family, family != SupportVectorFamily.self {
      throw CommandFailure(
        "'\(name)' has no margin: it is no support vector machine.",
        hint: family.hasEpochs ? "Of a network there are: plot loss accuracy of \(name)" : nil,
        argument: "of")
    }
    let given = command.arguments.optionalText("data")
    guard case .trained(let own)? = model.state, command.arguments.isKnown("data") else { return }
    guard let place = given ?? own else {
      throw CommandFailure(
        "'\(name)' wasn't trained here.", hint: "Name the data: plot margins of \(name) on DATA.test")
    }
    let (dataName, _) = Shell.parts(of: place, default: .train)
    try known.requireSameClasses(name, dataName, "data")
    try known.requireSameSize(name, dataName, "data")
    try known.requirePart(place, default: .train, "data")
  }

  /// A histogram of how far samples lie on the right side.
  static func draw(
    _ words: [String], of names: [String], _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
    let name = names[0]
    let entry = try shell.model(name)
    guard let machine = entry.supportVectors,
      let place = command.arguments.optionalText("data") ?? entry.dataName
    else {
      throw CommandFailure.untrained(name, "of")
    }
    let (dataName, part) = Shell.parts(of: place, default: .train)
    let data = try shell.data(dataName)
    let source =
      try entry.preparation?.source(of: data.requiredPart(part), classes: data.classes.count)
      ?? data.source(part, training: false, seed: 0)
    let found: [Double?]?
    do throws(SupportVectorError) {
      found = try machine.margins(
        source, threads: shell.workspace.settings.threads,
        progress: { shell.onProgress(.evaluating(model: name, done: $0, of: source.count)) },
        shouldStop: shell.interruption)
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: "data")
    }
    shell.onProgress(nil)
    guard let found else { throw CommandFailure("stopped by Ctrl-C before all images were evaluated.") }
    let values = found.compactMap(\.self)
    guard let low = values.min(), let high = values.max() else {
      throw CommandFailure("'\(name)' knows no class of these images.", argument: "data")
    }
    guard values.allSatisfy(\.isFinite), (high - low).isFinite else {
      throw CommandFailure(
        "'\(name)' has values that are no finite numbers: its kernel overflows.",
        hint: "Train it with a smaller gamma or degree.",
        argument: "of")
    }
    return try draw(
      values, low, high, title: "Margins of \(name) on \(dataName).\(part.rawValue)",
      2 * machine.definition.tolerance, command,
      shell)
  }

  private static let bins = 60

  private static func draw(
    _ values: [Double], _ low: Double, _ high: Double, title: String, _ slack: Double,
    _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
    // The margin's edge, 1, and the border between right and wrong, 0, are in the picture.
    let (lower, upper) = (min(low, 0), max(high, 1.05))
    let width = (upper - lower) / Double(bins)
    var counts = [Int](repeating: 0, count: bins)
    for value in values { counts[min(bins - 1, max(0, Int((value - lower) / width)))] += 1 }
    // Outlines of the bars.
    var outline: [Series.Point] = [.init(lower, 0)]
    for (bin, count) in counts.enumerated() {
      outline.append(.init(lower + Double(bin) * width, Double(count)))
      outline.append(.init(lower + Double(bin + 1) * width, Double(count)))
    }
    outline.append(.init(upper, 0))
    let top = Double(counts.max() ?? 1)
    let chart = Figure(
      title: title, xLabel: "least value of the own class", yLabel: "images", isXWhole: false,
      series: [
        Series("images", points: outline, hue: 0),
        Series("wrong below 0", points: [.init(0, 0), .init(0, top)], hue: 1, isDashed: true),
        Series("margin at 1", points: [.init(1, 0), .init(1, top)], hue: 2, isDashed: true),
      ])
    let wrong = values.count { $0 < 0 }
    // Free vectors lie on the margin as far as the solver's tolerance goes.
    let inside = values.count { $0 >= 0 && $0 < 1 - slack }
    let beyond = values.count - wrong - inside
    var result = try shell.drawn(
      chart, command,
      fields: [
        .init("points", .integer(outline.count)), .init("wrong", .integer(wrong)),
        .init("inside", .integer(inside)),
        .init("beyond", .integer(beyond)),
      ], rows: 24)
    func share(_ count: Int) -> String {
      "\(Spelling.count(count)) (\(Spelling.percent(Double(count) / Double(values.count))))"
    }
    result.display? +=
      "\non the margin or beyond: "
      + "\(share(beyond)); inside, on the right side: \(share(inside)); wrong: \(share(wrong))"
    return result
  }
}
