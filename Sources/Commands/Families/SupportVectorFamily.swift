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
      if let shape = data.shape { try definition.check(input: shape, samples: data.counts?[.train]) }
    }
  }

  static func checkShapes(_ entry: ModelEntry, on data: KnownData, _ command: BoundCommand) throws {
    try refusing { () throws(SupportVectorError) in
      // Of label sets there is a machine for each class, whose size doesn't depend on weights.
      if data.outline.task == .classification, let classes = data.outline.classes {
        try entry.machine.check(classes: classes.count)
      }
      if let shape = data.shape { try entry.machine.check(input: shape) }
    }
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
