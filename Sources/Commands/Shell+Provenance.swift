internal import Datasets
internal import Declarations
internal import Kernels
internal import Models
internal import Record
internal import Runtime

/// How a data set came to be what it is, as far as its images don't tell.
struct DataLineage {
  /// The source and the options of `load`, in one spelling.
  let load: String
  /// How it was divided, without chance; nil where it is as it was loaded.
  var split: String?
  var splitSeed: UInt64?
}

/// How a model came to be what it is.
struct ModelLineage {
  /// The command that defined it, on one line; empty where a file did.
  var definition = ""
  /// Of a model that is fitted whole, what is in force for each training: the options of its definition and,
  /// from then on, those of trainings.
  var options: [String: String] = [:]
  /// What it was last trained with; nil where it is untrained or comes from a file.
  var training: Provenance?
  /// Which of the session's runs that was, from 1.
  var run: Int?
  /// The file that it came from, and the beginning of the hash of its weights.
  var file: String?
  /// The test part of the data that it was trained on.
  var testPart: TestPart?

  /// What decides about the images of a test part.
  struct TestPart: Equatable {
    let fingerprint: String
    let indices: [Int]?

    init(_ data: DataSet) {
      fingerprint = data.fingerprint
      indices = data.test?.indices
    }
  }
}

/// What commands are made from, as the record keeps it.
extension Shell {
  /// The command as the record has it, with the values of parameters put in.
  func recorded(_ command: BoundCommand) -> RecordedCommand? {
    RecordedCommand(command.text, over: interpreter.environment)
  }

  /// What a command that trains is made from.
  ///
  /// - Parameters:
  ///   - entry: The model before the command.
  ///   - isFresh: Whether it begins from initial weights.
  func provenance(
    of kind: RecordedRun.Kind, _ command: BoundCommand, _ entry: ModelEntry, on data: DataSet, seed: UInt64,
    isFresh: Bool
  ) -> Provenance {
    let (name, dataName) = (command.arguments.text("model"), command.arguments.text("data"))
    let settings = entry.lineage.options.merging(recorded(command)?.ownSettings ?? [:]) { $1 }
    let lineage = workspace.lineages[dataName]
    var circumstances = ["load": lineage?.load, "split": lineage?.split].compactMapValues { $0 }
    func add(_ name: String, _ texts: [String]) {
      if !texts.isEmpty { circumstances[name] = texts.joined(separator: "; ") }
    }
    add("prepare", data.preparation.steps.map(\.text))
    add("augment", data.augmentation.lines)
    let frozen = entry.family.frozenLines(of: entry)
    if !frozen.isEmpty { circumstances["freeze"] = "\(frozen)" }
    let precision = workspace.settings.precision
    if precision != .float32, settings["precision"] == nil { circumstances["precision"] = precision.rawValue }
    var provenance = Provenance(
      kind: kind, task: data.task.rawValue, model: name, definition: entry.lineage.definition, data: dataName,
      source: data.origin, fingerprint: data.fingerprint, seed: seed, settings: settings,
      circumstances: circumstances)
    if let text = recorded(command)?.text, text != command.text { provenance.command = text }
    provenance.inForce = optionsInForce(command, entry, data.task, seed: seed)
    if let split = lineage?.splitSeed { provenance.follow(split: split) }
    guard !isFresh, entry.family.hasEpochs else { return provenance }
    if let earlier = entry.lineage.training {
      provenance.goOn(from: earlier)
    } else if let file = entry.lineage.file {
      provenance.goOn(fromFile: file)
    }
    provenance.parent = entry.model?.weightsHash
    return provenance
  }

  /// All options that a training has, with their values, in the order of their declaration.
  private func optionsInForce(
    _ command: BoundCommand, _ entry: ModelEntry, _ task: PredictionTask, seed: UInt64
  )
    -> [Provenance.Option]
  {
    guard let recipe = try? entry.family.recipe(for: entry, command, workspace.settings, seed: seed) else {
      return []
    }
    let declared = Verbs.byName[command.verb]?.declaration.parameters.filter { $0.placement == .option } ?? []
    // 'patience' is no option of the folds of a cross-validation.
    let foreign = Set(entry.family.trainingOptions.map(\.name)).subtracting(declared.map(\.name))
    let deciding = entry.family.decidingOptions.filter { !foreign.contains($0.name) }
    let values = entry.family.optionsInForce(recipe, for: task)
    // What is the command's own, whatever it trains: how a cross-validation divides.
    let known = Set(Families.all.flatMap { $0.trainingOptions }.map(\.name)).union(Self.toldElsewhere)
    let own = declared.filter { !known.contains($0.name) }.map { ($0.name, command.arguments[$0.name]) }
    let options = own + deciding.filter { $0.applies(among: values) }.map { ($0.name, values[$0.name]) }
    return options.compactMap { name, value in value.map { Provenance.Option(name, $0.resultValue) } }
  }

  /// The seed and what a training began with have fields of their own; the others don't decide about it.
  private static let toldElsewhere: Set<String> = ["seed", "fresh", "candidate", "tolerance"]

  /// What an evaluation is made from.
  func provenance(ofEvaluating name: String, on place: String) throws -> Provenance.Line {
    let entry = try model(name)
    let (dataName, part) = Self.parts(of: place, default: .test)
    let data = try data(dataName)
    var evaluation = Provenance.Evaluation()
    (evaluation.task, evaluation.model) = (data.task.rawValue, name)
    (evaluation.weights, evaluation.run) = (entry.model?.weightsHash ?? "", entry.lineage.run ?? 0)
    (evaluation.data, evaluation.part) = (dataName, part.rawValue)
    evaluation.fingerprint = data.fingerprint
    evaluation.isOfTestPart =
      part == .test && entry.dataName == dataName && entry.lineage.testPart == .init(data)
    let lineage = workspace.lineages[dataName]
    (evaluation.load, evaluation.split) = (lineage?.load, lineage?.split)
    evaluation.splitSeed = lineage?.splitSeed
    return .evaluation(evaluation)
  }

  /// Which models a file was written from; nil for a command that writes none of models.
  func provenance(ofFileBy command: BoundCommand) -> Provenance.Line? {
    guard let parameters = Verbs.byName[command.verb]?.declaration.parameters,
      let target = parameters.first(where: { $0.placement == .preposition("to") }),
      let file = command.arguments.optionalText(target.name)
    else { return nil }
    let names = parameters.filter { $0.kind.namesModel }.flatMap { parameter in
      (command.arguments.optionalList(parameter.name) ?? []).compactMap { value -> String? in
        guard case .text(let text) = value, !parameter.kind.words.contains(text) else { return nil }
        return text
      }
    }
    let models = names.compactMap { workspace.models[$0] }.filter { $0.model != nil }
    guard !models.isEmpty else { return nil }
    return .file(
      .init(
        file, weights: models.map { $0.model?.weightsHash ?? "" }, runs: models.map { $0.lineage.run ?? 0 }))
  }

  /// What of the program the result of a command depends on: the data, and the families of the models that it
  /// names. Kept results may have come from any.
  func numerics(of command: BoundCommand) -> Set<NumericsArea>? {
    guard let text = recorded(command) else { return nil }
    let names = text.words + text.prepositions.sorted { $0.key < $1.key }.flatMap(\.value)
    if names.contains(where: { interpreter.environment[$0] != nil }) { return nil }
    return names.compactMap { workspace.models[$0]?.family.numerics }.reduce(into: [.data]) { $0.insert($1) }
  }
}

extension ParameterKind {
  /// Whether the name of a model may stand there.
  fileprivate var namesModel: Bool {
    switch self {
    case .name(let role): role == .model
    case .either(let kinds): kinds.contains(where: \.namesModel)
    default: false
    }
  }

  /// The words of its own that may stand there, whatever has their names.
  fileprivate var words: [String] {
    switch self {
    case .choice(let words): words
    case .either(let kinds): kinds.flatMap(\.words)
    default: []
    }
  }
}

extension Parameter {
  /// Whether it means something where the options have these values.
  fileprivate func applies(among values: [String: ArgumentValue]) -> Bool {
    guard let rule, case .text(let found)? = values[rule.option] else { return true }
    return rule.values.contains(found)
  }
}

extension ArgumentValue {
  /// As it stands in a record.
  fileprivate var resultValue: ResultValue {
    switch self {
    case .number(let number): .number(number)
    case .boolean(let flag): .boolean(flag)
    case .text(let text): .text(text)
    case .list(let items): .list(items.map(\.resultValue))
    case .seconds, .degrees, .size, .range: .text(Help.spelled(self))
    }
  }
}
