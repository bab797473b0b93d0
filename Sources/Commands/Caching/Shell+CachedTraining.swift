internal import Datasets
internal import Declarations
internal import Models
internal import Networks
internal import Record
internal import Runtime

/// Trainings from the cache: the model as the training would leave it, its curve, and what `train` answered.
extension Shell {
  private enum Key {
    static let result = "fovea.result"
    static let history = "fovea.history"
    static let names = "fovea.names"
  }

  typealias Trained = (entry: ModelEntry, result: ResultRecord)

  /// Does what a training asks for, or brings back what it gave.
  func train(_ training: Training) throws -> Trained {
    let family = training.entry.family
    // Networks have checkpoints; of other families a session that was cut off finds whole trainings again.
    let isInSession = !family.hasEpochs
    guard cache != nil || (isInSession && checkpoints?.parts != nil), let parts = try? parts(of: training)
    else {
      return try family.train(training, in: self)
    }
    // How many steps fit into a time is found out by measuring, so only a number of steps that is known can
    // be looked up.
    if !training.command.arguments.given.contains("time") || context.recordedTraining.plan != nil {
      let asked =
        parts + Self.end(stop: context.recordedTraining.stopAtStep, plan: context.recordedTraining.plan)
      if let known = found(asked, inSession: isInSession, read: { try self.trained($0, training) }) {
        return known
      }
    }
    // What is kept is shown in other terminals too.
    let trained = try Table.fitted(to: nil) { try family.train(training, in: self) }
    var seconds: Double?
    if isInSession, case .number(let number)? = trained.result["seconds"]?.value { seconds = number }
    // A training that was stopped is another one than that which was asked for. The end of limited time is a
    // stop as well; a replay is told both.
    keep(
      Self.file(trained, training),
      under: parts + Self.end(stop: trained.result.stoppedAtStep, plan: StepPlan(trained.result.fields)),
      training.command, seconds: seconds)
    return trained
  }

  /// All that a training depends on but where it ends.
  private func parts(of training: Training) throws -> Parts {
    let entry = training.entry
    let recipe = try entry.family.recipe(
      for: entry, training.command, workspace.settings, seed: training.seed)
    var parts: Parts = [
      ("work", "train"), ("recipe", recipe.canonicalText), ("seed", String(training.seed)),
      ("data", training.data.identity),
    ]
    if !training.isFresh, let model = entry.model {
      parts += [("weights", model.weightsHash), ("epochs", String(entry.history.last?.epoch ?? 0))]
    }
    return parts
  }

  private static func end(stop: Int?, plan: StepPlan?) -> Parts {
    [("stop", CanonicalText.text(of: stop as Any)), ("plan", CanonicalText.text(of: plan as Any))]
  }

  private static func names(_ training: Training) -> String { "\(training.name) on \(training.dataName)" }

  private static func file(_ trained: Trained, _ training: Training) -> Safetensors {
    let (entry, result) = trained
    let before = training.isFresh ? 0 : training.entry.history.count
    var metadata = entry.family.metadata(of: entry)
    metadata[Key.result] = CachedResult.text(of: result)
    metadata[Key.names] = names(training)
    metadata[Key.history] = entry.history.dropFirst(before).map(ModelFile.text).joined(separator: "\n")
    return Safetensors(tensors: entry.model?.tensors() ?? [], metadata: metadata)
  }

  private func trained(_ file: Safetensors, _ training: Training) throws -> Trained? {
    guard var result = file.metadata[Key.result].flatMap(CachedResult.result),
      let lines = file.metadata[Key.history]
    else {
      return nil
    }
    let history = lines.split(separator: "\n").map(ModelFile.epoch)
    guard history.allSatisfy({ $0 != nil }) else { return nil }
    var entry = training.entry
    entry.history = (training.isFresh ? [] : entry.history) + history.compactMap { $0 }
    let saved = SavedModel(
      tensors: file.tensors, metadata: file.metadata, input: try training.data.fittedPreparation().shape,
      classes: training.data.classes.count, task: training.data.task, history: entry.history)
    let model = try entry.family.model(saved, for: entry, training.command)
    // The last guard against an entry that isn't what it says.
    guard case .text(let hash)? = result["weights"]?.value, hash == model.weightsHash else { return nil }
    entry.model = model
    // What is shown names the model and the data; the work is the same whatever they are called.
    if let names = file.metadata[Key.names], names != Self.names(training) {
      result.display =
        "\(training.name) trained on \(training.dataName).train, as before under other names: \(names)"
    }
    return (entry, result)
  }
}
