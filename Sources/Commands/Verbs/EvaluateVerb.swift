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
      .option("tolerance", .number(.positive), "how far a replay may be off, relative; default not at all"),
    ],
    resultFields: [
      .init("count", "images judged"), .init("accuracy", "share that was called right"),
      .init("top5", "share whose class is among the five most probable"), .init("loss", "mean cross-entropy"),
      .init("macro_precision", "mean over classes; a class never called counts 0"), .init("macro_recall", "mean over classes"),
      .init("macro_f1", "mean over classes"), .init("weighted_f1", "mean over classes by their size"),
      .init("confusion", "counts, a row a true class"),
    ],
    examples: ["evaluate small", "let r = evaluate small on fashion.validation"],
    notes: ["Definitions are scikit-learn's, with 0 where a ratio has nothing below its line."])

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("model")
    let (entry, model) = try shell.trained(name)
    guard let preparation = entry.preparation else {
      throw CommandFailure("'\(name)' doesn't know how its images were prepared.")
    }
    let asked = command.arguments.optionalText("data")
    guard let place = asked ?? entry.dataName else {
      throw CommandFailure(
        "'\(name)' was restored from a file and knows no data.", hint: "Name the data: evaluate \(name) on DATA.test")
    }
    let (dataName, partName) = Shell.parts(of: place, default: .test)
    let data = try shell.data(dataName)
    guard data.classes == entry.classes else {
      throw CommandFailure(
        "'\(dataName)' has other classes than those that '\(name)' was trained on (\(data.classes.count) and \(entry.classes.count)).",
        hint: "They must have the same names in the same order.", argument: "data")
    }
    let part = try data.requiredPart(partName)
    let samples = try preparation.source(of: part, classes: data.classes.count)
    let predictions = try shell.predictions(of: model, name, on: samples)
    let report = Classification(predictions)
    return result(report, "\(name) on \(dataName).\(partName.rawValue)", data.classes)
  }

  private static func result(_ report: Classification, _ title: String, _ classes: [String]) -> ResultRecord {
    let fields: [ResultRecord.Field] = [
      .init("count", .integer(report.count)), .init("accuracy", .number(report.accuracy)), .init("top5", .number(report.top5)),
      .init("loss", .number(report.loss)), .init("macro_precision", .number(report.macroPrecision)),
      .init("macro_recall", .number(report.macroRecall)), .init("macro_f1", .number(report.macroF1)),
      .init("weighted_f1", .number(report.weightedF1)),
      .init("confusion", .list(report.confusion.map { .list($0.map { .integer($0) }) })),
    ]
    var rows = [["class", "precision", "recall", "F1", "images"]]
    for (label, score) in zip(classes, report.scores) {
      rows.append([
        label, Spelling.percent(score.precision), Spelling.percent(score.recall), Spelling.percent(score.f1),
        Spelling.count(score.support),
      ])
    }
    var lines = [
      "\(title): accuracy \(Spelling.percent(report.accuracy)), loss \(Spelling.rounded(report.loss)), "
        + "macro F1 \(Spelling.percent(report.macroF1)), \(Spelling.count(report.count)) images",
      Table.text(rows, rightAligned: [1, 2, 3, 4]),
    ]
    if !report.undefined.isEmpty {
      let names = report.undefined.map { classes[$0] }.joined(separator: ", ")
      lines.append("  never called, or without images, so that a ratio counts 0: \(names)")
    }
    return ResultRecord(fields, display: lines.joined(separator: "\n"))
  }
}
