internal import Datasets
internal import Declarations
internal import Diagnostics
internal import Models
internal import Runtime

extension Shell {
  /// A data set that the check knows to be there; gone only when a branch that would define it didn't run.
  func data(_ name: String) throws -> DataSet {
    guard let data = workspace.data[name] else {
      throw CommandFailure(
        "there is no data set '\(name)' yet.", hint: "Load one: load SOURCE as \(Wording.name(name))")
    }
    return data
  }

  func model(_ name: String) throws -> ModelEntry {
    guard let model = workspace.models[name] else {
      throw CommandFailure(
        "there is no model '\(name)' yet.", hint: "Define one: model \(Wording.name(name)) cnn { … }")
    }
    return model
  }

  /// The data that a model was trained on, with its name, where it is still there.
  func trainingData(of entry: ModelEntry) -> (String, DataSet)? {
    entry.dataName.flatMap { name in workspace.data[name].map { (name, $0) } }
  }

  /// A model that was trained or restored.
  func trained(_ name: String) throws -> (entry: ModelEntry, model: any Model) {
    let entry = try model(name)
    guard let model = entry.model else {
      throw CommandFailure.untrained(name)
    }
    return (entry, model)
  }

  /// What a model says of samples, with progress; Ctrl-C ends the command.
  func predictions(of model: any Model, _ name: String, on samples: any SampleSource) throws -> Predictions {
    let predictions = try model.predict(
      samples, threads: workspace.settings.threads,
      progress: { onProgress(.evaluating(model: name, done: $0, of: samples.count)) },
      shouldStop: interruption)
    onProgress(nil)
    guard let predictions else { throw CommandFailure("stopped by Ctrl-C before all images were evaluated.") }
    return predictions
  }

  /// A result that 'let' kept.
  func result(_ name: String, argument: String) throws -> ResultRecord {
    guard case .record(let record)? = interpreter.environment[name]?.value else {
      throw CommandFailure(
        "there is no result '\(name)' yet.",
        hint: "Keep one: let \(Wording.name(name)) = evaluate MODEL on DATA.test",
        argument: argument)
    }
    return record
  }

  /// The confusion matrix that a result holds.
  func confusion(of name: String, argument: String) throws -> NamedConfusion {
    guard let confusion = NamedConfusion(of: try result(name, argument: argument)) else {
      throw CommandFailure.noConfusion(name, argument)
    }
    return confusion
  }

  /// What a model said of each image, as a result keeps it.
  func evaluation(of name: String, argument: String) throws -> EvaluationDetails {
    guard let evaluation = EvaluationDetails(of: try result(name, argument: argument)) else {
      throw CommandFailure.noPredictions(name, argument)
    }
    return evaluation
  }

  /// `fashion.test` as the name and the part; the part that is meant when none is named.
  static func parts(of text: String, default part: PartName) -> (data: String, part: PartName) {
    let pieces = text.split(separator: ".", maxSplits: 1).map(String.init)
    // '.' and '..' are folders.
    guard let data = pieces.first else { return (text, part) }
    return (data, pieces.count > 1 ? PartName(rawValue: pieces[1]) ?? part : part)
  }
}

extension Verb {
  /// Does something for a line of a block: what goes wrong is shown at that line.
  static func located<Result>(_ item: BoundItem, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as any ExplainedError {
      throw Diagnostic(error.message, hint: error.hint, at: item.range, in: item.source)
    }
  }
}

extension Workspace {
  /// Whether a command changed anything: cheap, by what identifies data, weights and settings.
  func isDifferent(from other: Workspace) -> Bool {
    if settingsChanges != other.settingsChanges { return true }
    if data.keys != other.data.keys || models.keys != other.models.keys { return true }
    for (name, set) in data {
      guard let before = other.data[name] else { return true }
      if set.fingerprint != before.fingerprint
        || set.preparation.steps.map(\.text) != before.preparation.steps.map(\.text)
        || set.augmentation.lines != before.augmentation.lines || set.train.indices != before.train.indices
        || set.validation?.indices != before.validation?.indices || set.test?.indices != before.test?.indices
      {
        return true
      }
    }
    for (name, model) in models {
      guard let before = other.models[name] else { return true }
      // Models are never changed in place, so another object is another state.
      if model.model !== before.model || model.candidates.count != before.candidates.count
        || !model.definition.isEqual(to: before.definition)
      {
        return true
      }
    }
    return false
  }
}
