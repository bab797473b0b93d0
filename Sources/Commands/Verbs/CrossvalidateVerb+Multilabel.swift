internal import Datasets
internal import Evaluation
internal import Models
internal import Runtime

/// Cross-validation on label sets.
extension CrossvalidateVerb {
  static let multilabelFields: [CommandDeclaration.ResultField] =
    [
      .init("mean_macro_ap", "of label sets: mean of the macro AP over the folds", .number),
      .init(
        "std_macro_ap",
        "of label sets: its standard deviation over the folds, divided by their number; not there after one "
          + "fold", .number),
    ] + MultilabelFigures.declaredFields

  private static let ownFields: Set<String> = ["folds", "scores", "seconds", "rounds"]

  /// Whether results of a task have a field.
  static func isField(_ name: String, of task: PredictionTask) -> Bool {
    let isOfLabelSets = multilabelFields.contains { $0.name == name }
    return switch task {
    case .classification: !isOfLabelSets
    case .multilabel:
      isOfLabelSets || ownFields.contains(name) || MultilabelFigures.sharedFields.contains(name)
    }
  }

  /// How the model of a fold did on what was held out.
  private struct Round {
    let round: CrossValidation.Round
    let report: MultilabelReport
    let ranking: MultilabelRanking

    init(_ round: CrossValidation.Round, _ evaluation: EvaluationDetails) throws {
      self.round = round
      let own = EvaluationDetails(
        model: evaluation.model, place: evaluation.place, classes: evaluation.classes,
        predictions: round.predictions, images: evaluation.images, overlap: nil,
        thresholds: evaluation.thresholds)
      let figures = try MultilabelFigures(own)
      (report, ranking) = (figures.report, figures.ranking)
    }

    /// Nil where no image that was held out shows any class.
    var score: Double? { ranking.macroAveragePrecision }

    var loss: Double { round.predictions.summedLoss / Double(round.predictions.count) }

    var row: [ResultRecord.Field] {
      [
        .init("fold", .integer(round.number + 1)), .init("learnt", .integer(round.learned)),
        .init("held_out", .integer(round.heldOut.count)), .init("macro_ap", .number(score ?? .nan)),
        .init("micro_f1", .number(report.micro.f1)), .init("loss", .number(loss)),
        .init("weights", .text(round.weightsHash)), .init("seconds", .number(round.seconds), measured: true),
      ]
    }

    var cells: [String] {
      [
        String(round.number + 1), Spelling.count(round.learned), Spelling.count(round.heldOut.count),
        MultilabelFigures.percent(score), EvaluationText.percent(report.micro.f1), EvaluationText.loss(loss),
        TimeText.seconds(round.seconds),
      ]
    }
  }

  static func multilabel(
    _ validation: CrossValidation, _ evaluation: EvaluationDetails, _ rule: Folds.Rule, isShuffled: Bool
  ) throws -> ResultRecord {
    let rounds = try validation.rounds.map { try Round($0, evaluation) }
    let whole = try MultilabelFigures(evaluation)
    let scores = rounds.map { $0.score ?? .nan }
    // No fold has a macro AP where none holds an image of any class.
    let known = scores.filter { !$0.isNaN }
    let mean = known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    let deviation = mean.map { mean in
      (known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)).squareRoot()
    }
    var fields: [ResultRecord.Field] = [.init("folds", .integer(rounds.count))]
    if let mean { fields.append(.init("mean_macro_ap", .number(mean))) }
    if let deviation, known.count > 1 { fields.append(.init("std_macro_ap", .number(deviation))) }
    fields += [
      .init("scores", .list(scores.map { .number($0) })),
      .init("seconds", .number(rounds.reduce(0) { $0 + $1.round.seconds }), measured: true),
      .init("rounds", .rows(rounds.map(\.row))),
    ]
    var lines = [
      title(evaluation, rule, isShuffled: isShuffled),
      Table.text(
        [["fold", "learned", "held out", "macro AP", "micro F1", "loss", "time"]] + rounds.map(\.cells),
        rightAligned: [0, 1, 2, 3, 4, 5, 6]),
      "  mean macro AP \(MultilabelFigures.percent(mean))"
        + (known.count < 2
          ? "; one fold tells no deviation"
          : ", standard deviation over the folds \(MultilabelFigures.percent(deviation))"),
      "  all images together: \(whole.summary)",
    ]
    lines += whole.remarks.map { "  " + $0 }
    let isWhole = rounds.count == validation.folds
    if !isWhole {
      lines.append("stopped after \(rounds.count) of \(validation.folds) folds; what is told is of these")
    }
    return ResultRecord(
      fields + whole.fields, stoppedAtStep: isWhole ? nil : rounds.count,
      display: lines.joined(separator: "\n"), details: evaluation)
  }
}
