internal import Declarations
internal import Networks
internal import Runtime

/// `freeze MODEL LAYER …`.
enum FreezeVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "freeze", summary: "Freeze layers of a network.",
    parameters: [
      .positional("model", .name(.model), "the network"),
      Parameter(
        "layers", LayerReferences.kind, .variadic, required: true, words: LayerReferences.words,
        summary: LayerReferences.summary),
    ],
    resultFields: LayerReferences.fields,
    examples: ["freeze small 1..4", "freeze small conv batchnorm"],
    notes: [
      "Weights and running statistics of frozen layers stay the same to the last bit; a frozen 'batchnorm' "
        + "normalises with its running statistics in training too. 'unfreeze' lets layers learn again."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    _ = try LayerReferences.changed(command, in: known) { $0.union($1) }
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    LayerReferences.apply(command, to: &known) { $0.union($1) }
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange { .perhaps }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    try LayerReferences.change(command, in: shell) { $0.union($1) }
  }
}

/// `unfreeze MODEL [LAYER …]`.
enum UnfreezeVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "unfreeze", summary: "Unfreeze layers of a network.",
    parameters: [
      .positional("model", .name(.model), "the network"),
      Parameter(
        "layers", LayerReferences.kind, .variadic, words: LayerReferences.words,
        summary: LayerReferences.summary + "; all without any"),
    ],
    resultFields: LayerReferences.fields, examples: ["unfreeze small", "unfreeze small 4 conv"])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    _ = try LayerReferences.changed(command, in: known) { $0.subtracting($1) }
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    LayerReferences.apply(command, to: &known) { $0.subtracting($1) }
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange { .perhaps }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    try LayerReferences.change(command, in: shell) { $0.subtracting($1) }
  }
}

/// Layers of a network as commands name them.
enum LayerReferences {
  static let kind = ParameterKind.either([.integer(1...100_000), .range(.positive), .text])
  /// What layers are; a model has some of them.
  static let words = Layers.all.map(\.name)
  static let summary = "lines such as 3 or 1..4, the names of layers, or what they are, such as conv"
  static let fields: [CommandDeclaration.ResultField] = [
    .init("frozen", "how many layers with weights are frozen", .number),
    .init("learning", "how many aren't", .number),
    .init("lines", "the lines of the frozen ones", .list),
  ]

  /// Changes which layers of the command's model are frozen.
  static func change(
    _ command: BoundCommand, in shell: Shell, _ change: (Set<Int>, Set<Int>) -> Set<Int>
  ) throws -> ResultRecord {
    let name = command.arguments.text("model")
    var entry = try shell.model(name)
    let definition = try changed(entry, name, command, change)
    entry.definition = definition
    if let network = entry.network {
      entry.model = try NetworkFailure.located(command, entry.items) { () throws(NetworkError) in
        try network.freezing(definition.frozen)
      }
    }
    shell.workspace.models[name] = entry
    return result(definition, name)
  }

  /// The definition as the command leaves it; nil where only running tells.
  static func changed(
    _ command: BoundCommand, in known: KnownWorkspace, _ change: (Set<Int>, Set<Int>) -> Set<Int>
  ) throws -> NetworkDefinition? {
    guard let (name, model) = known.model(command) else { return nil }
    if let family = model.family, family != NetworkFamily.self {
      throw CommandFailure("'\(name)' has no layers; it is one of the \(family.plural).", argument: "model")
    }
    guard let entry = model.entry, command.arguments.isKnown("layers") else { return nil }
    return try changed(entry, name, command, change)
  }

  static func apply(
    _ command: BoundCommand, to known: inout KnownWorkspace, _ change: (Set<Int>, Set<Int>) -> Set<Int>
  ) {
    guard let (name, _) = known.model(command) else { return known.loseTrack() }
    guard let definition = try? changed(command, in: known, change) else {
      known.models[name]?.entry = nil
      return
    }
    known.models[name]?.entry?.definition = definition
  }

  private static func changed(
    _ entry: ModelEntry, _ name: String, _ command: BoundCommand, _ change: (Set<Int>, Set<Int>) -> Set<Int>
  ) throws -> NetworkDefinition {
    let layers = entry.layers
    let given = command.arguments.optionalList("layers") ?? []
    let named = given.isEmpty ? Set(layers.allLines.map(\.line)) : try lines(given, of: layers, name)
    // What learns nothing can't be frozen; leaving it out keeps the answer short.
    return layers.freezing(change(layers.frozen, named).filter { layers.learns(line: $0) })
  }

  private static func lines(_ references: [ArgumentValue], of layers: NetworkDefinition, _ name: String)
    throws -> Set<Int>
  {
    var found: Set<Int> = []
    for reference in references {
      let matching: [Int]
      let text: String
      switch reference {
      case .number(let line):
        text = Spelling.number(line)
        matching = layers.allLines.filter { Double($0.line) == line }.flatMap { layers.lines(under: $0) }
      case .range(let first, let last):
        text = "\(Spelling.number(first))..\(Spelling.number(last))"
        // Both ends must be there: a range that reaches too far is most likely meant for another model.
        let known = layers.allLines.map(\.line)
        let holds = known.contains { Double($0) == first } && known.contains { Double($0) == last }
        matching = holds ? known.filter { (first...last).contains(Double($0)) } : []
      case .text(let word):
        text = word
        matching = layers.allLines.filter { $0.isCalled(word) }.flatMap { layers.lines(under: $0) }
      default:
        (text, matching) = ("this", [])
      }
      guard !matching.isEmpty else {
        var kinds: [String] = []
        for line in layers.allLines where !kinds.contains(line.name) { kinds.append(line.name) }
        throw CommandFailure(
          "'\(name)' has no layer '\(text)'.",
          hint: "Its lines are 1 to \(layers.allLines.count), and it has: \(kinds.joined(separator: ", ")).",
          argument: "layers")
      }
      guard matching.contains(where: { layers.learns(line: $0) }) else {
        throw CommandFailure(
          nothingToLearn(matching, text, of: layers, name),
          hint: "Its layers that learn are: \(learning(layers)).",
          argument: "layers")
      }
      found.formUnion(matching)
    }
    return found
  }

  private static func nothingToLearn(
    _ lines: [Int], _ text: String, of layers: NetworkDefinition, _ name: String
  ) -> String {
    guard lines.count == 1, let line = layers.allLines.first(where: { $0.line == lines[0] }) else {
      return "the layers '\(text)' of '\(name)' have nothing to learn."
    }
    return "layer \(line.line) of '\(name)', \(line.name), has nothing to learn."
  }

  private static func learning(_ layers: NetworkDefinition) -> String {
    let learning = layers.allLines.filter { layers.learns(line: $0.line) }.map { "\($0.line) \($0.name)" }
    return learning.prefix(12).joined(separator: ", ")
      + (learning.count > 12 ? " and \(learning.count - 12) more" : "")
  }

  private static func result(_ layers: NetworkDefinition, _ name: String) -> ResultRecord {
    let learning = layers.allLines.filter { layers.learns(line: $0.line) }
    let frozen = learning.filter { layers.frozen.contains($0.line) }
    let rows = learning.map {
      [String($0.line), $0.text, layers.frozen.contains($0.line) ? "frozen" : "learns"]
    }
    let summary =
      frozen.isEmpty
      ? "\(name): all layers learn"
      : "\(name): frozen are \(frozen.count) of \(learning.count) layers with weights"
    return ResultRecord(
      [
        .init("frozen", .integer(frozen.count)), .init("learning", .integer(learning.count - frozen.count)),
        .init("lines", .list(frozen.map { .integer($0.line) })),
      ], display: summary + "\n" + Table.text(rows, rightAligned: [0], hasHead: false))
  }
}
