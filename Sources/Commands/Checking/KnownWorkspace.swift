internal import Datasets
internal import Models
internal import Runtime

/// What is known of the names of a session before a command runs: everything while the session runs, and what
/// the text tells while a script is checked. Nil is what only running tells.
///
/// `Verb.check` reads it and `Verb.apply` changes it, so that an error in the last line of a script is found
/// before the first training starts.
struct KnownWorkspace {
  var data: [String: KnownData] = [:]
  var models: [String: KnownModel] = [:]
  /// The fields of each result that has a name.
  var results: [String: Set<String>] = [:]
  /// The classes of those that hold predictions.
  var resultClasses: [String: [String]] = [:]
  /// The files that commands further up will have written, by their standardized paths.
  var written: [String: KnownFile] = [:]
  /// Whether files that are named must be there. False in a replay, whose files are elsewhere.
  var requiresFiles = true

  /// False where a session is replayed or brought back, which writes its own files again.
  var refusesToOverwrite = true

  /// Whether it is that of a session that runs, so that commands which read files find out by themselves.
  var isRunning = false

  /// Whether the commands are those of a notebook.
  var isNotebook = false

  /// Forgets everything but which names there are: after a command whose effect the text doesn't tell.
  mutating func loseTrack() {
    for name in data.keys { data[name] = KnownData() }
    for name in models.keys { models[name] = KnownModel() }
    resultClasses = [:]
  }

  /// The same for the names that a wrong command holds.
  mutating func loseTrack(of names: [String]) {
    for name in names {
      if data[name] != nil { data[name] = KnownData() }
      if models[name] != nil { models[name] = KnownModel() }
      resultClasses[name] = nil
    }
  }
}

/// What is known of a data set.
struct KnownData {
  /// What was loaded.
  var outline = DataOutline()
  /// How many images each part has now, after a split.
  var counts: [PartName: Int]?
  var preparation: Preparation?
  var augmentation: Augmentation?

  var parts: Set<PartName>? { counts.map { Set($0.keys) } }

  /// The shape of the images that a model gets.
  var shape: SampleShape? {
    guard let preparation else { return nil }
    return outline.shape.map { preparation.shape(of: $0) }
  }
}

/// What is known of a file that a command further up will have written.
struct KnownFile {
  /// The model that it holds; nil where it is another file, or only running tells.
  var model: KnownModel?
  /// Whether it is certainly there.
  var isCertain = false
}

/// What is known of a model.
struct KnownModel {
  /// Whether and on what it was trained.
  enum State: Hashable {
    case untrained
    /// The name of the data set; nil for a model that was restored without one.
    case trained(on: String?)
  }

  var family: (any ModelFamily.Type)?
  /// Its definition. What it learned is known only while the session runs.
  var entry: ModelEntry?
  var state: State?
  /// The images and classes that it was trained for.
  var shape: SampleShape?
  var classes: [String]?
  /// What it tells of images.
  var task: PredictionTask?
  /// The images that it takes, before they are prepared; nil where any size will do, or nobody knows.
  var input: SampleShape?
  var hasCurve: Bool?
  var hasCandidates: Bool?
  /// What is the same of all candidates, and so known of the one that `choose` takes: at most one entry, and
  /// a list since a value can't hold another of its kind.
  var chosen: [KnownModel] = []

  var isUntrained: Bool { state == .untrained }

  /// Whether its answers are probabilities, of which there is a loss; nil where the text doesn't tell.
  var hasLoss: Bool? { entry.map { $0.family.givesProbabilities($0) } }

  /// A model that was just defined.
  init(_ entry: ModelEntry) {
    self.entry = entry
    family = entry.family
    state = .untrained
    hasCurve = false
    hasCandidates = false
  }

  init() {}

  /// Notes another candidate.
  mutating func add(_ candidate: KnownModel) {
    chosen = [chosen.first?.merged(with: candidate) ?? candidate]
  }
}

// MARK: A session that runs

extension KnownWorkspace {
  /// Everything that there is.
  init(_ shell: Shell) {
    for (name, set) in shell.workspace.data { data[name] = KnownData(set) }
    for (name, entry) in shell.workspace.models { models[name] = KnownModel(of: entry) }
    requiresFiles = shell.context.replayFiles == nil
    isNotebook = shell.context.isNotebook
    refusesToOverwrite = requiresFiles && !shell.context.writesAgain
  }
}

extension Shell {
  /// What a command finds when its turn comes.
  var known: KnownWorkspace {
    var known = KnownWorkspace(self)
    known.isRunning = true
    for name in interpreter.environment.names {
      guard case .record(let record)? = interpreter.environment[name]?.value else { continue }
      known.results[name] = Set(record.fields.map(\.name))
      known.resultClasses[name] = EvaluationDetails(of: record)?.classes
    }
    return known
  }
}

extension KnownData {
  init(_ data: DataSet) {
    outline = data.outline
    counts = Dictionary(uniqueKeysWithValues: data.parts.map { ($0.name, $0.part.count) })
    preparation = data.preparation
    augmentation = data.augmentation
  }
}

extension KnownModel {
  init(of entry: ModelEntry) {
    self.entry = entry
    family = entry.family
    state = entry.model == nil ? .untrained : .trained(on: entry.dataName)
    shape = entry.model?.input
    input = entry.preparation.flatMap { $0.takesAnySize ? nil : $0.input }
    classes = entry.model == nil ? nil : entry.classes
    task = entry.model?.task
    hasCurve = !entry.history.isEmpty
    hasCandidates = !entry.candidates.isEmpty
    for candidate in entry.candidates { add(KnownModel(of: candidate.entry)) }
  }
}
