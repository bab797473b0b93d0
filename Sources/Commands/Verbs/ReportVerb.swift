internal import Declarations
internal import Diagnostics
internal import Evaluation
internal import Foundation
internal import Runtime

/// `report RESULT`.
enum ReportVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "report", summary: "Show precision, recall and F1 per class of a result.",
    parameters: [
      .positional("result", .name(.result), "what 'let NAME = evaluate …' or 'crossvalidate …' kept"),
      .option("digits", .integer(0...15), default: .number(4), "after the point"),
    ],
    resultFields: [
      .init("accuracy", "share that was called right; not of label sets", .number),
      .init("macro_precision", "mean over classes", .number),
      .init("macro_recall", "mean over classes", .number), .init("macro_f1", "mean over classes", .number),
      .init("weighted_precision", "mean by size", .number), .init("weighted_recall", "mean by size", .number),
      .init("weighted_f1", "mean by size", .number),
      .init("rows", "precision, recall, F1 and images of each class", rows: true),
    ],
    examples: ["let r = evaluate small on fashion.test; report r", "report r digits=2"],
    notes: [
      "The table is that of scikit-learn's classification_report, with 0 where a ratio has nothing below its "
        + "line. Classes that occur neither as truth nor as prediction are left out."
    ])

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let name = command.arguments.optionalText("result") else { return }
    try known.requirePredictions(of: name, CommandFailure.noConfusion, "result")
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("result")
    let kept = try shell.result(name, argument: "result")
    if kept[MultilabelFigures.mark] != nil {
      return try multilabel(kept, digits: command.arguments.integer("digits"))
    }
    let named = try shell.confusion(of: name, argument: "result")
    let report = try Classification(named.confusion)
    let unseen = Set(report.unseen)
    let rows = report.scores.indices.filter { !unseen.contains($0) }.map {
      (SafeText.text(named.classes[$0]), report.scores[$0])
    }
    var fields: [ResultRecord.Field] = [.init("accuracy", .number(report.accuracy))]
    for (prefix, score) in [("macro", report.macro), ("weighted", report.weighted)] {
      fields += [
        .init(prefix + "_precision", .number(score.precision)),
        .init(prefix + "_recall", .number(score.recall)),
        .init(prefix + "_f1", .number(score.f1)),
      ]
    }
    fields.append(
      .init(
        "rows",
        .rows(
          rows.map { name, score in
            [
              .init("class", .text(name)), .init("precision", .number(score.precision)),
              .init("recall", .number(score.recall)), .init("f1", .number(score.f1)),
              .init("images", .integer(score.support)),
            ]
          })))
    return ResultRecord(fields, display: text(report, rows, digits: command.arguments.integer("digits")))
  }

  /// The table as scikit-learn lays it out.
  static func text(
    _ report: Classification, _ rows: [(name: String, score: Classification.Score)], digits: Int
  ) -> String {
    let width = max(rows.map(\.name.count).max() ?? 0, "weighted avg".count, digits)
    if let room = Table.room, width + 41 > room { return stacked(report, rows, digits: digits) }
    func line(_ name: String, _ cells: [String]) -> String {
      right(name, width) + " " + cells.map { " " + right($0, 9) }.joined()
    }
    func figures(_ name: String, _ score: Classification.Score) -> String {
      let numbers = [score.precision, score.recall, score.f1].map { String(format: "%.\(digits)f", $0) }
      return line(name, numbers + [String(score.support)])
    }
    var lines = [line("", ["precision", "recall", "f1-score", "support"]), ""]
    lines += rows.map { figures($0.name, $0.score) }
    lines += [
      "", line("accuracy", ["", "", String(format: "%.\(digits)f", report.accuracy), String(report.count)]),
    ]
    lines += [figures("macro avg", report.macro), figures("weighted avg", report.weighted)]
    return lines.joined(separator: "\n")
  }

  /// The same where the screen is too narrow for it, as other tables are then.
  private static func stacked(
    _ report: Classification, _ rows: [(name: String, score: Classification.Score)], digits: Int
  ) -> String {
    func number(_ value: Double) -> String { String(format: "%.\(digits)f", value) }
    func row(_ name: String, _ score: Classification.Score) -> [String] {
      [name] + [score.precision, score.recall, score.f1].map(number) + [String(score.support)]
    }
    var table = [["", "precision", "recall", "f1-score", "support"]] + rows.map { row($0.name, $0.score) }
    table.append(["accuracy", "", "", number(report.accuracy), String(report.count)])
    table += [row("macro avg", report.macro), row("weighted avg", report.weighted)]
    return Table.text(table, rightAligned: [1, 2, 3, 4])
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
