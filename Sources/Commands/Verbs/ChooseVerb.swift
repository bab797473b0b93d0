internal import Datasets
internal import Declarations
internal import Models
internal import Runtime

/// `choose MODEL`.
enum ChooseVerb: Verb {
  private static let measures = ["validation_accuracy", "validation_loss"]

  static let declaration = CommandDeclaration(
    verb: "choose", summary: "Select the best of a model's candidates by their validation images.",
    parameters: [
      .positional("model", .name(.model), "the model, trained with candidate=yes"),
      .option(
        "by", .choice(measures),
        "what the best is best by; default validation_accuracy, of label sets validation_loss"),
    ],
    resultFields: [
      .init("candidates", "how many there were"), .init("best", "which of them was taken, from 1"),
      .init("settings", "its options that not all have, as they were typed"),
      .init("validation_accuracy", "of the best"),
      .init("validation_loss", "of the best; where the model has a loss"),
      .init("weights", "of the best"), .init("runs", "an entry a candidate", rows: true),
    ] + options,
    examples: ["choose small", "let s = sweep rate=[0.1, 0.01] train small on fashion epochs=5"],
    notes: [
      "Of equal accuracies the lower loss is better, then the earlier candidate. Of label sets the accuracy "
        + "is the share of images whose classes are all right, which tells little while few are. The model "
        + "becomes the best one, and the others are dropped. Each option that not all candidates have is a "
        + "field of the result too: s.rate."
    ])

  /// The options of trainings, as fields of the result.
  private static var options: [CommandDeclaration.ResultField] {
    let own: Set<String> = [
      "candidates", "best", "settings", "validation_accuracy", "validation_loss", "weights", "runs",
    ]
    return Families.parameters { $0.trainingOptions }.filter { !own.contains($0.name) }.map {
      .init($0.name, "Of the best, where it varied")
    } + [.init("seed", "of the best, where it varied")]
  }

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let (name, model) = known.model(command), model.hasCandidates == false else { return }
    throw CommandFailure(
      "'\(name)' has no candidates.", hint: "Train some: sweep rate=[0.1, 0.01] train \(name) on DATA",
      argument: "model")
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    guard let (name, model) = known.model(command) else { return known.loseTrack() }
    var chosen = model.chosen.first ?? model
    chosen.hasCandidates = false
    known.models[name] = chosen
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    .perhaps
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("model")
    let before = try shell.model(name)
    let candidates = before.candidates
    let hasSets = candidates.first?.entry.model?.task == .multilabel
    let usual =
      hasSets && candidates.allSatisfy { loss($0) != nil } ? "validation_loss" : "validation_accuracy"
    let measure = command.arguments.optionalText("by") ?? usual
    if measure == "validation_loss", candidates.contains(where: { loss($0) == nil }) {
      throw CommandFailure(
        "'\(name)' has no validation loss: it gives no probabilities.",
        hint: "Leave 'by' out: the accuracy decides then.",
        argument: "by")
    }
    var best = 0
    for index in candidates.indices.dropFirst()
    where isBetter(candidates[index], candidates[best], by: measure) {
      best = index
    }
    shell.sweptModel = name
    shell.workspace.models[name] = candidates[best].entry
    var result = result(candidates, best, name, measure)
    if before.replacesTrained {
      result.display =
        (result.display ?? "") + "\nit replaces what '\(name)' had learned before; 'undo' brings that back"
    }
    return result
  }

  private static func accuracy(_ candidate: ModelEntry.Candidate) -> Double {
    if case .number(let number)? = candidate.result["validation_accuracy"]?.value {
      number
    } else {
      -.infinity
    }
  }

  private static func loss(_ candidate: ModelEntry.Candidate) -> Double? {
    if case .number(let number)? = candidate.result["validation_loss"]?.value, !number.isNaN {
      number
    } else {
      nil
    }
  }

  private static func isBetter(_ one: ModelEntry.Candidate, _ other: ModelEntry.Candidate, by measure: String)
    -> Bool
  {
    let accuracies = (accuracy(one), accuracy(other))
    let losses = (loss(one) ?? .infinity, loss(other) ?? .infinity)
    if measure == "validation_loss" {
      return losses.0 != losses.1 ? losses.0 < losses.1 : accuracies.0 > accuracies.1
    }
    return accuracies.0 != accuracies.1 ? accuracies.0 > accuracies.1 : losses.0 < losses.1
  }

  // MARK: Result

  /// The options that candidates differ in, in byte order.
  private static func varied(_ candidates: [ModelEntry.Candidate]) -> [String] {
    Set(candidates.flatMap(\.options.keys)).filter { name in
      Set(candidates.map { $0.options[name] }).count > 1
    }.sorted()
  }

  private static func result(
    _ candidates: [ModelEntry.Candidate], _ best: Int, _ name: String, _ measure: String
  ) -> ResultRecord {
    let varied = varied(candidates)
    func settings(_ candidate: ModelEntry.Candidate) -> String {
      varied.compactMap { option in candidate.options[option].map { "\(option)=\($0)" } }.joined(
        separator: " ")
    }
    let chosen = candidates[best]
    var fields: [ResultRecord.Field] = [
      .init("candidates", .integer(candidates.count)), .init("best", .integer(best + 1)),
      .init("settings", .text(settings(chosen))),
    ]
    fields += varied.compactMap { option in
      chosen.options[option].map { text in
        ResultRecord.Field(option, Interpreter.value(ofText: text).asResult)
      }
    }
    fields.append(.init("validation_accuracy", .number(accuracy(chosen))))
    if let loss = loss(chosen) { fields.append(.init("validation_loss", .number(loss))) }
    if let weights = chosen.result["weights"] { fields.append(weights) }
    let rows = candidates.enumerated().map { index, candidate -> [ResultRecord.Field] in
      var row: [ResultRecord.Field] = [
        .init("candidate", .integer(index + 1)), .init("settings", .text(settings(candidate))),
        .init("validation_accuracy", .number(accuracy(candidate))),
      ]
      if let loss = loss(candidate) { row.append(.init("validation_loss", .number(loss))) }
      if let weights = candidate.result["weights"] { row.append(weights) }
      return row
    }
    fields.append(.init("runs", .rows(rows)))
    return ResultRecord(fields, display: display(candidates, varied, best, name, measure, settings(chosen)))
  }

  /// The options of a candidate, as they were typed; nil without any.
  private static func typed(_ candidate: ModelEntry.Candidate) -> String? {
    let options = candidate.options.filter { $0.key != "candidate" }.sorted { $0.key < $1.key }
    return options.isEmpty ? nil : options.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  private static func display(
    _ candidates: [ModelEntry.Candidate], _ varied: [String], _ best: Int, _ name: String, _ measure: String,
    _ settings: String
  ) -> String {
    let hasLoss = candidates.contains { loss($0) != nil }
    var rows = [[""] + varied + (hasLoss ? ["validation loss"] : []) + ["validation accuracy", "time", ""]]
    for (index, candidate) in candidates.enumerated() {
      var row = [String(index + 1)] + varied.map { candidate.options[$0] ?? "default" }
      if hasLoss { row.append(loss(candidate).map { EvaluationText.loss($0) } ?? "") }
      row.append(EvaluationText.percent(accuracy(candidate)))
      if case .number(let seconds)? = candidate.result["seconds"]?.value {
        row.append(TimeText.seconds(seconds))
      } else {
        row.append("")
      }
      rows.append(row + [index == best ? "best" : ""])
    }
    let what =
      candidates.count == 1
      ? "its only candidate" + (typed(candidates[0]).map { ": \($0)" } ?? "")
      : "the best of \(candidates.count) by \(measure.replacing("_", with: " "))"
        + (settings.isEmpty ? ": candidate \(best + 1)" : ": \(settings)")
    return Table.text(rows, rightAligned: Set(0..<rows[0].count - 1)) + "\n'\(name)' is now \(what)"
  }
}

extension Value {
  /// The value as a field of a result.
  fileprivate var asResult: ResultValue {
    switch self {
    case .number(let number): .number(number)
    case .boolean(let flag): .boolean(flag)
    default: .text(plainText)
    }
  }
}
