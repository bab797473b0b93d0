internal import Datasets
internal import Declarations
internal import Models
internal import Networks
internal import Runtime

/// `train MODEL on DATA`.
enum TrainVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "train", summary: "train a model on the training part of a data set",
    parameters: [
      .positional("model", .name(.model), "the model"),
      Parameter("data", .name(.data), .preposition("on"), required: true, summary: "the data set"),
      .option("epochs", .integer(1...100_000), default: .number(5), "passes over the training part"),
      .option("batch", .integer(1...65_536), default: .number(128), "images a step"),
      .option(
        "optimizer", .choice(OptimizerSettings.Kind.allCases.map(\.rawValue)), default: .text("sgd"),
        "how weights follow gradients"),
      .option("rate", .number(.positive), "learning rate; default 0.05 for sgd, 0.001 otherwise"),
      .option("momentum", .number(Limits(0, 1, includesUpper: false)), "of sgd; default 0.9"),
      .option("decay", .number(.notNegative), default: .number(0), "weight decay (L2)"),
      .option(
        "schedule", .choice(Schedule.allCases.map(\.rawValue)), default: .text("constant"),
        "how the rate changes over the training"),
      .option("seed", .integer(0...Int.max), "what weights, order and chance follow from; default the session's seed"),
      .option("fresh", .boolean, default: .boolean(false), "start from initial weights even if it is trained"),
      .option("tolerance", .number(.positive), "how far a replay may be off, relative; default not at all"),
    ],
    resultFields: [
      .init("epochs", "epochs of this training"), .init("steps", "steps of this training"),
      .init("loss", "mean training loss of the last epoch"), .init("accuracy", "training accuracy of the last epoch"),
      .init("validation_loss", "after the last epoch; only with a validation part"),
      .init("validation_accuracy", "after the last epoch; only with a validation part"),
      .init("images_per_second", "while training", measured: true), .init("seconds", "the whole training", measured: true),
      .init("weights", "sha256 of all parameters and running statistics"), .init("history", "an entry an epoch"),
    ],
    examples: [
      "train small on fashion epochs=5", "train small on fashion epochs=10 optimizer=adam rate=0.001 schedule=cosine",
    ],
    notes: [
      "Training a trained model goes on from its weights, with a new optimizer and schedule; fresh=yes begins anew. Ctrl-C "
        + "stops between two steps and keeps what was learnt. Training figures are means over the epoch as the images were "
        + "met; validation figures are taken after it."
    ])

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("model")
    let dataName = command.arguments.text("data")
    var entry = try shell.model(name)
    let data = try shell.data(dataName)
    let isFresh = entry.network == nil || command.arguments.flag("fresh")
    let seed = command.arguments.optionalInteger("seed").map(UInt64.init) ?? shell.workspace.settings.seed
    let network: Network
    if isFresh {
      network = try shell.network(for: entry, on: data, command, seed: seed)
      entry.history = []
    } else {
      network = try shell.continued(entry, name, on: data, dataName, command)
    }

    let samples = try data.source(.train, training: true, seed: seed)
    let validation = data.validation == nil ? nil : try data.source(.validation, training: false, seed: seed)
    let options = try options(command, seed: seed, stopAt: shell.stopAtStep)
    let outcome: TrainingOutcome
    do throws(NetworkError) {
      outcome = try network.train(
        on: samples, validation: validation, options: options, threads: shell.workspace.settings.threads,
        progress: { shell.onProgress(.training(model: name, $0)) }, shouldStop: shell.interruption)
    } catch {
      throw CommandFailure(error.message, hint: error.hint)
    }
    shell.onProgress(nil)

    entry.network = network
    entry.dataName = dataName
    entry.classes = data.classes
    entry.preparation = try data.fittedPreparation()
    entry.history += outcome.history
    shell.workspace.models[name] = entry
    return result(name, dataName, data, outcome, network, isFresh: isFresh)
  }

  private static func options(
    _ command: BoundCommand, seed: UInt64, stopAt: Int?
  ) throws -> TrainingOptions {
    let arguments = command.arguments
    let kind = OptimizerSettings.Kind(rawValue: arguments.text("optimizer")) ?? .sgd
    if kind != .sgd, arguments.given.contains("momentum") {
      throw CommandFailure(
        "'momentum' belongs to optimizer=sgd; '\(kind.rawValue)' has its own averages.", argument: "momentum")
    }
    var options = TrainingOptions(
      epochs: arguments.integer("epochs"), batch: arguments.integer("batch"),
      optimizer: OptimizerSettings(
        kind: kind, momentum: arguments.optionalNumber("momentum") ?? 0.9, decay: arguments.number("decay")),
      rate: arguments.optionalNumber("rate") ?? (kind == .sgd ? 0.05 : 0.001),
      schedule: Schedule(rawValue: arguments.text("schedule")) ?? .constant, seed: seed)
    options.stopAfterStep = stopAt
    return options
  }

  private static func result(
    _ name: String, _ dataName: String, _ data: DataSet, _ outcome: TrainingOutcome, _ network: Network, isFresh: Bool
  ) -> ResultRecord {
    var fields: [ResultRecord.Field] = [
      .init("epochs", .integer(outcome.history.count)), .init("steps", .integer(outcome.steps)),
    ]
    let last = outcome.history.last
    fields += [.init("loss", .number(last?.loss ?? .nan)), .init("accuracy", .number(last?.accuracy ?? .nan))]
    if let loss = last?.validationLoss, let accuracy = last?.validationAccuracy {
      fields += [.init("validation_loss", .number(loss)), .init("validation_accuracy", .number(accuracy))]
    }
    fields += [
      .init("images_per_second", .number(outcome.imagesPerSecond), measured: true),
      .init("seconds", .number(outcome.seconds), measured: true), .init("weights", .text(network.weightsHash)),
      .init("history", .rows(outcome.history.map(row))),
    ]
    return ResultRecord(
      fields, stoppedAtStep: outcome.stoppedAtStep, display: display(name, dataName, data, outcome, isFresh: isFresh))
  }

  private static func row(_ epoch: EpochRecord) -> [ResultRecord.Field] {
    var row: [ResultRecord.Field] = [
      .init("epoch", .integer(epoch.epoch)), .init("loss", .number(epoch.loss)), .init("accuracy", .number(epoch.accuracy)),
    ]
    if let loss = epoch.validationLoss { row.append(.init("validation_loss", .number(loss))) }
    if let accuracy = epoch.validationAccuracy { row.append(.init("validation_accuracy", .number(accuracy))) }
    return row
  }

  private static func display(
    _ name: String, _ dataName: String, _ data: DataSet, _ outcome: TrainingOutcome, isFresh: Bool
  ) -> String {
    let hasValidation = outcome.history.contains { $0.validationLoss != nil }
    var rows = [["epoch", "loss", "accuracy"] + (hasValidation ? ["validation loss", "validation accuracy"] : [])]
    for epoch in outcome.history {
      var row = [String(epoch.epoch), Spelling.rounded(epoch.loss), Spelling.percent(epoch.accuracy)]
      if let loss = epoch.validationLoss, let accuracy = epoch.validationAccuracy {
        row += [Spelling.rounded(loss), Spelling.percent(accuracy)]
      }
      rows.append(row)
    }
    var lines = [Table.text(rows, rightAligned: [0, 1, 2, 3, 4])]
    let speed = Spelling.count(Int(outcome.imagesPerSecond.rounded()))
    let how = isFresh ? "from initial weights" : "going on from its weights, with a new optimizer and schedule"
    lines.append(
      "\(name) trained on \(dataName).train, \(how): \(Spelling.count(outcome.steps)) steps in "
        + "\(TimeText.seconds(outcome.seconds)), \(speed) images/s")
    if let step = outcome.stoppedAtStep {
      lines.append(
        "stopped at step \(Spelling.count(step)); what was learnt is kept, and 'train \(name) on \(dataName)' goes on")
    }
    return lines.joined(separator: "\n")
  }
}
