internal import Datasets
internal import Declarations
internal import Models
internal import Runtime
internal import SupportVectors

/// Support vector machines.
enum SupportVectorFamily: ModelFamily {
  static let plural = "support vector machines"
  static let kinds = kindSummaries.map { $0.kind }
  static let kindSummaries = [(kind: "svm", summary: "Support vector machine.")]
  static let definitionFields: [CommandDeclaration.ResultField] = [
    .init("kernel", "of a support vector machine", .text)
  ]
  static let trainingOptions = SupportVectorArguments.trainingOptions

  static func define(_ command: BoundCommand) throws -> ModelEntry {
    let definition = try SupportVectorArguments.definition(command.arguments)
    try refusing { () throws(SupportVectorError) in try definition.check() }
    return ModelEntry(family: self, definition: definition)
  }

  static func givesProbabilities(_ entry: ModelEntry) -> Bool { entry.machine.hasProbabilities }

  static func checkDefinition(_ command: BoundCommand) throws {
    try CommandFailure.refuseBrokenRules(command.arguments, of: SupportVectorArguments.options)
  }

  static func checkTraining(
    _ command: BoundCommand, of model: KnownModel, on data: KnownData, isFresh: Bool?
  ) throws {
    guard let entry = model.entry, command.arguments.isComplete else { return }
    let definition = try SupportVectorArguments.redefined(entry.machine, by: command.arguments)
    try refusing { () throws(SupportVectorError) in
      try definition.check()
      if let classes = data.outline.classes { try definition.check(classes: classes.count) }
      if let shape = data.shape { try definition.check(input: shape) }
    }
  }

  static func checkShapes(_ entry: ModelEntry, on data: KnownData, _ command: BoundCommand) throws {
    guard let shape = data.shape else { return }
    try refusing { () throws(SupportVectorError) in try entry.machine.check(input: shape) }
  }

  static func checkSummary(_ entry: ModelEntry, _ name: String) throws {
    throw CommandFailure(
      "'\(name)' wasn't trained yet, so it follows from the data how large it will be.",
      hint: "Name the data: summary \(name) on DATA", argument: "data")
  }

  /// What a machine refuses, shown at the option that asks for it.
  private static func refusing(_ work: () throws(SupportVectorError) -> Void) throws {
    do throws(SupportVectorError) {
      try work()
    } catch {
      switch error {
      case .invalidOption(let name, _, _):
        throw CommandFailure(error.message, hint: error.hint, argument: name)
      case .weightCount:
        throw CommandFailure(error.message, hint: error.hint, argument: "class_weights")
      case .tooManyComponents: throw CommandFailure(error.message, hint: error.hint, argument: "components")
      default: throw CommandFailure(error.message, hint: error.hint)
      }
    }
  }

  static func definitionResult(_ entry: ModelEntry, _ name: String) -> ResultRecord {
    let machine = entry.machine
    return ResultRecord(
      [.init("kernel", .text(machine.kernel.rawValue))],
      display: "\(name): \(text(of: entry)); train it with 'train \(name) on DATA'")
  }

  static func text(of entry: ModelEntry) -> String {
    // A file of LIBSVM doesn't tell its C; a machine that was fitted here knows the samples of its classes.
    let isForeign = entry.supportVectors?.report.classes.allSatisfy { $0.samples == 0 } == true
    let knowsCost = !isForeign || entry.machine.cost != SupportVectorDefinition().cost
    return SupportVectorArguments.text(entry.machine, knowsCost: knowsCost)
  }

  static func canonicalText(of entry: ModelEntry) -> String { CanonicalText.text(of: entry.machine) }

  static let hasEpochs = false
  static let numerics = NumericsArea.supportVectors

  static func outline(of entry: ModelEntry) -> String { text(of: entry) }

  static func metadata(of entry: ModelEntry) -> [String: String] {
    (entry.model as? LabelSetMachine)?.metadata ?? entry.supportVectors?.metadata ?? [:]
  }

  static func model(_ file: SavedModel, for entry: ModelEntry, _ command: BoundCommand) throws -> any Model {
    do throws(SupportVectorError) {
      if file.task == .multilabel {
        return try LabelSetMachine(
          definition: entry.machine, input: file.input, classes: file.classes, tensors: file.tensors,
          metadata: file.metadata)
      }
      return try SupportVectorModel(
        definition: entry.machine, input: file.input, classes: file.classes, tensors: file.tensors,
        metadata: file.metadata)
    } catch {
      throw CommandFailure(error.message, hint: error.hint)
    }
  }

  /// A machine from a model file of LIBSVM.
  static func entry(
    libsvm bytes: [UInt8], _ path: String, _ dataName: String?, answer: String, _ shell: Shell
  )
    throws -> ModelEntry
  {
    guard let dataName else { throw needsData(path) }
    let data = try shell.data(dataName)
    do {
      let file = try LIBSVMFile(bytes)
      let labels = SparseText.labels(of: data.classes)
      let places = file.labels.map(labels.firstIndex)
      if let foreign = places.firstIndex(of: nil) {
        throw CommandFailure(
          "'\(path)' has the label "
            + "\(file.labels[foreign]); the classes of '\(dataName)' are \(Self.listed(labels)).",
          argument: "file")
      }
      let model = try SupportVectorModel(
        file, places: places.compactMap(\.self), for: try data.source(.train, training: false, seed: 0),
        answer: SupportVectorDefinition.Answer(rawValue: answer) ?? .votes)
      var entry = ModelEntry(family: self, definition: model.definition)
      entry.model = model
      entry.classes = data.classes
      entry.dataName = dataName
      entry.preparation = try data.fittedPreparation()
      return entry
    } catch let error as SupportVectorError {
      throw CommandFailure("'\(path)': \(error.message)", hint: error.hint, argument: "file")
    }
  }

  static func needsData(_ path: String) -> CommandFailure {
    CommandFailure(
      "'\(path)' is a model file of LIBSVM, which doesn't tell the size of the images nor the names of the "
        + "classes.",
      hint: "Say what data it is for: restore FILE as NAME on DATA", argument: "file")
  }

  private static func listed(_ labels: [Int]) -> String {
    labels == Array(labels.indices)
      ? "0 to \(labels.count - 1)"
      : labels.prefix(20).map(String.init).joined(separator: ", ") + (labels.count > 20 ? ", …" : "")
  }

  static func recipe(for entry: ModelEntry, _ command: BoundCommand, _ settings: Settings, seed: UInt64)
    throws
    -> any ModelRecipe
  {
    SupportVectorRecipe(
      definition: try SupportVectorArguments.redefined(entry.machine, by: command.arguments), seed: seed)
  }

  // What was defined is in force too, the solver's tolerance among it.
  static var decidingOptions: [Parameter] { SupportVectorArguments.options }

  static func optionsInForce(_ recipe: any ModelRecipe, for task: PredictionTask) -> [String: ArgumentValue] {
    (recipe as? SupportVectorRecipe).map { SupportVectorArguments.values(inForce: $0.definition) } ?? [:]
  }

  static func redefined(_ entry: ModelEntry, by command: BoundCommand) throws -> any ModelDefinition {
    try SupportVectorArguments.redefined(entry.machine, by: command.arguments)
  }
}

extension ModelEntry {
  /// The fitted machine; nil for other families.
  var supportVectors: SupportVectorModel? { model as? SupportVectorModel }

  /// - Precondition: It is a support vector machine.
  var machine: SupportVectorDefinition {
    guard let definition = definition as? SupportVectorDefinition else {
      preconditionFailure("only entries of support vector machines come to their family")
    }
    return definition
  }
}
