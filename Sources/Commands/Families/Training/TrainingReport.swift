internal import Datasets
internal import Declarations
internal import Models
internal import Networks
internal import Runtime

/// What a training of a network came to, as a result.
enum TrainingReport {
  static let fields: [CommandDeclaration.ResultField] = own + TrainingProfile.fields

  private static let own: [CommandDeclaration.ResultField] = [
    .init("epochs", "epochs of this training", .number), .init("steps", "steps of this training", .number),
    .init("loss", "mean training loss of the last epoch, with patience of the best one", .number),
    .init("accuracy", "training accuracy of that epoch", .number),
    .init("validation_loss", "after that epoch; only with a validation part", .number),
    .init("validation_accuracy", "after that epoch; only with a validation part", .number),
    .init("validation_macro_ap", "likewise, of label sets alone: macro average precision", .number),
    .init("best_epoch", "the epoch whose weights came back; only with patience", .number),
    .init(StepPlan.stepsField, "the steps that fit into the time; only with time"),
    .init(
      StepPlan.revisionsField,
      "how that number changed on the way, as [steps done, steps of the whole training]; only if it did"),
    .init("images_per_second", "while training", .number, measured: true),
    .init("seconds", "the whole training", .number, measured: true),
    .init("weights", "sha256 of all parameters and running statistics", .text),
    .init("history", "one entry per epoch", rows: true),
    .init("trace", "fingerprints of the layers after 0, 1, 2, 4, 8, … steps", rows: true),
  ]

  /// - Parameters:
  ///   - name: Of the model.
  ///   - dataName: Of the data set.
  ///   - restored: The steps that a checkpoint brought back, which took their time in another process.
  ///   - isTyped: Whether more commands may follow, where it was stopped.
  static func result(
    _ training: Training, _ outcome: TrainingOutcome, _ network: Network, restored: Int,
    isTyped: Bool
  ) -> ResultRecord {
    var fields: [ResultRecord.Field] = [
      .init("epochs", .integer(outcome.history.count)), .init("steps", .integer(outcome.steps)),
    ]
    let kept = outcome.history.first { $0.epoch == outcome.bestEpoch } ?? outcome.history.last
    fields += [
      .init("loss", .number(kept?.loss ?? .nan)), .init("accuracy", .number(kept?.accuracy ?? .nan)),
    ]
    if let loss = kept?.validationLoss, let accuracy = kept?.validationAccuracy {
      fields += [.init("validation_loss", .number(loss)), .init("validation_accuracy", .number(accuracy))]
    }
    if let precision = kept?.validationMacroAP {
      fields.append(.init("validation_macro_ap", .number(precision)))
    }
    if let best = outcome.bestEpoch { fields.append(.init("best_epoch", .integer(best))) }
    if let plan = outcome.plan { fields += plan.fields }
    fields += [
      .init("images_per_second", .number(outcome.imagesPerSecond), measured: true),
      .init("seconds", .number(outcome.seconds), measured: true),
      .init("weights", .text(network.weightsHash)),
      .init("history", .rows(outcome.history.map(row))), .init("trace", .rows(outcome.trace.map(row))),
    ]
    if let profile = outcome.profile { fields += TrainingProfile.values(profile) }
    let table = EpochTable.text(outcome.history, training.data.task, best: outcome.bestEpoch)
    var result = ResultRecord(
      fields, stoppedAtStep: outcome.stoppedAtStep,
      display: table + "\n" + display(training, outcome, network, restored: restored, isTyped: isTyped))
    result.toldOnTheWay = table
    return result
  }

  private static func row(_ epoch: EpochRecord) -> [ResultRecord.Field] {
    var row: [ResultRecord.Field] = [
      .init("epoch", .integer(epoch.epoch)), .init("loss", .number(epoch.loss)),
      .init("accuracy", .number(epoch.accuracy)),
    ]
    if let loss = epoch.validationLoss { row.append(.init("validation_loss", .number(loss))) }
    if let accuracy = epoch.validationAccuracy { row.append(.init("validation_accuracy", .number(accuracy))) }
    if let precision = epoch.validationMacroAP {
      row.append(.init("validation_macro_ap", .number(precision)))
    }
    if let rate = epoch.rate { row.append(.init("rate", .number(rate))) }
    return row
  }

  private static func row(_ point: TracePoint) -> [ResultRecord.Field] {
    [
      .init("step", .integer(point.step)),
      .init("layers", .list(point.layers.map { .text($0.name + ":" + $0.fingerprint) })),
    ]
  }

  private static func display(
    _ training: Training, _ outcome: TrainingOutcome, _ network: Network, restored: Int,
    isTyped: Bool
  ) -> String {
    let how =
      training.isFresh
      ? "from initial weights" : "going on from its weights, with a new optimizer and schedule"
    var lines = [
      "\(training.name) trained on \(training.dataName).train, \(how): "
        + "\(Spelling.counted(outcome.steps, "step")) \(duration(outcome, restored: restored))"
    ]
    if !network.definition.frozen.isEmpty {
      let frozen = network.definition.frozen.sorted().map(String.init).joined(separator: ", ")
      lines.append("frozen: layer\(network.definition.frozen.count == 1 ? "" : "s") \(frozen)")
    }
    if let best = outcome.bestEpoch {
      let metric =
        outcome.history.contains { $0.validationMacroAP != nil }
        ? "validation macro AP didn't rise" : "validation loss didn't fall"
      let end = outcome.endedEarly ? "the \(metric) any more; " : ""
      lines.append("\(end)the weights are those of epoch \(best)")
    }
    if let ending = ending(training, outcome, isTyped: isTyped) { lines.append(ending) }
    if let profile = outcome.profile { lines.append(TrainingProfile.text(profile)) }
    return lines.joined(separator: "\n")
  }

  /// Why the training ended before its last epoch; nil where it didn't.
  private static func ending(_ training: Training, _ outcome: TrainingOutcome, isTyped: Bool) -> String? {
    guard let step = outcome.stoppedAtStep else { return nil }
    if let planned = outcome.plannedSteps, planned == step {
      let first = outcome.plan.flatMap {
        $0.revisions.isEmpty ? nil : ", \(Spelling.count($0.first)) were planned at first"
      }
      return "\(Spelling.count(planned)) steps fitted into the time\(first ?? ""); a replay takes as many"
    }
    if training.command.arguments.flag("candidate") || !isTyped {
      return "stopped at step \(Spelling.count(step))"
    }
    return "stopped at step \(Spelling.count(step)); what was learned is kept, and 'train "
      + "\(training.name) on \(training.dataName)' goes on"
  }

  /// How long the steps took here; those of a checkpoint took their time in another process.
  private static func duration(_ outcome: TrainingOutcome, restored: Int) -> String {
    let time = "in \(TimeText.seconds(outcome.seconds)), \(Spelling.count(outcome.imagesPerSecond)) images/s"
    if restored == 0 { return time }
    if restored >= outcome.steps { return "brought back from a checkpoint" }
    return "(\(Spelling.count(restored)) brought back from a checkpoint, the others \(time))"
  }
}
