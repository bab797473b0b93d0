/// A training that a session holds, or a cross-validation, with what it was asked for and what it came to.
public struct RecordedRun: Sendable, Equatable {
  public enum Kind: String, Sendable {
    case training
    /// One training a fold, of which none is kept.
    case crossvalidation
  }

  /// The name of its session and which of its runs it is: `20261123-140511-4c2f.2`.
  public var id: String
  public var kind = Kind.training
  /// The path of the session.
  public var session: String
  /// The line of the command.
  public var line: Int
  public var date: String
  public var seed: UInt64
  /// All that chance followed from: its seed, that of the split, those of the trainings that it went on from.
  /// Two runs that were asked for the same with the same seeds have the same bits.
  public var seeds = ""
  /// The command, with the values of parameters put in.
  public var command: String
  public var model: String
  /// The command that defined the model, with the values of parameters put in.
  public var definition: String
  /// The name of the data in the session.
  public var data: String
  /// Where the data came from: a built-in name or a path.
  public var source = ""
  /// Of the data as they were loaded.
  public var fingerprint: String
  /// The options of the command, with the values of parameters put in.
  public var settings: [String: String]
  /// All options that applied, those that nobody typed too; empty where a session of format 1 doesn't tell.
  public var inForce: [String: String] = [:]
  /// What it was done under besides, by the names in `circumstanceNames`; seeds aren't among it.
  public var circumstances: [String: String] = [:]
  /// Numbers of the result; those of an `evaluate` on the test part that follows are named `test_accuracy`
  /// and so on, and those of all folds together `folds_accuracy` and so on.
  public var metrics: [String: Double]
  public var weights: String
  public var stoppedAtStep: Int?
  /// The rows of the history: by epoch; of a cross-validation by fold.
  public var history: [Entry]
  /// Files that commands wrote from this model: saved models, plots.
  public var artifacts: [String] = []
  /// One class an image, or label sets, as the record has it; empty in records of format 1.
  public var task = ""

  public struct Entry: Sendable, Equatable {
    /// Which epoch or fold, from 1.
    public var number: Int
    public var metrics: [String: Double]
  }

  /// How the data were loaded, divided, prepared and varied; the precision that was set; the frozen layers;
  /// and what was learnt before, where the training went on from that.
  public static let circumstanceNames = [
    "load", "split", "prepare", "augment", "precision", "freeze", "after",
  ]

  /// The part of `id` that tells runs of a folder apart: `4c2f.2`.
  public var shortID: String { id.split(separator: "-").last.map(String.init) ?? id }

  /// The curve of a training.
  public var epochs: [Entry] { kind == .training ? history : [] }

  /// How many epochs it has, as a person reads it: `3`; where it was stopped in one of them, `3 of 10`, or
  /// `3, stopped` in the last one.
  public var epochsText: String {
    guard !epochs.isEmpty else { return "" }
    guard stoppedAtStep != nil, let planned = settings["epochs"] else { return "\(epochs.count)" }
    return planned == "\(epochs.count)" ? "\(epochs.count), stopped" : "\(epochs.count) of \(planned)"
  }

  /// The options in one line. How many epochs were reached stands elsewhere.
  public var settingsText: String {
    settings.filter { $0.key != "epochs" || epochs.isEmpty }.sorted { $0.key < $1.key }.map {
      "\($0.key)=\($0.value)"
    }
    .joined(separator: " ")
  }

  /// Whether another run was asked for the same, chance aside.
  public func isAlike(_ other: RecordedRun) -> Bool {
    kind == other.kind && model == other.model && definition == other.definition && data == other.data
      && fingerprint == other.fingerprint && comparedSettings == other.comparedSettings
      && circumstances == other.circumstances
  }

  /// Whether its record tells all options.
  public var tellsOptions: Bool { !inForce.isEmpty }

  /// What an option was: as it was in force, where the record tells, else as it was typed.
  public func option(_ name: String) -> String? { inForce[name] ?? settings[name] }

  /// The options that say what was asked for: neither chance, nor that it began anew, which `after` tells.
  public var comparedSettings: [String: String] { settings.filter { $0.key != "seed" && $0.key != "fresh" } }

  /// A field by its name: of the run itself, a setting, a circumstance or a metric. What a list calls
  /// otherwise is found by that name too.
  public func field(_ name: String) -> RunValue? {
    switch name {
    case "id", "run": .text(id)
    case "kind": .text(kind.rawValue)
    case "session": .text(session)
    case "date": .text(date)
    case "command": .text(command)
    case "definition": definition.isEmpty ? nil : .text(definition)
    case "model": .text(model)
    case "data": .text(data)
    case "source": source.isEmpty ? nil : .text(source)
    case "fingerprint": fingerprint.isEmpty ? nil : .text(fingerprint)
    case "seed": .number(Double(seed))
    case "seeds": .text(seeds)
    case "weights": weights.isEmpty ? nil : .text(weights)
    case "line": .number(Double(line))
    case "settings": .text(settingsText)
    case "stopped": stoppedAtStep.map { .number(Double($0)) }
    case "file": artifacts.first.map { .text($0) }
    default:
      if let metric = metrics[name] ?? Self.columnNames[name].flatMap({ metrics[$0] }) {
        .number(metric)
      } else {
        (setting(name) ?? circumstances[name]).map(RunValue.init)
      }
    }
  }

  /// The metrics that lists show under shorter names.
  public static let columnNames = [
    "validation": "validation_accuracy", "test": "test_accuracy", "mean of folds": "mean_accuracy",
    "validation AP": "validation_macro_ap",
    "mean": "mean_accuracy", "test AP": "test_macro_ap", "mean AP of folds": "mean_macro_ap",
  ]

  /// The columns of settings in tables for programs begin so.
  private func setting(_ name: String) -> String? {
    let prefix = "set_"
    return option(name) ?? (name.hasPrefix(prefix) ? settings[String(name.dropFirst(prefix.count))] : nil)
  }

  /// What a condition on a field is compared with: data go by their name in the session or by where they came
  /// from, a hash may be given without saying which kind it is, and sessions and runs go by their ids.
  func values(_ name: String) -> [RunValue] {
    guard let value = field(name) else { return [] }
    switch (name, value) {
    case ("data", _): return [value] + (source.isEmpty ? [] : [.text(source)])
    case ("file", _): return artifacts.map { .text($0) }
    case ("fingerprint", .text(let hash)), ("weights", .text(let hash)):
      return [value]
        + (hash.firstIndex(of: ":").map { [.text(String(hash[hash.index(after: $0)...]))] } ?? [])
    default: return [value]
    }
  }

  /// Whether a text names the run: its id, the short form of that, or the beginning of one of them up to its
  /// number.
  func isNamed(_ text: String) -> Bool {
    // Of 4c2f.12, 4c2f.1 is no beginning: that is another run.
    [id, shortID].contains { $0 == text || ($0.hasPrefix(text) && !text.dropLast().contains(".")) }
  }
}

/// A number or a text of a run.
public enum RunValue: Sendable, Equatable, Comparable {
  case number(Double)
  case text(String)

  init(_ text: String) { self = RecordedValue.number(text).map(RunValue.number) ?? .text(text) }
}

extension RecordedRun {
  /// The trainings and cross-validations of a session, in order.
  ///
  /// - Complexity: O(size of the session).
  public static func runs(of session: Session) -> [RecordedRun] {
    guard session.header.format > 1 else {
      var reader = Format1Reader(session)
      for entry in session.commands { reader.read(entry) }
      return reader.runs
    }
    var reader = ProvenanceReader(session)
    for entry in session.commands { reader.read(entry) }
    return reader.runs
  }
}
