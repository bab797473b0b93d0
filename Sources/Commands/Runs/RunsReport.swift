internal import Datasets
public import Record
internal import Runtime

/// Runs as a person or a program reads them.
public enum RunsReport {
  // MARK: Choosing

  /// What can't be done with runs, in words for a person.
  public struct Failure: Error, Sendable {
    public let message: String
    public let hint: String?
  }

  /// The runs that fulfil all conditions, in the order of a field; the oldest first without one.
  ///
  /// - Parameter filters: `accuracy>0.9`, `model=small`.
  public static func choose(_ runs: [RecordedRun], filters: [String], order: String?) throws(Failure)
    -> [RecordedRun]
  {
    var conditions: [RunFilter] = []
    for text in filters {
      guard let typed = RunFilter(text) else {
        throw Failure(message: "'\(text)' is no condition.", hint: "For example: accuracy>0.9 model=small")
      }
      let condition = typed.on(fieldName(typed.field, among: runs))
      try check(condition.field, among: runs)
      try check(condition, isOnNumber: isNumber(condition, among: runs))
      conditions.append(condition)
    }
    let chosen = runs.filter { run in conditions.allSatisfy { $0.holds(for: run) } }
    let order = order.map { typed in
      let sign = typed.hasPrefix("-") ? "-" : ""
      return sign + fieldName(String(typed.dropFirst(sign.count)), among: runs)
    }
    guard let order else {
      return chosen.enumerated().sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
        .map(\.element)
    }
    try check(order.hasPrefix("-") ? String(order.dropFirst()) : order, among: runs)
    return chosen.sorted(by: order)
  }

  // MARK: For a person

  /// What tells most of a run, and its heads, which conditions take too; other metrics are shown by `show`.
  private static let columns = [
    ("accuracy", "accuracy"), ("validation_accuracy", "validation"), ("mean_accuracy", "mean of folds"),
    ("validation_macro_ap", "validation AP"),
    ("test_accuracy", "test"), ("mean_macro_ap", "mean AP of folds"), ("test_macro_ap", "test AP"),
  ]

  /// The column of the accuracy of trainings on label sets.
  private static let labelSetAccuracy = "label set accuracy"

  /// What a run has in a column; its accuracy stands in the one that it belongs to.
  private static func figure(_ column: String, of run: RecordedRun) -> Double? {
    switch column {
    case labelSetAccuracy: run.isOfLabelSets ? run.metrics["accuracy"] : nil
    case "accuracy", "validation_accuracy": run.isOfLabelSets ? nil : run.metrics[column]
    default: run.metrics[column]
    }
  }

  /// How much of each column a list shows.
  private struct Widths {
    var date = 16
    var name = 40
    var settings = 60
    /// Without room, the accuracy on the training images goes where others are shown.
    var showsTraining = true

    /// From the widest to the narrowest; what is narrowed first is what `show` tells best.
    static let whole = Widths(name: .max, settings: .max)
    static let all = [
      Widths(), Widths(date: 5), Widths(date: 5, settings: 24), Widths(date: 5, name: 12, settings: 12),
      Widths(date: 0, name: 12, settings: 12), Widths(date: 5, name: 12, settings: 0),
      Widths(date: 5, name: 12, settings: 0, showsTraining: false),
      Widths(date: 0, name: 12, settings: 0, showsTraining: false),
    ]
  }

  /// The runs as a table of at most so many columns, where that can be.
  ///
  /// - Parameter width: Nil where nothing is to be cut: for files and other programs.
  public static func list(_ runs: [RecordedRun], columns width: Int? = 80) -> String {
    guard !runs.isEmpty else { return "no runs" }
    guard let width else { return list(runs, .whole) }
    for widths in Widths.all {
      // Cells are cut before they go on in further lines.
      let text = Table.fitted(to: nil) { list(runs, widths) }
      if text.split(separator: "\n").allSatisfy({ $0.count <= width }) { return text }
    }
    return list(runs, Widths())
  }

  private static func list(_ runs: [RecordedRun], _ widths: Widths) -> String {
    var metrics = columns.filter { name, _ in runs.contains { $0.metrics[name] != nil } }
    // Of label sets alone, the average precision tells more than the share of images with all labels right.
    if runs.allSatisfy({
      $0.metrics["validation_accuracy"] == nil || $0.metrics["validation_macro_ap"] != nil
    }) {
      metrics.removeAll { $0.0 == "validation_accuracy" }
    }
    // The accuracy of label sets is another figure, and stands in a column of its own.
    let accuracy = metrics.firstIndex { $0.0 == "accuracy" }
    if let accuracy, runs.contains(where: { $0.isOfLabelSets && $0.metrics["accuracy"] != nil }) {
      let name = EvaluationText.accuracyName(isOfLabelSets: true)
      metrics.insert((Self.labelSetAccuracy, name), at: accuracy + 1)
      if !runs.contains(where: { !$0.isOfLabelSets && $0.metrics["accuracy"] != nil }) {
        metrics.remove(at: accuracy)
      }
    }
    let hasEpochs = runs.contains { !$0.epochs.isEmpty }
    if !widths.showsTraining, metrics.count > 1 {
      metrics.removeAll { ["accuracy", Self.labelSetAccuracy].contains($0.0) }
    }
    let hasSettings = widths.settings > 0 && runs.contains { !$0.settings.isEmpty }
    let head = ["id"] + (widths.date > 0 ? ["date"] : []) + ["model", "data"]
    var rows = [head + (hasEpochs ? ["epochs"] : []) + metrics.map(\.1)]
    // Where room is scarce, a shorter name that conditions know too.
    if !widths.showsTraining { rows[0] = rows[0].map { $0 == "mean of folds" ? "mean" : $0 } }
    if hasSettings { rows[0].append("settings") }
    for run in runs {
      var row = [run.shortID]
      // Without room, only the month and the day.
      let date = widths.date < 16 ? run.date.dropFirst(5).prefix(widths.date) : run.date.prefix(widths.date)
      if widths.date > 0 { row.append(String(date).replacing("T", with: " ")) }
      row += [EvaluationText.short(run.model, widths.name), EvaluationText.short(run.data, widths.name)]
      if hasEpochs { row.append(run.epochsText) }
      for (name, _) in metrics { row.append(figure(name, of: run).map { Spelling.percent($0) } ?? "") }
      if hasSettings { row.append(EvaluationText.short(run.settingsText, widths.settings)) }
      rows.append(row)
    }
    let first = head.count
    return Table.text(rows, rightAligned: Set(first..<first + (hasEpochs ? 1 : 0) + metrics.count))
  }
}

extension RecordedRun {
  /// Whether its images have label sets.
  var isOfLabelSets: Bool { task == PredictionTask.multilabel.rawValue }
}
