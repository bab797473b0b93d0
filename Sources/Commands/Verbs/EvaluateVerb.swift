internal import Datasets
internal import Declarations
internal import Evaluation
internal import Models
internal import Runtime

/// `evaluate MODEL [on DATA.part]`.
enum EvaluateVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "evaluate", summary: "judge a trained model on images that it hasn't seen",
    parameters: [
      .positional("model", .name(.model), "the model"),
      Parameter(
        "data", .name(.dataPart), .preposition("on"), summary: "what to judge it on; default the test part of its training data"
      ),
      .option("top", .integer(1...1000), "also how often the class is among the K most probable"),
      .option("tolerance", .number(.positive), "how far a replay may be off, relative; default not at all"),
    ],
    resultFields: JudgementReport.declaredFields + [.init("top_k", "share whose class is among the K of top=K")],
    examples: ["evaluate small", "let r = evaluate small on fashion.validation", "evaluate small top=3"],
    notes: [
      "Definitions are scikit-learn's, with 0 where a ratio has nothing below its line; means are taken over the classes that "
        + "occur. A result that 'let' keeps can be looked at: report r, plot confusion of r, show r."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let (name, _) = known.model(command), command.arguments.isKnown("data") else { return }
    try known.requireJudgeable(name, on: command.arguments.optionalText("data"), command)
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let judgement = try shell.judge(
      command.arguments.text("model"), on: command.arguments.optionalText("data"), command)
    return result(judgement, top: command.arguments.optionalInteger("top"), shell)
  }

  private static func result(_ judgement: Judgement, top: Int?, _ shell: Shell) -> ResultRecord {
    let report = JudgementReport(judgement)
    var fields = report.fields
    if let top { fields.insert(.init("top_k", .number(judgement.predictions.topAccuracy(top))), at: 4) }
    let count = report.classification.count
    let loss = judgement.predictions.summedLoss / Double(count)
    var lines = [
      "\(judgement.model) on \(judgement.place): accuracy "
        + JudgementText.accuracy(right: report.classification.confusion.right, of: count)
        + ", macro F1 \(JudgementText.percent(report.classification.macro.f1))"
        + (loss.isNaN ? "" : ", loss \(JudgementText.loss(loss))") + ", \(Spelling.count(count)) images",
      "  in parentheses where the accuracy lies with 95% confidence (Wilson)",
    ]
    if let top {
      lines.append(
        "  among the \(top) most probable classes: \(JudgementText.percent(judgement.predictions.topAccuracy(top)))")
    }
    if judgement.overlap == nil { lines.append("  " + TrainedImages.unknown(judgement.model)) }
    lines += [report.table] + report.remarks.map { "  " + $0 } + ["", report.matrix(shell)]
    if let confusions = report.confusions { lines.append(confusions) }
    var result = ResultRecord(fields, display: lines.joined(separator: "\n"), details: judgement)
    result.tell([TrainedImages.warning(overlap: judgement.overlap, of: count, model: judgement.model)])
    return result
  }
}
