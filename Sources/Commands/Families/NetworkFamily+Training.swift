internal import Datasets
internal import Declarations
internal import Models
internal import Networks
internal import Runtime

extension NetworkFamily {
  static let trainingOptions: [Parameter] = [
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
  ]

  static let trainingFields: [CommandDeclaration.ResultField] = [
    .init("epochs", "epochs of this training"), .init("steps", "steps of this training"),
    .init("loss", "mean training loss of the last epoch"), .init("accuracy", "training accuracy of the last epoch"),
    .init("validation_loss", "after the last epoch; only with a validation part"),
    .init("validation_accuracy", "after the last epoch; only with a validation part"),
    .init("images_per_second", "while training", measured: true), .init("seconds", "the whole training", measured: true),
    .init("weights", "sha256 of all parameters and running statistics"), .init("history", "an entry an epoch"),
  ]

  static func recipe(for entry: ModelEntry, _ command: BoundCommand, seed: UInt64) throws -> any ModelRecipe {
    NetworkRecipe(definition: entry.layers, options: try options(command, seed: seed, stopAt: nil))
  }

  static func train(_ training: Training, in shell: Shell) throws -> (entry: ModelEntry, result: ResultRecord) {
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
    let options = try options(training.command, seed: seed, stopAt: shell.stopAtStep)
    let outcome: TrainingOutcome
    do throws(NetworkError) {
      outcome = try network.train(
        on: samples, validation: validation, options: options, threads: shell.workspace.settings.threads,
        progress: { shell.onProgress(.fitting(model: name, .epochs($0))) }, shouldStop: shell.interruption)
    } catch {
      throw CommandFailure(error.message, hint: error.hint)
    }
    entry.model = network
    entry.history += outcome.history
    return (entry, result(name, training.dataName, data, outcome, network, isFresh: training.isFresh))
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
