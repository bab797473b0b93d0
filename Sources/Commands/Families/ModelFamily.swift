internal import Datasets
internal import Declarations
internal import Models
internal import Runtime

/// A family of models as the language has it: the words and options that are its own, and what the verbs ask
/// of it. A new family is one module beside Networks, one such type, and its name in `Families.all`.
protocol ModelFamily: Sendable {
  /// What messages call its models: "networks".
  static var plural: String { get }
  /// The words that may follow `model NAME`.
  static var kinds: [String] { get }
  /// What its kinds that are no named architectures are, in one line for help.
  static var kindSummaries: [(kind: String, summary: String)] { get }
  /// What of the program decides about its bits, besides the data.
  static var numerics: NumericsArea { get }
  /// Its own options of `model` and of `train`; options of one name must be the same for all families that
  /// have them.
  static var definitionOptions: [Parameter] { get }
  static var trainingOptions: [Parameter] { get }
  /// Those of them that mean something for each fold of a cross-validation.
  static var foldOptions: [Parameter] { get }
  /// Fields of the results of `model`, `summary` and `train`.
  static var definitionFields: [CommandDeclaration.ResultField] { get }
  static var summaryFields: [CommandDeclaration.ResultField] { get }
  static var trainingFields: [CommandDeclaration.ResultField] { get }
  /// Paragraphs for `help train`.
  static var trainingNotes: [String] { get }

  /// The model that a `model` command describes, without data.
  static func define(_ command: BoundCommand) throws -> ModelEntry
  /// Throws what is wrong with a `model` command, as far as its options are known.
  static func checkDefinition(_ command: BoundCommand) throws
  /// Throws what is wrong with a command that trains a model, as far as its options, the model and the data
  /// are known.
  ///
  /// - Parameter isFresh: Whether it trains from initial weights; nil where only running tells.
  static func checkTraining(_ command: BoundCommand, of model: KnownModel, on data: KnownData, isFresh: Bool?)
    throws
  /// Throws what is wrong with a definition for such images and classes, as far as they are known.
  static func checkShapes(_ entry: ModelEntry, on data: KnownData, _ command: BoundCommand) throws
  /// Throws why a model that wasn't trained has no summary without data.
  static func checkSummary(_ entry: ModelEntry, _ name: String) throws
  /// What `model` answers.
  static func definitionResult(_ entry: ModelEntry, _ name: String) -> ResultRecord
  /// What would be typed after `model NAME` for this definition.
  static func text(of entry: ModelEntry) -> String
  /// All that the definition says, however it was typed.
  static func canonicalText(of entry: ModelEntry) -> String
  /// Whether a training has epochs, and so a curve.
  static var hasEpochs: Bool { get }
  /// Whether what its models say of images are probabilities, so that there is a loss.
  static func givesProbabilities(_ entry: ModelEntry) -> Bool
  /// The definition in a few words, for `list`: "5 layers".
  static func outline(of entry: ModelEntry) -> String
  /// The lines of its definition that don't learn.
  static func frozenLines(of entry: ModelEntry) -> [Int]
  /// What `summary` tells.
  ///
  /// - Parameter data: The data named, or nil for the data that it was trained on.
  static func summary(
    _ entry: ModelEntry, _ name: String, on data: DataSet?, _ command: BoundCommand, in shell: Shell
  )
    throws -> ResultRecord

  /// A new model of this definition with the options of a `train` command (or another that takes them), for
  /// any data.
  static func recipe(for entry: ModelEntry, _ command: BoundCommand, _ settings: Settings, seed: UInt64)
    throws
    -> any ModelRecipe
  /// The options that such a recipe has in force, by name: those that nobody typed too.
  static func optionsInForce(_ recipe: any ModelRecipe, for task: PredictionTask) -> [String: ArgumentValue]
  /// Those of its options that decide about a training, in the order of their declaration.
  static var decidingOptions: [Parameter] { get }
  /// The definition as the options of a `train` command change it.
  static func redefined(_ entry: ModelEntry, by command: BoundCommand) throws -> any ModelDefinition
  /// Does what `train` asks for.
  ///
  /// - Returns: The entry with its new model and history, and what `train` answers. The verb adds data,
  ///   classes and preparation.
  static func train(_ training: Training, in shell: Shell) throws -> (entry: ModelEntry, result: ResultRecord)

  /// What a file keeps of a model besides its tensors and its definition.
  static func metadata(of entry: ModelEntry) -> [String: String]
  /// The model that a file holds.
  ///
  /// - Parameter command: The `model` command that defined `entry`, for messages.
  static func model(_ file: SavedModel, for entry: ModelEntry, _ command: BoundCommand) throws -> any Model
  /// The definition of the model that a file holds, with what was said of it after `model`.
  static func definition(_ file: SavedModel, of entry: ModelEntry) -> any ModelDefinition
}

extension ModelFamily {
  static var foldOptions: [Parameter] { trainingOptions }
  static var decidingOptions: [Parameter] { trainingOptions }
  static var trainingNotes: [String] { [] }
  static func frozenLines(of entry: ModelEntry) -> [Int] { [] }
  static func redefined(_ entry: ModelEntry, by command: BoundCommand) throws -> any ModelDefinition {
    entry.definition
  }
  static func definition(_ file: SavedModel, of entry: ModelEntry) -> any ModelDefinition { entry.definition }
}

/// What `train` was asked for.
struct Training {
  let name: String
  let entry: ModelEntry
  let dataName: String
  let data: DataSet
  let seed: UInt64
  /// Whether it begins from nothing.
  let isFresh: Bool
  let command: BoundCommand
}

/// What the file of a model gives besides its definition.
struct SavedModel {
  let tensors: [NamedTensor]
  let metadata: [String: String]
  let input: SampleShape
  let classes: Int
  let task: PredictionTask
  let history: [EpochRecord]
}

/// All families.
enum Families {
  static let all: [any ModelFamily.Type] = [NetworkFamily.self, SupportVectorFamily.self]

  static func family(of kind: String) -> (any ModelFamily.Type)? { all.first { $0.kinds.contains(kind) } }

  /// The parameters of all families. Where two have one of the same name, it takes what either takes;
  /// `refuseForeign` sees to it that a family gets its own.
  static func parameters(_ own: (any ModelFamily.Type) -> [Parameter]) -> [Parameter] {
    var merged: [Parameter] = []
    for parameter in all.flatMap(own) {
      guard let index = merged.firstIndex(where: { $0.name == parameter.name }) else {
        merged.append(parameter)
        continue
      }
      let first = merged[index]
      guard first.kind != parameter.kind else { continue }
      let meanings = (first.meanings.isEmpty ? [first] : first.meanings) + [parameter]
      merged[index] = Parameter(
        first.name, union(first.kind, parameter.kind), first.placement, default: first.defaultValue,
        required: first.isRequired, summary: first.summary + "; " + parameter.summary)
      merged[index].meanings = meanings
    }
    return merged
  }

  /// What either kind takes; a word that both take is one word.
  private static func union(_ first: ParameterKind, _ second: ParameterKind) -> ParameterKind {
    guard case .choice(let words) = first, case .choice(let others) = second else {
      return .either([first, second])
    }
    return .choice(words + others.filter { !words.contains($0) })
  }

  /// The options of all families that go with a value of another option, for help.
  static func options(with value: String, of parameter: String) -> [String] {
    all.flatMap { $0.definitionOptions + $0.trainingOptions }.filter {
      $0.rule.map { $0.option == parameter && $0.values.contains(value) } ?? false
    }.map(\.name)
  }

  static func fields(_ own: (any ModelFamily.Type) -> [CommandDeclaration.ResultField]) -> [CommandDeclaration
    .ResultField]
  {
    var names: Set<String> = []
    return all.flatMap(own).filter { names.insert($0.name).inserted }
  }

  /// Refuses options that only models of other families have.
  static func refuseForeign(
    _ command: BoundCommand, for family: any ModelFamily.Type, _ own: (any ModelFamily.Type) -> [Parameter]
  ) throws {
    for parameter in own(family) {
      guard command.arguments.given.contains(parameter.name), let value = command.arguments[parameter.name],
        !parameter.kind.accepts(value)
      else { continue }
      throw CommandFailure(
        "'\(parameter.name)' of \(family.plural) must be \(Wording.kind(parameter.kind)).",
        argument: parameter.name)
    }
    let known = Set(own(family).map(\.name))
    for other in all where other != family {
      for option in own(other)
      where !known.contains(option.name) && command.arguments.given.contains(option.name) {
        let list = own(family).map { $0.name }.joined(separator: " ")
        throw CommandFailure(
          "'\(option.name)' is an option of \(other.plural); this is one of the \(family.plural).",
          hint: list.isEmpty
            ? "'\(command.verb)' has no options for \(family.plural)." : "Its options are: \(list).",
          argument: option.name)
      }
    }
  }
}
