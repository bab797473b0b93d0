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
      guard let condition = RunFilter(text) else {
        throw Failure(message: "'\(text)' is no condition.", hint: "For example: accuracy>0.9 model=small")
      }
      try check(condition.field, among: runs)
      conditions.append(condition)
    }
    let chosen = runs.filter { run in conditions.allSatisfy { $0.holds(for: run) } }
    guard let order else { return chosen }
    try check(order.hasPrefix("-") ? String(order.dropFirst()) : order, among: runs)
    return chosen.sorted(by: order)
  }

  private static func check(_ field: String, among runs: [RecordedRun]) throws(Failure) {
    guard !runs.isEmpty, !runs.contains(where: { $0.field(field) != nil }) else { return }
    let others = [
      names(runs) { $0.settings.keys }, names(runs) { $0.circumstances.keys },
      names(runs) { $0.metrics.keys },
    ]
    var known = ["data", "date", "fingerprint", "kind", "model", "seed", "session", "source"]
    known += ["command", "definition", "file", "id", "line", "seeds", "settings", "stopped", "weights"]
    for name in others.joined() where !known.contains(name) { known.append(name) }
    throw Failure(
      message: "no run has a field '\(field)'.", hint: "There are: \(known.joined(separator: " ")).")
  }

  /// The run that an id or its short form names.
  public static func find(_ id: String, in runs: [RecordedRun]) throws(Failure) -> RecordedRun {
    let found = runs.filter { $0.id == id || $0.shortID == id }
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw Failure(
        message: "'\(id)' names \(found.count) runs.", hint: found.map(\.id).joined(separator: " "))
    }
    throw Failure(message: "there is no run '\(id)'.", hint: "'runs list' shows them, each with its id.")
  }

  static func names(_ runs: [RecordedRun], _ keys: (RecordedRun) -> some Sequence<String>) -> [String] {
    Set(runs.flatMap { Array(keys($0)) }).sorted()
  }

  // MARK: For a person

  /// What tells most of a run, and its heads, which conditions take too; other metrics are shown by `show`.
  private static let columns = [
    ("accuracy", "accuracy"), ("validation_accuracy", "validation"), ("mean_accuracy", "mean of folds"),
    ("test_accuracy", "test"),
  ]

  /// How much of each column a list shows.
  private struct Widths {
    var date = 16
    var name = 40
    var settings = 60

    /// From the widest to the narrowest; what is narrowed first is what `show` tells best.
    static let whole = Widths(name: .max, settings: .max)
    static let all = [
      Widths(), Widths(date: 5), Widths(date: 5, settings: 24), Widths(date: 5, name: 12, settings: 12),
      Widths(date: 0, name: 12, settings: 12),
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
    let metrics = columns.filter { name, _ in runs.contains { $0.metrics[name] != nil } }
    let hasEpochs = runs.contains { !$0.epochs.isEmpty }
    let hasSettings = runs.contains { !$0.settings.isEmpty }
    let head = ["id"] + (widths.date > 0 ? ["date"] : []) + ["model", "data"]
    var rows = [head + (hasEpochs ? ["epochs"] : []) + metrics.map(\.1)]
    if hasSettings { rows[0].append("settings") }
    for run in runs {
      var row = [run.shortID]
      // Without room, only the month and the day.
      let date = widths.date < 16 ? run.date.dropFirst(5).prefix(widths.date) : run.date.prefix(widths.date)
      if widths.date > 0 { row.append(String(date).replacing("T", with: " ")) }
      row += [EvaluationText.short(run.model, widths.name), EvaluationText.short(run.data, widths.name)]
      if hasEpochs { row.append(run.epochsText) }
      for (name, _) in metrics { row.append(run.metrics[name].map { Spelling.percent($0) } ?? "") }
      if hasSettings { row.append(EvaluationText.short(run.settingsText, widths.settings)) }
      rows.append(row)
    }
    let first = head.count
    return Table.text(rows, rightAligned: Set(first..<first + (hasEpochs ? 1 : 0) + metrics.count))
  }
}
