internal import Runtime

/// Follows the commands of a session and gathers its trainings.
struct RunReader {
  private let session: Session
  private let stem: String
  private(set) var runs: [RecordedRun] = []
  private var names: RecordedNames
  /// The names before each change, as `undo` takes them back: as deep as in the shell.
  private var changes: [RecordedNames] = []

  init(_ session: Session) {
    self.session = session
    names = RecordedNames(seed: session.header.seed)
    stem = RecordedSession.name(of: session.name)
  }

  mutating func read(_ entry: SessionEntry) {
    let before = names
    guard let outline = RecordedCommand(entry.text, over: names.values) else {
      names.values.define(entry.text, recorded: entry.keptValue)
      return remember(before)
    }
    guard outline.verb != "undo" else { return undo() }
    switch outline.verb {
    case "train": readTraining(entry, outline)
    case "crossvalidate": readCrossvalidation(entry, outline)
    case "choose": readChoice(entry, outline)
    case "evaluate": readEvaluation(entry, outline)
    default:
      names.read(entry, outline)
      readFile(outline)
    }
    if let name = outline.name { names.values[name] = Binding(.record(entry.keptResult)) }
    // A sweep is one change: its first candidate makes it.
    let isSweep = outline.verb == "choose" || outline.options["candidate"] == "yes"
    if isSweep, outline.words.first.flatMap({ before.models[$0] })?.candidates.isEmpty == false { return }
    remember(before)
  }

  // MARK: Undo

  private mutating func remember(_ before: RecordedNames) {
    guard names != before else { return }
    changes.append(before)
    if changes.count > Environment.undoDepth { changes.removeFirst() }
  }

  private mutating func undo() {
    if let last = changes.popLast() {
      names = last
    } else {
      // Better no training than the wrong one.
      for name in names.models.keys { names.models[name]?.run = nil }
    }
  }

  // MARK: Runs

  private mutating func readTraining(_ entry: SessionEntry, _ outline: RecordedCommand) {
    guard let name = outline.words.first, let data = outline.prepositions["on"]?.first else { return }
    var model = names.models[name] ?? .init()
    let isCandidate = outline.options["candidate"] == "yes"
    let isFresh = isCandidate || outline.options["fresh"] == "yes" || model.isFittedWhole
    let run = run(entry, outline, name, data, after: isFresh ? nil : model)
    if !isCandidate { model.candidates = [] }
    // What Ctrl-C stopped is no candidate; what its time ended is.
    let isStopped = entry.stopped.map { $0.step != entry.field("planned_steps").flatMap { Int($0) } } ?? false
    if isCandidate, !isStopped { model.candidates.append(runs.count) }
    (model.run, model.line, model.file) = (runs.count, entry.line, nil)
    (model.data, model.testPart) = (data, names.data[data]?.testPart)
    if model.isFittedWhole { model.options.merge(run.comparedSettings) { $1 } }
    names.models[name] = model
    runs.append(run)
  }

  private mutating func readCrossvalidation(_ entry: SessionEntry, _ outline: RecordedCommand) {
    guard let name = outline.words.first, let data = outline.prepositions["on"]?.first else { return }
    var run = run(entry, outline, name, data, after: nil)
    run.kind = .crossvalidation
    // Those of the images of all folds together aren't those of a training: a filter must not mix them.
    let own = ["folds", "mean_accuracy", "std_accuracy", "mean_macro_ap", "std_macro_ap", "seconds"]
    run.metrics = Dictionary(
      run.metrics.map { (own.contains($0.key) ? $0.key : "folds_" + $0.key, $0.value) },
      uniquingKeysWith: { $1 })
    runs.append(run)
  }

  private func run(
    _ entry: SessionEntry, _ outline: RecordedCommand, _ name: String, _ data: String,
    after model: RecordedNames.Model?
  ) -> RecordedRun {
    // What says nothing about the training itself.
    let own = outline.options.filter { !["candidate", "tolerance"].contains($0.key) }
    let settings = (names.models[name]?.options ?? [:]).merging(own) { $1 }
    var circumstances = names.circumstances(of: name, on: data, settings: settings)
    let seed = settings["seed"].flatMap { UInt64($0) } ?? names.seed
    var seeds = String(seed)
    if let split = names.data[data]?.splitSeed { seeds += " split=\(split)" }
    if let earlier = model?.run.map({ runs[$0] }) {
      circumstances["after"] = Self.text(of: earlier, before: circumstances, on: data)
      seeds += " after " + earlier.seeds
    } else if let file = model?.file {
      circumstances["after"] = "restore " + file
    }
    let set = names.data[data]
    return RecordedRun(
      id: "\(stem).\(runs.count + 1)", session: session.name, line: entry.line, date: entry.environment.date,
      seed: seed,
      seeds: seeds, command: outline.text, model: name, definition: names.models[name]?.definition ?? "",
      data: data,
      source: set?.source ?? "", fingerprint: set?.fingerprint ?? "", settings: settings,
      circumstances: circumstances,
      metrics: Self.numbers(
        (entry.results.last?.fields ?? []) + entry.measured.filter { !Self.isRow($0) }.flatMap(\.fields)),
      weights: entry.field("weights") ?? "", stoppedAtStep: entry.stopped?.step,
      history: Self.history(entry.results))
  }

  /// What was learnt before, without seeds: the options, and what was another then.
  private static func text(of earlier: RecordedRun, before now: [String: String], on data: String) -> String {
    var words = earlier.comparedSettings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    if words.isEmpty { words = ["train"] }
    if earlier.data != data { words.append("on \(earlier.data)") }
    for name in RecordedRun.circumstanceNames
    where name != "after" && earlier.circumstances[name] != now[name] {
      words.append(earlier.circumstances[name].map { "\(name) \($0)" } ?? "without \(name)")
    }
    return (earlier.circumstances["after"].map { $0 + ", then " } ?? "") + words.joined(separator: " ")
  }

  // MARK: What becomes of them

  /// The model is the best of its candidates from here on.
  private mutating func readChoice(_ entry: SessionEntry, _ outline: RecordedCommand) {
    guard let name = outline.words.first, var model = names.models[name] else { return }
    let weights = entry.field("weights")
    model.run = model.candidates.first { runs[$0].weights == weights && !runs[$0].weights.isEmpty }
    if model.isFittedWhole, let run = model.run { model.options.merge(runs[run].comparedSettings) { $1 } }
    model.candidates = []
    model.line = entry.line
    names.models[name] = model
  }

  /// An evaluation on the test part counts for the training that made the model, where it's the test part of
  /// its data.
  private mutating func readEvaluation(_ entry: SessionEntry, _ outline: RecordedCommand) {
    guard let model = outline.words.first.flatMap({ names.models[$0] }), let index = model.run,
      let data = model.data
    else {
      return
    }
    let place = outline.prepositions["on"]?.first ?? data
    guard place == data || place == data + ".test", names.data[data]?.testPart == model.testPart else {
      return
    }
    for (name, value) in Self.numbers(entry.results.last?.fields ?? []) {
      runs[index].metrics["test_" + name] = value
    }
  }

  private mutating func readFile(_ outline: RecordedCommand) {
    guard let file = outline.prepositions["to"]?.first else { return }
    for model in outline.words + (outline.prepositions["of"] ?? []) {
      if let index = names.models[model]?.run { runs[index].artifacts.append(file) }
    }
  }

  // MARK: Results

  private static func numbers(_ fields: [RecordedField]) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for field in fields { if case .number(let number) = field.value { numbers[field.name] = number } }
    return numbers
  }

  /// Whether a line is of one epoch or fold.
  private static func isRow(_ line: RecordedLine) -> Bool {
    ["epoch", "fold"].contains(line.fields.first?.name)
  }

  private static func history(_ lines: [RecordedLine]) -> [RecordedRun.Entry] {
    lines.compactMap { line in
      guard let first = line.fields.first, first.name == "epoch" || first.name == "fold",
        case .number(let number) = first.value,
        let number = Int(exactly: number)
      else { return nil }
      return RecordedRun.Entry(number: number, metrics: numbers(Array(line.fields.dropFirst())))
    }
  }
}
