internal import Datasets
internal import Declarations
internal import Foundation
internal import Models
internal import Networks
internal import Plotting
internal import Runtime

/// `find rate MODEL on DATA`.
enum FindVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "find", summary: "Run a learning-rate range test.",
    parameters: [
      .positional("what", .choice(["rate"]), "what to find"),
      .positional("model", .name(.model), "the model; it keeps its weights"),
      Parameter("data", .name(.data), .preposition("on"), required: true, summary: "the data set"),
      Parameter(
        "file", .path, .preposition("to"), files: PictureFormat.files,
        summary: "a .png, .svg or .pdf file for the plot, instead of the terminal"),
      Overwriting.parameter,
      .option(
        "rates", .range(Limits(1e-20, 1e10)), default: .range(1e-7, 10), "the lowest and the highest rate"),
      .option("iterations", .integer(20...10_000), default: .number(100), "steps from the one to the other"),
    ] + TrainingArguments.searchParameters + [
      .option(
        "seed", .seed,
        "what weights, order and chance follow from; default the session's seed"),
      .option("fresh", .boolean, default: .boolean(false), "try on initial weights even if it is trained"),
      .option("tolerance", .number(.positive), "how far a replay may be off, relative; default not at all"),
    ],
    resultFields: [
      .init(
        "rate",
        "the suggestion to take first: that of the valley; no suggestion where no rate lowers the loss"),
      .init("valley", "two thirds down the longest fall of the loss"),
      .init(
        "slide",
        "the left end of the last 15 steps between which the slope hardly changes; where there are as many"),
      .init("minimum", "a tenth of the rate with the lowest loss; at least the lowest rate"),
      .init("steepest", "where the loss falls fastest; not there where it never falls"),
      .init("iterations", "steps that were done", .number),
      .init("exploded", "whether it ended before the highest rate"),
      .init("rates", "the rate of each step", .list),
      .init("losses", "the loss after each step, smoothed", .list),
      .init("file", "where the picture is, if it went to a file", .text),
      .init("seconds", "the whole search", .number, measured: true),
    ],
    examples: ["find rate small on fashion", "find rate small on fashion optimizer=adam to \"rate.png\""],
    notes: [
      "The rate grows by equal ratios; the loss is smoothed with 0.98. It ends when the loss is four times "
        + "its best. The four suggestions are fastai's, read from the curve up to its lowest loss where "
        + "fastai's would lie beyond it. Model and data stay as they are: take the rate with 'train … "
        + "rate=R'."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    if let (name, model) = known.model(command), let family = model.family, family != NetworkFamily.self {
      throw CommandFailure(
        "rates belong to networks; '\(name)' is one of the \(family.plural).", argument: "model")
    }
    if let rates = command.arguments.optionalRange("rates"), rates.lowerBound >= rates.upperBound {
      throw CommandFailure(
        "'rates' needs two rates, the lower one first.", hint: "For example: rates=1e-7..10",
        argument: "rates")
    }
    try known.requirePicture(command)
    guard let model = known.model(command)?.model, let data = known.data(command)?.data else { return }
    try NetworkFamily.checkTraining(
      command, of: model, on: data,
      isFresh: command.arguments.isKnown("fresh") ? command.arguments.flag("fresh") : nil)
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) { known.noteFile(of: command) }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let arguments = command.arguments
    let (name, dataName) = (arguments.text("model"), arguments.text("data"))
    let entry = try shell.model(name)
    let data = try shell.data(dataName)
    let seed = arguments.optionalInteger("seed").map(UInt64.init) ?? shell.workspace.settings.seed
    let network =
      arguments.flag("fresh")
      ? try shell.network(for: entry, on: data, command, seed: seed)
      : try shell.continued(entry, name, on: data, dataName, command, seed: seed)
    let limits = arguments.range("rates")
    let range = RateSearch.Range(
      lowest: limits.lowerBound, highest: limits.upperBound, iterations: arguments.integer("iterations"))
    let options = try TrainingArguments.searchOptions(arguments, shell.workspace.settings, seed: seed)
    let samples = try data.source(.train, training: true, seed: seed)
    let start = WorkClock.now
    let search: RateSearch?
    do throws(NetworkError) {
      search = try network.findRate(
        on: samples, options: options, range: range, threads: shell.workspace.settings.threads,
        progress: { shell.onProgress(.fitting(model: name, .epochs($0))) }, shouldStop: shell.interruption)
    } catch {
      throw CommandFailure(error.message, hint: error.hint)
    }
    shell.onProgress(nil)
    guard let search else { throw CommandFailure("stopped by Ctrl-C before all rates were tried.") }
    let seconds = (WorkClock.now - start) / .seconds(1)
    var found = try result(
      search, range,
      Place(name: name, data: dataName, seconds: seconds, isTrained: network.epochsTrained > 0), command,
      shell)
    found.tell([
      TrainingReport.normalization(network.definition, samples: [samples.count], options: options)
    ])
    return found
  }

  /// What was searched.
  private struct Place {
    let name: String
    let data: String
    let seconds: Double
    /// Whether the search began with weights that had learned.
    let isTrained: Bool
  }

  private static func result(
    _ search: RateSearch, _ range: RateSearch.Range, _ place: Place, _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
    let found = search.suggestions
    guard let valley = found.valley, let minimum = found.minimum else {
      let last = search.points.last.map { ", at rate \(Spelling.rounded($0.rate))" } ?? ""
      throw CommandFailure(
        "the loss exploded in step "
          + "\(search.points.count + (search.exploded ? 1 : 0)) of \(range.iterations)\(last): "
          + "too early to read anything.",
        hint:
          "Begin lower, or end lower: "
          + "rates=\(Spelling.number(range.lowest / 1000))..\(Spelling.number(range.highest / 1000))",
        argument: "rates")
    }
    var suggestions: [(name: String, rate: Double)] = []
    if search.lowersLoss {
      suggestions.append(("valley", valley))
      if let slide = found.slide { suggestions.append(("slide", slide)) }
      suggestions.append(("minimum", minimum))
      if let steepest = found.steepest { suggestions.append(("steepest", steepest)) }
    }
    var fields: [ResultRecord.Field] = search.lowersLoss ? [.init("rate", .number(valley))] : []
    fields += suggestions.map { .init($0.name, .number($0.rate)) }
    fields += [
      .init("iterations", .integer(search.points.count)), .init("exploded", .boolean(search.exploded)),
      .init("rates", .list(search.points.map { .number($0.rate) })),
      .init("losses", .list(search.points.map { .number($0.loss) })),
      .init("seconds", .number(place.seconds), measured: true),
    ]
    let figure = figure(search, suggestions, place)
    var record = try shell.drawn(figure, command, fields: fields, rows: 18)
    let end = ending(of: search)
    let rows = suggestions.map { suggestion in
      [suggestion.name, Spelling.rounded(suggestion.rate), meaning(suggestion.name)]
    }
    record.display = [
      "\(place.name) on \(place.data): "
        + "\(Spelling.counted(search.points.count, "step")) in \(TimeText.seconds(place.seconds)); \(end)",
      record.display ?? "", rows.isEmpty ? "" : Table.text(rows, hasHead: false),
      rows.isEmpty
        ? Table.sentence(nothing(place))
        : "for example: train \(place.name) on \(place.data) rate=\(Spelling.rounded(valley))",
    ].filter { !$0.isEmpty }.joined(separator: "\n")
    return record
  }

  /// What is said where the curve suggests nothing.
  private static func nothing(_ place: Place) -> String {
    "no rate lowered the loss by more than chance, so none is suggested: "
      + (place.isTrained
        ? "'\(place.name)' is trained already; find a rate for initial weights: find rate \(place.name) on "
          + "\(place.data) fresh=yes"
        : "try other rates (rates=A..B), more steps (iterations=200) or a larger batch")
  }

  /// How the loss took the highest rates, in words that hold: a loss that rises isn't always one that
  /// explodes.
  private static func ending(of search: RateSearch) -> String {
    guard let last = search.points.last, let best = search.points.min(by: { $0.loss < $1.loss }) else {
      return "no step was done"
    }
    if search.exploded { return "the loss exploded at \(Spelling.rounded(last.rate))" }
    guard last.loss > 1.1 * best.loss else {
      return
        "up to \(Spelling.rounded(last.rate)) the loss never rose by more than a tenth: higher rates may do "
        + "(rates=A..B)"
    }
    return
      "the loss rose from \(Spelling.rounded(best.loss)) at "
      + "\(Spelling.rounded(best.rate)) to \(Spelling.rounded(last.loss)) at "
      + "\(Spelling.rounded(last.rate)), less than four times, which counts as no explosion"
  }

  private static func meaning(_ name: String) -> String {
    switch name {
    case "valley": "two thirds down the longest fall: try this one first"
    case "slide": "the last place before the slope changes"
    case "minimum": "a tenth of that of the lowest loss"
    default: "where the loss falls fastest"
    }
  }

  /// The loss over the logarithm of the rate, cut off where it explodes, and a dot for each suggestion.
  private static func figure(
    _ search: RateSearch, _ suggestions: [(name: String, rate: Double)], _ place: Place
  ) -> Figure {
    // What explodes would press the rest flat; fastai leaves out as many.
    let shown = search.exploded ? Array(search.points.dropLast(5)) : search.points
    var series = [Series("loss", points: shown.map { Series.Point(log10($0.rate), $0.loss) }, hue: 0)]
    for (index, suggestion) in suggestions.enumerated() {
      guard let loss = loss(at: suggestion.rate, in: shown) else { continue }
      series.append(
        Series(
          "\(suggestion.name) \(Spelling.rounded(suggestion.rate))",
          points: [Series.Point(log10(suggestion.rate), loss)], hue: index + 1, showsPoints: true))
    }
    var figure = Figure(
      title: "Rates for \(place.name) on \(place.data)", xLabel: "rate", yLabel: "loss, smoothed",
      series: series)
    figure.isXExponent = true
    return figure
  }

  /// The height of the curve at a rate: the tenth of the minimum's rate lies between two steps, and may lie
  /// before the first one.
  private static func loss(at rate: Double, in points: [RateSearch.Point]) -> Double? {
    guard let next = points.firstIndex(where: { $0.rate >= rate }) else { return points.last?.loss }
    guard next > 0 else { return points[next].loss }
    let (left, right) = (points[next - 1], points[next])
    let share = log10(rate / left.rate) / log10(right.rate / left.rate)
    return left.loss + share * (right.loss - left.loss)
  }
}
