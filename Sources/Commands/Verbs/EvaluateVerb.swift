internal import Datasets
internal import Declarations
internal import Evaluation
internal import Models
internal import Record
internal import Runtime

/// `evaluate MODEL [on DATA.part]`.
enum EvaluateVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "evaluate", summary: "Evaluate a trained model on held-out images.",
    parameters: [
      .positional("model", .name(.model), "the model"),
      Parameter(
        "data", .name(.dataPart), .preposition("on"),
        summary: "the images to evaluate it on; default the test part of its training data"
      ),
      .option("top", .integer(1...1000), "also how often the class is among the K most probable"),
      Thresholds.parameter,
      .option("tolerance", .number(.positive), "how far a replay may be off, relative; default not at all"),
    ],
    resultFields: EvaluationReport.declaredFields + [
      .init("top_k", "share whose class is among the K of top=K", .number)
    ] + MultilabelFigures.declaredFields,
    examples: ["evaluate small", "let r = evaluate small on fashion.validation", "evaluate small top=3"],
    notes: [
      "Definitions are scikit-learn's, with 0 where a ratio has nothing below its line; means are taken over "
        + "the classes that occur (of label sets over all). A result that 'let' keeps can be looked at: "
        + "report r, plot confusion of r, show r."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let (name, _) = known.model(command), command.arguments.isKnown("data") else { return }
    try known.requireEvaluable(name, on: command.arguments.optionalText("data"), command)
    try Thresholds.check(
      command, of: name,
      on: command.arguments.optionalText("data").map { Shell.parts(of: $0, default: .test).data }, in: known)
    if command.arguments.given.contains("top") {
      try known.requireOneClass(name, "the share of classes among the most probable", "top")
    }
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("model")
    var evaluation = try shell.evaluate(name, on: command.arguments.optionalText("data"), command)
    if evaluation.predictions.labelSets != nil {
      let (dataName, part) = Shell.parts(of: evaluation.place, default: .test)
      evaluation.thresholds = try Thresholds.values(
        command, of: name, classes: evaluation.classes.count, on: dataName, in: shell)
      var result = try result(MultilabelFigures(evaluation))
      result.provenance = try shell.provenance(ofEvaluating: name, on: evaluation.place).fields
      result.tell([
        Thresholds.undecided(command, on: dataName, in: shell), Thresholds.chosenOnTheSame(command, part),
      ])
      return result
    }
    var result = try result(evaluation, top: command.arguments.optionalInteger("top"), shell)
    result.provenance = try shell.provenance(ofEvaluating: name, on: evaluation.place).fields
    return result
  }

  static func resultFields(of command: BoundCommand, in known: KnownWorkspace) -> [CommandDeclaration
    .ResultField]
  {
    let task = known.model(command)?.model.task
    return declaration.resultFields.filter { field in
      if let task, task == .multilabel ? !isOfLabelSets(field.name) : isOfLabelSetsAlone(field.name) {
        return false
      }
      return switch field.name {
      case "top_k": command.arguments.given.contains("top")
      case "loss": known.model(command)?.model.hasLoss != false
      default: true
      }
    }
  }

  private static func isOfLabelSetsAlone(_ field: String) -> Bool {
    MultilabelFigures.declaredFields.contains { $0.name == field }
  }

  private static func isOfLabelSets(_ field: String) -> Bool {
    isOfLabelSetsAlone(field) || MultilabelFigures.sharedFields.contains(field)
  }

  private static func result(_ figures: MultilabelFigures) -> ResultRecord {
    let evaluation = figures.evaluation
    let count = figures.report.count
    var lines = [
      "\(evaluation.model) on \(evaluation.place): \(figures.summary), \(Spelling.count(count)) images"
    ]
    if evaluation.overlap == nil { lines.append("  " + TrainedImages.unknown(evaluation.model)) }
    lines += [figures.table] + figures.remarks.map { "  " + $0 }
    var result = ResultRecord(
      figures.fields, display: lines.joined(separator: "\n"), details: evaluation)
    result.tell([TrainedImages.warning(overlap: evaluation.overlap, of: count, model: evaluation.model)])
    return result
  }

  private static func result(_ evaluation: EvaluationDetails, top: Int?, _ shell: Shell) throws
    -> ResultRecord
  {
    let report = try EvaluationReport(evaluation)
    var fields = report.fields
    if let top { fields.insert(.init("top_k", .number(evaluation.predictions.topAccuracy(top))), at: 4) }
    let count = report.classification.count
    let loss = evaluation.predictions.summedLoss / Double(count)
    var lines = [
      "\(evaluation.model) on \(evaluation.place): accuracy "
        + EvaluationText.accuracy(correct: report.classification.confusion.correct, of: count)
        + ", macro F1 \(EvaluationText.percent(report.classification.macro.f1))"
        + (loss.isNaN ? "" : ", loss \(EvaluationText.loss(loss))") + ", \(Spelling.count(count)) images",
      "  in parentheses where the accuracy lies with 95% confidence (Wilson)",
    ]
    if let top {
      lines.append(
        "  among the \(top) most probable classes: "
          + "\(EvaluationText.percent(evaluation.predictions.topAccuracy(top)))"
      )
    }
    if evaluation.overlap == nil { lines.append("  " + TrainedImages.unknown(evaluation.model)) }
    lines += [report.table] + report.remarks.map { "  " + $0 } + ["", report.matrix(shell)]
    if let confusions = report.confusions { lines.append(confusions) }
    var result = ResultRecord(fields, display: lines.joined(separator: "\n"), details: evaluation)
    result.tell([TrainedImages.warning(overlap: evaluation.overlap, of: count, model: evaluation.model)])
    return result
  }
}
