internal import Datasets
internal import Declarations
internal import Kernels
internal import Models
internal import Networks
internal import Runtime

/// Networks of layers.
enum NetworkFamily: ModelFamily {
  static let plural = "networks"
  static let kinds = kindSummaries.map { $0.kind } + Architecture.all.map(\.name)
  static let kindSummaries = [(kind: "cnn", summary: "Network of the layers in its block.")]
  static let definitionOptions: [Parameter] = [
    Initializer.parameter,
    .option(
      "input", .size(3...3),
      "images that it is made for, width x height x channels; default those of the data"),
    .option("classes", .integer(2...1_048_576), "classes that it is made for; default those of the data"),
  ]
  static let definitionFields: [CommandDeclaration.ResultField] = [
    .init("layers", "how many layers it has", .number)
  ]
  static let block = CommandDeclaration.BlockDeclaration(
    itemName: "layer", items: Layers.all, required: true, when: ("kind", "cnn"))

  static func define(_ command: BoundCommand) throws -> ModelEntry {
    let items = command.items ?? []
    let arguments = command.arguments
    let shape = arguments.optionalSize("input").map {
      SampleShape(channels: $0[2], height: $0[1], width: $0[0])
    }
    let lines = Architecture.named(arguments.text("kind"))?.lines ?? NetworkDefinition.lines(of: items)
    let definition = try NetworkFailure.located(command, items) { () throws(NetworkError) in
      try NetworkDefinition(
        lines: lines, initializer: Initializer(arguments) ?? .fanIn, input: shape,
        classes: arguments.optionalInteger("classes"))
    }
    return ModelEntry(family: self, definition: definition, items: items)
  }

  static func givesProbabilities(_ entry: ModelEntry) -> Bool { true }

  static func checkDefinition(_ command: BoundCommand) throws {
    guard ModelVerb.isKnown(command) else { return }
    let entry = try define(command)
    try NetworkFailure.located(command, entry.items) { () throws(NetworkError) in
      try entry.layers.checkNames()
    }
  }

  static func checkTraining(
    _ command: BoundCommand, of model: KnownModel, on data: KnownData, isFresh: Bool?
  ) throws {
    let arguments = command.arguments
    try TrainingConflicts.check(arguments)
    if let augmentation = data.augmentation {
      try TrainingConflicts.checkPartners(arguments, augmentation, of: command.arguments.optionalText("data"))
    }
    if let classes = data.outline.classes {
      try refusing("class_weights") { () throws(NetworkError) in
        try TrainingArguments.weighting(arguments).check(classes: classes.count)
      }
    }
    if let precision = arguments.optionalText("precision").flatMap(Precision.init) {
      try refusing("precision") { () throws(NetworkError) in try precision.checkSupport() }
    }
    if arguments.given.contains("batch"), let batch = arguments.optionalInteger("batch"),
      let count = data.counts?[.train],
      batch > count
    {
      try refusing("batch") { () throws(NetworkError) in throw .batchTooLarge(batch: batch, samples: count) }
    }
    if arguments.given.contains("patience"), let parts = data.parts, !parts.contains(.validation) {
      try refusing("patience") { () throws(NetworkError) in throw .patienceNeedsValidation }
    }
    if data.outline.task == .multilabel {
      let asked = arguments.given.contains("loss") ? arguments.optionalText("loss") : nil
      let smoothed = arguments.given.contains("label_smoothing")
      if let loss = smoothed ? asked ?? "cross_entropy" : asked {
        let usable = Losses.names(for: .multilabel)
        try refusing(arguments.given.contains("loss") ? "loss" : "label_smoothing") {
          () throws(NetworkError) in
          guard usable.contains(loss) else { throw .lossOfOtherTask(loss, usable: usable) }
        }
      }
    }
    guard let entry = model.entry else { return }
    try refusing("model") { () throws(NetworkError) in try entry.layers.checkLearning() }
    if isFresh == true || model.isUntrained { try checkShapes(entry, on: data, command) }
    if isFresh == false, !model.isUntrained { try checkContinuing(model, on: data, command) }
  }

  static func checkShapes(_ entry: ModelEntry, on data: KnownData, _ command: BoundCommand) throws {
    guard let shape = data.shape, let classes = data.outline.classes else { return }
    _ = try NetworkFailure.located(command, entry.items) { () throws(NetworkError) in
      try entry.layers.summary(input: shape, classes: classes.count)
    }
  }

  /// Whether the data has the images and classes that the model was trained for.
  private static func checkContinuing(_ model: KnownModel, on data: KnownData, _ command: BoundCommand) throws
  {
    if let own = model.task, let task = data.outline.task, own != task {
      throw CommandFailure.otherTask(
        command.arguments.text("model"), own, command.arguments.text("data"), "data")
    }
    guard let (own, classes) = both(model.shape, model.classes),
      let (shape, others) = both(data.shape, data.outline.classes),
      own != shape || classes.count != others.count
    else { return }
    throw CommandFailure.otherImages(
      command.arguments.text("model"), own, classes.count, command.arguments.text("data"), shape, others.count
    )
  }

  private static func both<A, B>(_ first: A?, _ second: B?) -> (A, B)? {
    first.flatMap { one in second.map { (one, $0) } }
  }

  static func checkSummary(_ entry: ModelEntry, _ name: String) throws {
    guard entry.layers.input == nil || entry.layers.classes == nil else { return }
    throw CommandFailure(
      "the shapes of '\(name)' follow the data, and it wasn't trained yet.",
      hint: "Name the data: summary \(name) on DATA")
  }

  /// What a network refuses, shown at the argument that asks for it.
  private static func refusing(_ argument: String, _ work: () throws(NetworkError) -> Void) throws {
    do throws(NetworkError) {
      try work()
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: argument)
    }
  }

  static func definitionResult(_ entry: ModelEntry, _ name: String) -> ResultRecord {
    ResultRecord(
      [.init("layers", .integer(entry.layers.layerCount))],
      display:
        "\(name): \(Spelling.counted(entry.layers.layerCount, "layer")); shapes follow the data ('summary "
        + "\(name) on DATA')"
    )
  }

  static func text(of entry: ModelEntry) -> String {
    let definition = entry.layers
    var head = "cnn"
    if let word = definition.initializer.word { head += " init=\(word)" }
    if let input = definition.input { head += " input=\(input)" }
    if let classes = definition.classes { head += " classes=\(classes)" }
    let lines = entry.items.isEmpty ? definition.text : entry.items.map(\.text).joined(separator: "\n")
    return head + " {\n" + lines + "\n}"
  }

  static func canonicalText(of entry: ModelEntry) -> String { entry.layers.canonicalText }

  static let hasEpochs = true
  static let numerics = NumericsArea.networks

  static func frozenLines(of entry: ModelEntry) -> [Int] {
    let layers = entry.layers
    return layers.allLines.map(\.line).filter { layers.frozen.contains($0) && layers.learns(line: $0) }
  }

  static func outline(of entry: ModelEntry) -> String {
    let frozen = entry.layers.frozen.count
    return Spelling.counted(entry.layers.layerCount, "layer") + (frozen == 0 ? "" : ", \(frozen) frozen")
  }

  private static let frozenKey = "fovea.frozen"

  static func metadata(of entry: ModelEntry) -> [String: String] {
    let frozen = entry.layers.frozen.sorted()
    return frozen.isEmpty ? [:] : [frozenKey: frozen.map(String.init).joined(separator: " ")]
  }

  static func definition(_ file: SavedModel, of entry: ModelEntry) -> any ModelDefinition {
    entry.layers.freezing(Set((file.metadata[frozenKey] ?? "").split(separator: " ").compactMap { Int($0) }))
  }

  static func model(_ file: SavedModel, for entry: ModelEntry, _ command: BoundCommand) throws -> any Model {
    try NetworkFailure.located(command, entry.items) { () throws(NetworkError) in
      let network = try Network(
        definition: entry.layers, input: file.input, classes: file.classes, task: file.task, seed: 0)
      try network.restore(file.tensors, epochs: file.history.last?.epoch ?? 0)
      return network
    }
  }
}

extension ModelEntry {
  /// The trained network. Only the family's own code asks, and charts of what only networks have; nil for
  /// other families.
  var network: Network? { model as? Network }

  /// - Precondition: It is a network.
  var layers: NetworkDefinition {
    guard let definition = definition as? NetworkDefinition else {
      preconditionFailure("only entries of networks come to their family")
    }
    return definition
  }
}
