internal import Datasets
internal import Declarations
internal import Models
internal import Networks
internal import Runtime

/// The named things of a session. A value: a copy taken before a command brings everything back.
struct Workspace {
  var data: [String: DataSet] = [:]
  var models: [String: ModelEntry] = [:]
  var settings: Settings

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
  /// How `plot` draws in the terminal.
  var plot = PlotStyle.automatic
}

enum PlotStyle: String, CaseIterable {
  case automatic = "auto"
  case block
  case ascii
}

/// A model: its definition, and its weights once data gave it a shape.
struct ModelEntry {
  /// The block as typed, for `save` and messages.
  let definition: NetworkDefinition
  /// The lines of the block where they stand, so that a shape that doesn't fit points at its layer.
  let items: [BoundItem]
  /// Nil until the first training. Never changed in place: training works on a copy and puts it here.
  var network: Network?
  /// The data set that it was trained on.
  var dataName: String?
  var classes: [String] = []
  /// What was done to the images that it was trained on.
  var preparation: FittedPreparation?
  var history: [EpochRecord] = []
}
