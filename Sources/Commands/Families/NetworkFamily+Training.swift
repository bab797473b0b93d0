internal import Datasets
internal import Declarations
internal import Models
internal import Networks
internal import Runtime

extension NetworkFamily {
  static let trainingOptions = TrainingArguments.parameters
  static let foldOptions = TrainingArguments.foldParameters
  static let trainingFields = TrainingReport.fields
  static let trainingNotes = TrainingArguments.notes

  static func recipe(for entry: ModelEntry, _ command: BoundCommand, _ settings: Settings, seed: UInt64)
    throws
    -> any ModelRecipe
  {
    NetworkRecipe(
      definition: entry.layers,
      options: try TrainingArguments.options(command.arguments, settings, seed: seed))
  }

  static func optionsInForce(_ recipe: any ModelRecipe, for task: PredictionTask) -> [String: ArgumentValue] {
    (recipe as? NetworkRecipe).map { TrainingArguments.values(of: $0.options, for: task) } ?? [:]
  }

  static func train(_ training: Training, in shell: Shell) throws -> (entry: ModelEntry, result: ResultRecord)
  {
    let (name, data, seed) = (training.name, training.data, training.seed)
    var entry = training.entry
    let network: Network
    if training.isFresh {
      network = try shell.network(for: entry, on: data, training.command, seed: seed)
      entry.history = []
    } else {
      network = try shell.continued(entry, name, on: data, training.dataName, training.command)
    }

    let samples = try data.source(.train, training: true, seed: seed)
    let validation = data.validation == nil ? nil : try data.source(.validation, training: false, seed: seed)
    var options = try TrainingArguments.options(
      training.command.arguments, shell.workspace.settings, seed: seed)
    shell.context.recordedTraining.bound(&options, samples: samples.count)
    let saver = shell.checkpoints?.saver(definition: text(of: entry), data: data.fingerprint, seed: seed)
    let checkpoint = saver?.saved()
    var epochs = EpochTable.Lines(data.task)
    let outcome: TrainingOutcome
    do throws(NetworkError) {
      outcome = try network.train(
        on: samples, validation: validation, options: options, threads: shell.workspace.settings.threads,
        resuming: checkpoint, checkpoint: saver.map { saver in { saver.save($0) } },
        progress: { progress in
          if let epoch = progress.finished { shell.onEpoch(epochs.text(of: epoch)) }
          shell.onProgress(.fitting(model: name, .epochs(progress)))
        }, shouldStop: shell.interruption)
    } catch {
      throw CommandFailure(error.message, hint: error.hint)
    }
    entry.model = network
    entry.history += outcome.history
    var result = TrainingReport.result(
      training, outcome, network, restored: checkpoint?.counters.step ?? 0, isTyped: shell.isTyped)
    result.tell(
      TrainingReport.warnings(
        name, training.dataName, outcome, network.definition, data: data, options: options))
    result.tell(
      TrainingReport.threads(
        shell.workspace.settings.threads, outcome, network.definition, samples: data.train.count,
        options: options))
    result.tell([saver?.problem])
    return (entry, result)
  }
}
