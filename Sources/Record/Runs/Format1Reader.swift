internal import Runtime

/// Gathers the trainings of a session of format 1, which doesn't tell what they were made from: it follows
/// the commands by their texts, with the defaults that the options had then.
struct Format1Reader {
  private let session: Session
  private(set) var runs: [RecordedRun] = []
  private var names: Format1Names
  /// The names before each change, as `undo` takes them back: as deep as in the shell.
  private var changes: [Format1Names] = []

  init(_ session: Session) {
    self.session = session
    names = Format1Names(seed: session.header.seed)
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

  private mutating func remember(_ before: Format1Names) {
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
    let run = run(.training, entry, outline, name, data, after: isFresh ? nil : model)
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
    runs.append(run(.crossvalidation, entry, outline, name, data, after: nil))
  }

  private func run(
    _ kind: RecordedRun.Kind, _ entry: SessionEntry, _ outline: RecordedCommand, _ name: String,
    _ data: String, after model: Format1Names.Model?
  ) -> RecordedRun {
    let settings = RecordedRun.current(
      (names.models[name]?.options ?? [:]).merging(outline.ownSettings) { $1 })
    let set = names.data[data]
    var provenance = Provenance(
      kind: kind, task: "", model: name, definition: names.models[name]?.definition ?? "", data: data,
      source: set?.source ?? "", fingerprint: set?.fingerprint ?? "",
      seed: settings["seed"].flatMap { UInt64($0) } ?? names.seed, settings: settings,
      circumstances: names.circumstances(of: name, on: data, settings: settings))
    if let split = set?.splitSeed { provenance.follow(split: split) }
    if let earlier = model?.run {
      provenance.goOn(from: Provenance(runs[earlier]))
    } else if let file = model?.file {
      provenance.goOn(fromFile: file)
    }
    provenance.command = outline.text
    return RecordedRun(provenance, entry, of: session, number: runs.count + 1)
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
    runs[index].evaluated(entry)
  }

  private mutating func readFile(_ outline: RecordedCommand) {
    guard let file = outline.prepositions["to"]?.first else { return }
    for model in outline.words + (outline.prepositions["of"] ?? []) {
      if let index = names.models[model]?.run { runs[index].artifacts.append(file) }
    }
  }
}

extension Provenance {
  /// What a run was made from.
  fileprivate init(_ run: RecordedRun) {
    self.init(
      kind: run.kind, task: "", model: run.model, definition: run.definition, data: run.data,
      source: run.source, fingerprint: run.fingerprint, seed: run.seed, settings: run.settings,
      circumstances: run.circumstances)
    seeds = run.seeds
  }
}
