internal import Datasets
internal import Declarations
internal import Evaluation
internal import Models
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
      .option("tolerance", .number(.positive), "how far a replay may be off, relative; default not at all"),
    ],
    resultFields: EvaluationReport.declaredFields + [
      .init("top_k", "share whose class is among the K of top=K", .number)
    ],
    examples: ["evaluate small", "let r = evaluate small on fashion.validation", "evaluate small top=3"],
    notes: [
      "Definitions are scikit-learn's, with 0 where a ratio has nothing below its line; means are taken over "
        + "the classes that occur. A result that 'let' keeps can be looked at: report r, plot confusion of "
        + "r, show r."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let (name, _) = known.model(command), command.arguments.isKnown("data") else { return }
    try known.requireEvaluable(name, on: command.arguments.optionalText("data"), command)
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let evaluation = try shell.evaluate(
      command.arguments.text("model"), on: command.arguments.optionalText("data"), command)
    return try result(evaluation, top: command.arguments.optionalInteger("top"), shell)
  }

  static func resultFields(of command: BoundCommand, in known: KnownWorkspace) -> [CommandDeclaration
    .ResultField]
  {
    declaration.resultFields.filter { field in
      switch field.name {
      case "top_k": command.arguments.given.contains("top")
      case "loss": known.model(command)?.model.hasLoss != false
      default: true
      }
    }
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
