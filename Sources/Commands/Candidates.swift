internal import Datasets
internal import Declarations
internal import Diagnostics
internal import Models
internal import Runtime

/// Trainings of a model that stand beside each other until `choose` takes the best: what a sweep leaves.
enum Candidates {
  /// Refuses what could never be chosen from, before anything is trained.
  static func check(hasValidation: Bool, _ dataName: String) throws {
    guard hasValidation else {
      throw CommandFailure(
        "candidates are chosen by their validation images, and '\(dataName)' has none.",
        hint: "Take some from the training images: split \(dataName) validation=10%", argument: "data")
    }
  }

  /// Keeps what was trained among the candidates. One that Ctrl-C stopped isn't one of them, and leaves the
  /// model as it was before: half of a training is worth less than what it would replace.
  static func add(
    _ trained: inout ModelEntry, _ result: inout ResultRecord, to before: ModelEntry, _ name: String,
    _ data: DataSet, _ dataName: String, _ command: BoundCommand, in shell: Shell
  ) throws {
    let candidates = before.candidates
    let isTimed: Bool
    if case .integer(let planned)? = result["planned_steps"]?.value {
      isTimed = result.stoppedAtStep == planned
    } else {
      isTimed = false
    }
    if result.stoppedAtStep != nil, !isTimed {
      let left =
        candidates.isEmpty
        ? "'\(name)' is as it was before, \(before.model == nil ? "untrained" : "trained")"
        : "'choose \(name)' takes the best of the "
          + "\(Spelling.counted(candidates.count, "candidate")) before it"
      // A sweep says itself what comes of it.
      let isSaid = command.isSwept && !candidates.isEmpty
      result.display =
        (result.display ?? "") + "\nstopped, so it is no candidate" + (isSaid ? "" : "; \(left)")
      trained = before
      return
    }
    if result["validation_accuracy"] == nil {
      try evaluate(trained, &result, name, data, dataName, command, in: shell)
    }
    trained.candidates = candidates
    trained.replacesTrained = candidates.isEmpty ? before.model != nil : before.replacesTrained
    var own = trained
    own.candidates = []
    own.replacesTrained = false
    // A replay names the options as its record does, which may have an earlier word for one.
    let isReplayed = shell.context.replayFiles != nil && !command.isSwept
    let text = isReplayed ? command.source.slice(command.range) : command.text
    let options = RecordedCommand(text)?.options ?? [:]
    trained.candidates.append(.init(entry: own, options: options, result: result))
    let number = trained.candidates.count
    result.display =
      (result.display ?? "") + "\ncandidate \(number) of '\(name)'"
      + (command.isSwept ? "" : "; 'choose \(name)' takes the best")
  }

  /// Adds how well a model does on the validation part, which families without epochs never use.
  private static func evaluate(
    _ entry: ModelEntry, _ result: inout ResultRecord, _ name: String, _ data: DataSet, _ dataName: String,
    _ command: BoundCommand, in shell: Shell
  ) throws {
    guard let model = entry.model else { return }
    let samples = try data.source(.validation, training: false, seed: 0)
    let content = shell.cache == nil ? nil : "validation of \(data.identity)"
    let predictions = try shell.predictions(of: entry, model, name, on: samples, content: content, command) {
      data.validation?.title($0, of: "\(dataName).validation") ?? ""
    }.predictions
    let accuracy = Double(predictions.correct) / Double(predictions.count)
    let loss = predictions.summedLoss / Double(predictions.count)
    let place = result.fields.firstIndex { $0.name == "weights" } ?? result.fields.endIndex
    var fields: [ResultRecord.Field] = loss.isFinite ? [.init("validation_loss", .number(loss))] : []
    fields.append(.init("validation_accuracy", .number(accuracy)))
    let precision = predictions.macroAveragePrecision
    if let precision { fields.append(.init("validation_macro_ap", .number(precision))) }
    result.fields.insert(contentsOf: fields, at: place)
    result.display =
      (result.display ?? "")
      + (precision.map { "\nvalidation macro AP \(EvaluationText.percent($0))" }
        ?? "\nvalidation accuracy \(EvaluationText.percent(accuracy))")
  }
}
