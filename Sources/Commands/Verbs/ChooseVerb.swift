internal import Datasets
internal import Declarations
internal import Models
internal import Runtime

/// `choose MODEL`.
enum ChooseVerb: Verb {
  private enum Measure: String, CaseIterable {
    case accuracy = "validation_accuracy"
    case precision = "validation_macro_ap"
    case loss = "validation_loss"
  }

  static let declaration = CommandDeclaration(
    verb: "choose", summary: "Select the best of a model's candidates by their validation images.",
    parameters: [
      .positional("model", .name(.model), "the model, trained with candidate=yes"),
      .option(
        "metric", .choice(Measure.allCases.map(\.rawValue)),
        "figure to rank by; default validation_accuracy, of label sets validation_macro_ap"),
    ],
    resultFields: [
      .init("candidates", "how many there were"), .init("best", "which of them was taken, from 1"),
      .init("settings", "its options that not all have, as they were typed"),
      .init("validation_accuracy", "of the best"),
      .init("validation_macro_ap", "of the best; of label sets alone"),
      .init("validation_loss", "of the best; where the model has a loss"),
      .init("weights", "of the best"), .init("runs", "an entry a candidate", rows: true),
    ] + options,
    examples: [
      "choose small", "choose small metric=validation_loss",
      "let s = sweep rate=[0.1, 0.01] train small on fashion epochs=5",
    ],
    notes: [
      "Of equal accuracies the lower loss is better, then the earlier candidate. Of label sets the macro "
        + "average precision decides: their accuracy is the fraction of images with all labels right, "
        + "which tells little while few are, and their loss is small where classes are rare. The model "
        + "becomes the best one, and the others are dropped. Each option that not all candidates have is a "
        + "field of the result too: s.rate."
    ])

  /// The options of trainings, as fields of the result.
  private static var options: [CommandDeclaration.ResultField] {
    let own = Set(
      ["candidates", "best", "settings", "weights", "runs"] + Measure.allCases.map(\.rawValue))
    return Families.parameters { $0.trainingOptions }.filter { !own.contains($0.name) }.map {
      .init($0.name, "Of the best, where it varied")
    } + [.init("seed", "of the best, where it varied")]
  }

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let (name, model) = known.model(command) else { return }
    guard model.hasCandidates != false else {
      throw CommandFailure(
        "'\(name)' has no candidates.", hint: "Train some: sweep rate=[0.1, 0.01] train \(name) on DATA",
        argument: "model")
    }
    // What is the same of all candidates.
    let candidate = model.chosen.first ?? model
    switch command.arguments.optionalText("metric").flatMap(Measure.init) {
    case .precision where candidate.task == .classification: throw noPrecision(name)
    case .loss where candidate.hasLoss == false: throw noLoss(name)
    default: return
    }
  }

  private static func noPrecision(_ name: String) -> CommandFailure {
    CommandFailure(
      "'\(name)' has no macro average precision of its validation images: that is of label sets.",
      hint: "Leave 'metric' out: the accuracy decides then.", argument: "metric")
  }

  private static func noLoss(_ name: String) -> CommandFailure {
    CommandFailure(
      "'\(name)' has no validation loss: it gives no probabilities.",
      hint: "Leave 'metric' out: the accuracy decides then.", argument: "metric")
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
    let hasPrecision = candidates.allSatisfy { number(.precision, of: $0) != nil }
    let measure =
      command.arguments.optionalText("metric").flatMap(Measure.init)
      ?? (hasPrecision ? .precision : .accuracy)
    if measure == .precision, !hasPrecision { throw noPrecision(name) }
    if measure == .loss, candidates.contains(where: { number(.loss, of: $0) == nil }) {
      throw noLoss(name)
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

  private static func number(_ measure: Measure, of candidate: ModelEntry.Candidate) -> Double? {
    guard case .number(let number)? = candidate.result[measure.rawValue]?.value, !number.isNaN else {
      return nil
    }
    return number
  }

  private static func accuracy(_ candidate: ModelEntry.Candidate) -> Double {
    number(.accuracy, of: candidate) ?? -.infinity
  }

  private static func isBetter(
    _ one: ModelEntry.Candidate, _ other: ModelEntry.Candidate, by measure: Measure
  )
    -> Bool
  {
    let losses = (number(.loss, of: one) ?? .infinity, number(.loss, of: other) ?? .infinity)
    if measure == .loss {
      return losses.0 != losses.1 ? losses.0 < losses.1 : accuracy(one) > accuracy(other)
    }
    let found = (number(measure, of: one) ?? -.infinity, number(measure, of: other) ?? -.infinity)
    return found.0 != found.1 ? found.0 > found.1 : losses.0 < losses.1
  }

  // MARK: Result

  /// The options that candidates differ in, in byte order.
  private static func varied(_ candidates: [ModelEntry.Candidate]) -> [String] {
    Set(candidates.flatMap(\.options.keys)).filter { name in
      Set(candidates.map { $0.options[name] }).count > 1
    }.sorted()
  }

  private static func result(
    _ candidates: [ModelEntry.Candidate], _ best: Int, _ name: String, _ measure: Measure
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
    fields += figures(chosen)
    if let weights = chosen.result["weights"] { fields.append(weights) }
    let rows = candidates.enumerated().map { index, candidate -> [ResultRecord.Field] in
      var row: [ResultRecord.Field] = [
        .init("candidate", .integer(index + 1)), .init("settings", .text(settings(candidate))),
      ]
      row += figures(candidate)
      if let weights = candidate.result["weights"] { row.append(weights) }
      return row
    }
    fields.append(.init("runs", .rows(rows)))
    return ResultRecord(fields, display: display(candidates, varied, best, name, measure, settings(chosen)))
  }

  /// How a candidate did on the validation images.
  private static func figures(_ candidate: ModelEntry.Candidate) -> [ResultRecord.Field] {
    [ResultRecord.Field(Measure.accuracy.rawValue, .number(accuracy(candidate)))]
      + [Measure.precision, .loss].compactMap { measure in
        number(measure, of: candidate).map { .init(measure.rawValue, .number($0)) }
      }
  }

  private static func title(of measure: Measure) -> String {
    switch measure {
    case .accuracy: "validation accuracy"
    case .precision: "validation macro AP"
    case .loss: "validation loss"
    }
  }

  /// The options of a candidate, as they were typed; nil without any.
  private static func typed(_ candidate: ModelEntry.Candidate) -> String? {
    let options = candidate.options.filter { $0.key != "candidate" }.sorted { $0.key < $1.key }
    return options.isEmpty ? nil : options.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  private static func display(
    _ candidates: [ModelEntry.Candidate], _ varied: [String], _ best: Int, _ name: String, _ measure: Measure,
    _ settings: String
  ) -> String {
    let hasLoss = candidates.contains { number(.loss, of: $0) != nil }
    // Of label sets the precision stands in place of the accuracy, which few images count for.
    let shown = candidates.contains { number(.precision, of: $0) != nil } ? Measure.precision : .accuracy
    var rows = [[""] + varied + (hasLoss ? ["validation loss"] : []) + [title(of: shown), "time", ""]]
    for (index, candidate) in candidates.enumerated() {
      var row = [String(index + 1)] + varied.map { candidate.options[$0] ?? "default" }
      if hasLoss { row.append(number(.loss, of: candidate).map { EvaluationText.loss($0) } ?? "") }
      row.append(EvaluationText.percent(number(shown, of: candidate) ?? accuracy(candidate)))
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
      : "the best of \(candidates.count) by \(title(of: measure))"
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
