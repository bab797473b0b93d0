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
    let recipe = try? entry.family.recipe(for: entry, command, workspace.settings, seed: seed)
    provenance.inForce = recipe?.optionsText
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

  /// What an evaluation is made from.
  func provenance(ofEvaluating name: String, on place: String) throws -> [ResultRecord.Field] {
    let entry = try model(name)
    let (dataName, part) = Self.parts(of: place, default: .test)
    let data = try data(dataName)
    let isOwnTest = part == .test && entry.dataName == dataName && entry.lineage.testPart == .init(data)
    var fields: [ResultRecord.Field] = [
      .init(Provenance.subject, .text(Provenance.Subject.evaluation.rawValue)),
      .init("task", .text(data.task.rawValue)), .init("model", .text(name)),
      .init("weights", .text(entry.model?.weightsHash ?? "")), .init("run", .integer(entry.lineage.run ?? 0)),
      .init("data", .text(dataName)),
      .init("part", .text(part.rawValue)), .init("fingerprint", .text(data.fingerprint)),
      .init("of_test_part", .boolean(isOwnTest)),
    ]
    if let lineage = workspace.lineages[dataName] {
      fields.append(.init("load", .text(lineage.load)))
      if let split = lineage.split { fields.append(.init("split", .text(split))) }
      if let seed = lineage.splitSeed { fields.append(.init("split_seed", .text(String(seed)))) }
    }
    return fields
  }

  /// Which models a file was written from; empty for a command that writes none of models.
  func provenance(ofFileBy command: BoundCommand) -> [ResultRecord.Field] {
    guard let parameters = Verbs.byName[command.verb]?.declaration.parameters,
      let target = parameters.first(where: { $0.placement == .preposition("to") }),
      let file = command.arguments.optionalText(target.name)
    else { return [] }
    let names = parameters.filter { $0.kind.namesModel }.flatMap { parameter in
      (command.arguments.optionalList(parameter.name) ?? []).compactMap { value -> String? in
        guard case .text(let text) = value, !parameter.kind.words.contains(text) else { return nil }
        return text
      }
    }
    let models = names.compactMap { workspace.models[$0] }.filter { $0.model != nil }
    guard !models.isEmpty else { return [] }
    return [
      .init(Provenance.subject, .text(Provenance.Subject.file.rawValue)),
      .init("weights", .list(models.map { .text($0.model?.weightsHash ?? "") })),
      .init("runs", .list(models.map { .integer($0.lineage.run ?? 0) })), .init("file", .text(file)),
    ]
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
