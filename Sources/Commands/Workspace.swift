internal import Datasets
internal import Declarations
internal import Kernels
internal import Models
internal import Runtime

/// The named things of a session. A value: a copy taken before a command brings everything back.
struct Workspace {
  var data: [String: DataSet] = [:]
  var models: [String: ModelEntry] = [:]
  /// How the data sets came to be what they are, by their names.
  var lineages: [String: DataLineage] = [:]
  var settings: Settings { didSet { settingsChanges += 1 } }
  /// How often `set` changed something, be it to what it was: with how many threads a session began differs
  /// from replay to replay, and what `undo` takes back must not.
  private(set) var settingsChanges = 0

  /// The names and what they stand for.
  var roles: [String: NameRole] {
    var roles: [String: NameRole] = [:]
    for name in data.keys { roles[name] = .data }
    for name in models.keys { roles[name] = .model }
    return roles
  }
}

/// What `set` holds.
struct Settings: Hashable {
  /// How many threads compute. Results don't depend on it.
  var threads: Int
  /// What all random numbers follow from.
  var seed: UInt64
  /// What networks are trained in where their training doesn't say it.
  var precision = Precision.float32
  /// How `plot` draws in the terminal.
  var plot = PlotStyle.automatic

  /// As `set` and `list` show them.
  var text: String { "threads=\(threads) seed=\(seed) precision=\(precision.rawValue) plot=\(plot.rawValue)" }
}

enum PlotStyle: String, CaseIterable {
  /// Whichever the terminal shows best.
  case automatic = "auto"
  case sixel
  case kitty
  case iterm
  case block
  case ascii
}

/// A model: its definition, and what it learned once it met data.
struct ModelEntry {
  let family: any ModelFamily.Type
  /// What was typed, for `save` and messages.
  var definition: any ModelDefinition
  /// The lines of its block where they stand, so that a shape that doesn't fit points at its layer; empty
  /// without a block.
  let items: [BoundItem]
  /// Nil until the first training. Never changed in place: training works on a copy and puts it here.
  var model: (any Model)?
  /// The data set that it was trained on.
  var dataName: String?
  var classes: [String] = []
  /// The images that it was trained on; nil where nobody knows, as of files of other programs.
  var trainedOn: TrainedImages?
  /// What was done to the images that it was trained on.
  var preparation: FittedPreparation?
  var history: [EpochRecord] = []
  /// Trainings to choose from, in the order in which they were done.
  var candidates: [Candidate] = []
  /// Whether it was trained before its candidates were, so that the best of them replaces that.
  var replacesTrained = false
  /// How it came to be what it is, for the record.
  var lineage = ModelLineage()
  /// How long its trainings took together. Measured; nil where none was done here.
  var trainingSeconds: Double?

  /// A training that `choose` may bring back.
  struct Candidate {
    /// The entry as it was left; its own candidates are empty.
    let entry: ModelEntry
    /// The command's options, as they were typed.
    let options: [String: String]
    /// What `train` answered.
    let result: ResultRecord
  }

  init(family: any ModelFamily.Type, definition: any ModelDefinition, items: [BoundItem] = []) {
    self.family = family
    self.definition = definition
    self.items = items
  }
}
