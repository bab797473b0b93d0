internal import Diagnostics
internal import Foundation
internal import Runtime
internal import Tensors

/// The report of a result on label sets.
extension ReportVerb {
  /// A row of the table: a class, or an average over classes.
  private struct Row {
    let name: String
    /// Precision, recall and F1.
    let figures: [Double]
    let support: Int
  }

  /// - Parameter kept: A result of `evaluate` or `crossvalidate` on label sets.
  static func multilabel(_ kept: ResultRecord, digits: Int) throws -> ResultRecord {
    let names = kept.texts("classes").map(SafeText.text)
    let supports = kept.numbers("support").map { Int(saturating: $0) }
    let columns = ["precision", "recall", "f1"].map(kept.numbers)
    let rows = names.indices.map { index in
      Row(
        name: names[index], figures: columns.map { index < $0.count ? $0[index] : .nan },
        support: index < supports.count ? supports[index] : 0)
    }
    let averages = ["micro", "macro", "weighted", "samples"].map { average in
      Row(
        name: "\(average) avg",
        figures: ["precision", "recall", "f1"].map { kept.number("\(average)_\($0)") ?? .nan },
        support: supports.reduce(0, +))
    }
    let fields = [
      "macro_precision", "macro_recall", "macro_f1", "weighted_precision", "weighted_recall", "weighted_f1",
    ].compactMap { name in kept[name].map { ResultRecord.Field(name, $0.value) } }
    let entries: [[ResultRecord.Field]] = rows.map { row in
      [
        .init("class", .text(row.name)), .init("precision", .number(row.figures[0])),
        .init("recall", .number(row.figures[1])), .init("f1", .number(row.figures[2])),
        .init("images", .integer(row.support)),
      ]
    }
    return ResultRecord(
      fields + [.init("rows", .rows(entries))], display: text(rows, averages, digits: digits))
  }

  /// The table as scikit-learn lays it out.
  private static func text(_ rows: [Row], _ averages: [Row], digits: Int) -> String {
    func cells(_ row: Row) -> [String] {
      row.figures.map { String(format: "%.\(digits)f", $0) } + [String(row.support)]
    }
    let head = ["precision", "recall", "f1-score", "support"]
    let width = max(rows.map(\.name.count).max() ?? 0, "weighted avg".count, digits)
    if let room = Table.room, width + 41 > room {
      return Table.text(
        [[""] + head] + (rows + averages).map { [$0.name] + cells($0) }, rightAligned: [1, 2, 3, 4])
    }
    func line(_ name: String, _ cells: [String]) -> String {
      right(name, width) + " " + cells.map { " " + right($0, 9) }.joined()
    }
    return
      ([line("", head), ""] + rows.map { line($0.name, cells($0)) } + [""]
      + averages.map { line($0.name, cells($0)) }).joined(separator: "\n")
  }
}
