internal import Datasets
internal import Declarations
internal import Diagnostics
internal import Runtime

/// `load SOURCE as NAME`.
enum LoadVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "load", summary: "Load images and their classes.",
    parameters: [
      Parameter(
        "source", .either([.choice(Loading.builtin), .path]), .positional, required: true, files: .data,
        summary: "a built-in data set, a file or a folder"),
      Parameter("name", .name(.new), .preposition("as"), required: true, summary: "the name that it gets"),
      .option(
        "limit", .positiveInteger, "how many training images to keep, each class in proportion, in order"),
    ] + Loading.parameters,
    defines: .data,
    resultFields: [
      .init("name", "what was loaded", .text), .init("train", "training images", .number),
      .init("validation", "validation images", .number),
      .init("test", "test images", .number), .init("classes", "number of classes", .number),
      .init("width", "in pixels, 0 when sizes differ", .number),
      .init("height", "in pixels, 0 when sizes differ", .number),
      .init("channels", "1 gray, 3 colour", .number),
      .init("fingerprint", "sha256 of the decoded content", .text),
      .init("files_hash", "sha256 of picture files and their labels; not there for other sources", .text),
      .init("task", "multilabel where images have label sets; else not there", .text),
      .init("values", "float32 where images are numbers; not there where they are bytes", .text),
    ],
    examples: [
      "load fashion-mnist as fashion", "load digits as digits8 limit=500", "load ./flowers as flowers",
      "load \"train.svmlight\" as d size=28x28 index=0", "load \"labels.csv\" as photos task=multilabel",
    ],
    notes: Loading.notes + ["A built-in name wins over a file; write ./digits for the file."], effect: .quick)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    // While the session runs, loading itself tells.
    guard !known.isRunning, let source = source(of: command), isThere(source, known) else { return }
    do throws(DataError) {
      _ = try Loading.outline(of: source, options: options(command))
    } catch {
      throw failure(error, source.text, isQuoted: isQuoted(command))
    }
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    guard let name = command.arguments.optionalText("name") else { return known.loseTrack() }
    var data = KnownData()
    data.preparation = Preparation()
    data.augmentation = Augmentation()
    if let source = source(of: command), isThere(source, known),
      let outline = try? Loading.outline(of: source, options: options(command))
    {
      data.outline = outline
      data.counts = outline.parts
    }
    known.data[name] = data
  }

  /// Whether the source is what lies there now: not a file that a command further up will have written.
  private static func isThere(_ source: DataSourceName, _ known: KnownWorkspace) -> Bool {
    known.requiresFiles && !known.isWritten(source.text)
  }

  private static func source(of command: BoundCommand) -> DataSourceName? {
    guard command.arguments.isComplete else { return nil }
    return command.arguments.optionalText("source").map { DataSourceName($0, quoted: isQuoted(command)) }
  }

  /// Quoted, a name is a path, even where there is a built-in data set of that name.
  private static func isQuoted(_ command: BoundCommand) -> Bool {
    command.places["source"].map { command.source.slice($0).hasPrefix("\"") } ?? false
  }

  private static func options(_ command: BoundCommand) -> LoadOptions {
    let arguments = command.arguments
    let format = Loading.parameters.compactMap { parameter in
      arguments[parameter.name].flatMap { $0 == parameter.defaultValue ? nil : (parameter.name, $0) }
    }
    return LoadOptions(
      limit: arguments.optionalInteger("limit"), format: Dictionary(uniqueKeysWithValues: format))
  }

  /// The options, with what sessions could do when they were recorded.
  private static func recordedOptions(_ command: BoundCommand, _ shell: Shell) -> LoadOptions {
    var options = options(command)
    options.allowsRepeatedFiles = shell.context.replayFiles != nil
    return options
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    .perhaps
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let source = command.arguments.text("source")
    let name = command.arguments.text("name")
    let data: DataSet
    do throws(DataError) {
      // What the session itself wrote is read from where its replay put it.
      let place = shell.origin(of: source)
      data = try Loading.load(
        source: DataSourceName(place, quoted: isQuoted(command) || place != source),
        options: recordedOptions(command, shell), shouldStop: shell.interruption)
    } catch {
      throw failure(error, source, isQuoted: isQuoted(command))
    }
    shell.workspace.data[name] = data
    shell.workspace.lineages[name] = DataLineage(load: shell.recorded(command)?.loadText ?? source)
    let shape = data.train.uniformShape
    let parts = data.parts.map {
      "\(Spelling.count($0.part.count)) \($0.name == .train ? "training" : $0.name.rawValue)"
    }
    let channels = data.train.shape(0).channels
    let lines = [
      "\(name): \(parts.joined(separator: ", ")) \(kind(data.train)), \(data.classes.count) classes"
        + (data.train.labelSets.map(perImage) ?? "")
    ]
    var result = ResultRecord(
      [
        .init("name", .text(name)), .init("train", .integer(data.train.count)),
        .init("validation", .integer(data.validation?.count ?? 0)),
        .init("test", .integer(data.test?.count ?? 0)),
        .init("classes", .integer(data.classes.count)), .init("width", .integer(shape?.width ?? 0)),
        .init("height", .integer(shape?.height ?? 0)), .init("channels", .integer(channels)),
        .init("fingerprint", .text(data.fingerprint)),
      ] + (data.filesHash.map { [.init("files_hash", .text($0))] } ?? [])
        + (data.task == .classification ? [] : [.init("task", .text(data.task.rawValue))])
        + (data.train.store.holdsFloats ? [.init("values", .text("float32"))] : []),
      display: lines.map(Table.sentence).joined(separator: "\n"))
    result.warn(data.warnings, showing: 10, rest: "'describe \(name)' lists them")
    return result
  }

  /// `images 28x28, gray`, or `samples of 512 features`.
  private static func kind(_ part: Part) -> String {
    let first = part.shape(0)
    if part.store.holdsFloats, let shape = part.uniformShape, shape.height == 1, shape.channels == 1 {
      return "samples of \(Spelling.counted(shape.width, "feature"))"
    }
    let size = part.uniformShape.map { "\($0.width)x\($0.height)" } ?? "of several sizes"
    let colour =
      switch first.channels {
      case 1: "gray"
      case 3: "colour"
      default: "\(first.channels) channels"
      }
    return "images \(size)\(part.store.holdsFloats ? " of numbers" : ""), \(colour)"
  }

  /// How many classes an image has on the mean.
  private static func perImage(_ sets: LabelSets) -> String {
    let shown = (0..<sets.count).reduce(0) { $0 + sets.cardinality(at: $1) }
    return ", \(Spelling.rounded(Double(shown) / Double(sets.count), digits: 3)) of them an image on average"
  }

  /// What goes wrong, at the argument that it is about.
  private static func failure(_ error: DataError, _ source: String, isQuoted: Bool) -> CommandFailure {
    switch error {
    case .stopped: CommandFailure(error.message)
    case .limitTooSmall: CommandFailure(error.message, hint: error.hint, argument: "limit")
    case .sparseSize, .badSize, .shapesSize: CommandFailure(error.message, hint: error.hint, argument: "size")
    case .foreignOption(let option, _, _), .invalidLoadOption(let option, _, _):
      CommandFailure(error.message, hint: error.hint, argument: option)
    case .sourceNotFound where isQuoted && Loading.builtin.contains(source):
      CommandFailure(
        "there is no file or folder '\(source)'.",
        hint: "The built-in data set has no quotes: load \(source) as NAME", argument: "source")
    case .sourceNotFound:
      CommandFailure(
        error.message, hint: Suggestion.phrase(for: source, among: Loading.builtin) ?? error.hint,
        argument: "source")
    default: CommandFailure(error.message, hint: error.hint, argument: "source")
    }
  }
}
