internal import Plotting
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
  public static func choose(_ runs: [RecordedRun], filters: [String], order: String?) throws(Failure) -> [RecordedRun] {
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
    let settings = names(runs) { $0.settings.keys }
    let known =
      ["data", "date", "model", "seed", "session"] + settings
      + names(runs) { $0.metrics.keys }.filter { !settings.contains($0) }
    throw Failure(message: "no run has a field '\(field)'.", hint: "There are: \(known.joined(separator: " ")).")
  }

  /// The run that an id, its short form or its beginning names.
  public static func find(_ id: String, in runs: [RecordedRun]) throws(Failure) -> RecordedRun {
    let found = runs.filter { $0.id == id || $0.shortID == id }
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw Failure(message: "'\(id)' names \(found.count) runs.", hint: found.map(\.id).joined(separator: " "))
    }
    throw Failure(message: "there is no run '\(id)'.", hint: "'runs list' shows them, each with its id.")
  }

  private static func names(_ runs: [RecordedRun], _ keys: (RecordedRun) -> some Sequence<String>) -> [String] {
    Set(runs.flatMap { Array(keys($0)) }).sorted()
  }

  // MARK: For a person

  /// What tells most of a run, and its heads; other metrics are shown by `show`.
  private static let columns = [
    ("accuracy", "accuracy"), ("validation_accuracy", "validation"), ("test_accuracy", "test"),
  ]

  /// How much of each column a list shows.
  private struct Widths {
    var date = 16
    var name = 40
    var settings = 60

    /// From the widest to the narrowest; what is narrowed first is what `show` tells best.
    static let all = [
      Widths(), Widths(date: 5), Widths(date: 5, settings: 24), Widths(date: 5, name: 12, settings: 12),
      Widths(date: 0, name: 12, settings: 12),
    ]
  }

  /// The runs as a table of at most so many columns, where that can be.
  public static func list(_ runs: [RecordedRun], columns width: Int = 80) -> String {
    guard !runs.isEmpty else { return "no runs" }
    var text = ""
    for widths in Widths.all {
      text = list(runs, widths)
      if text.split(separator: "\n").allSatisfy({ $0.count <= width }) { break }
    }
    return text
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
      row += [JudgementText.short(run.model, widths.name), JudgementText.short(run.data, widths.name)]
      if hasEpochs { row.append(run.epochsText) }
      for (name, _) in metrics { row.append(run.metrics[name].map { Spelling.percent($0) } ?? "") }
      if hasSettings {
        // How many epochs were reached stands in its own column.
        let settings = run.settings.filter { $0.key != "epochs" || run.epochs.isEmpty }.sorted { $0.key < $1.key }
        let text = settings.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        row.append(JudgementText.short(text, widths.settings))
      }
      rows.append(row)
    }
    let first = head.count
    return Table.text(rows, rightAligned: Set(first..<first + (hasEpochs ? 1 : 0) + metrics.count))
  }

  public static func show(_ run: RecordedRun) -> String {
    var rows = [
      ["run", run.id], ["session", "\(run.session), line \(run.line)"], ["date", run.date], ["command", run.command],
    ]
    if !run.definition.isEmpty { rows.append(["model", run.definition.split(separator: "\n").joined(separator: "\n    ")]) }
    if !run.fingerprint.isEmpty { rows.append(["data", "\(run.data), \(run.fingerprint)"]) }
    rows.append(["seed", "\(run.seed)"])
    if let step = run.stoppedAtStep { rows.append(["stopped", "at step \(step)"]) }
    for (name, value) in run.metrics.sorted(by: { $0.key < $1.key }) { rows.append([name, Spelling.rounded(value)]) }
    if !run.weights.isEmpty { rows.append(["weights", run.weights]) }
    for file in run.artifacts { rows.append(["file", file]) }
    var text = Table.text(rows)
    if !run.epochs.isEmpty {
      let names = Set(run.epochs.flatMap(\.metrics.keys)).sorted()
      let table = run.epochs.map { epoch in
        ["\(epoch.epoch)"] + names.map { epoch.metrics[$0].map { Spelling.rounded($0) } ?? "" }
      }
      text += "\n\n" + Table.text([["epoch"] + names] + table, rightAligned: Set(0...names.count))
    }
    return text
  }

  /// Runs beside each other: what they were asked for differently, and what they came to.
  public static func compare(_ runs: [RecordedRun]) -> String {
    var rows = [[""] + runs.map(\.shortID)]
    func add(_ name: String, _ values: [String], always: Bool = false) {
      if always || Set(values).count > 1 { rows.append([name] + values) }
    }
    add("model", runs.map(\.model), always: true)
    add("data", runs.map(\.data), always: true)
    let fingerprints = runs.map { String($0.fingerprint.dropFirst(7).prefix(8)) }
    add("fingerprint", fingerprints)
    add("seed", runs.map { "\($0.seed)" })
    for name in names(runs, { $0.settings.keys }) { add(name, runs.map { $0.settings[name] ?? "default" }) }
    for name in names(runs, { $0.metrics.keys }) {
      add(name, runs.map { $0.metrics[name].map { Spelling.rounded($0) } ?? "" }, always: true)
    }
    let definitions = Set(runs.map(\.definition))
    var text = Table.text(rows, rightAligned: Set(1...runs.count))
    if definitions.count > 1 {
      for run in runs { text += "\n\n  \(run.shortID): \(run.definition)" }
    }
    return text
  }

  /// What differs between two sessions: commands that only one has, and results of those that both have.
  public static func diff(_ one: Session, _ other: Session) -> [String] {
    let (first, second) = (one.commands, other.commands)
    let changes = second.map(\.text).difference(from: first.map(\.text))
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [String] = []
    if one.header.seed != other.header.seed { lines.append("seed: \(one.header.seed) and \(other.header.seed)") }
    for difference in one.header.differences(from: other.header) {
      lines.append("\(difference.name): \(difference.recorded ?? "none") and \(difference.current ?? "none")")
    }
    var (left, right) = (0, 0)
    while left < first.count || right < second.count {
      if removed.contains(left) {
        lines.append("- line \(first[left].line): \(first[left].text)")
        left += 1
      } else if inserted.contains(right) {
        lines.append("+ line \(second[right].line): \(second[right].text)")
        right += 1
      } else {
        lines += results(first[left], second[right])
        left += 1
        right += 1
      }
    }
    return lines.isEmpty ? ["nothing differs but times"] : lines
  }

  /// The results of one command in two sessions, where they aren't the same.
  private static func results(_ one: SessionEntry, _ other: SessionEntry) -> [String] {
    var fields: [String] = []
    let (old, new) = (one.results.last?.fields ?? [], other.results.last?.fields ?? [])
    for field in old {
      let text = new.first { $0.name == field.name }?.text ?? "nothing"
      if text != field.text { fields.append("    \(field.name): \(short(field.text)) and \(short(text))") }
    }
    for field in new where !old.contains(where: { $0.name == field.name }) {
      fields.append("    \(field.name): nothing and \(short(field.text))")
    }
    if fields.isEmpty, one.results.map(\.fields) != other.results.map(\.fields) { fields = ["    the curve on the way"] }
    guard !fields.isEmpty else { return [] }
    return ["  lines \(one.line) and \(other.line): \(one.text)"] + fields
  }

  private static func short(_ text: String) -> String { text.count > 40 ? text.prefix(39) + "…" : text }

  /// The curves of runs over each other, drawn into a file or as text.
  ///
  /// - Parameter words: Curves, ids and conditions.
  /// - Returns: The picture, or where it is.
  public static func plot(
    _ runs: [RecordedRun], _ words: [String], order: String?, file: String?, columns: Int, rows: Int, colour: Bool,
    unicode: Bool
  ) throws(Failure) -> String {
    let (curves, chosen) = try RunsPlot.choose(words, among: runs, order: order)
    let plot = try RunsPlot(chosen)
    let figure = try plot.figure(curves)
    let note = plot.hasBands ? "\nbands: a standard deviation of the seeds to both sides of their mean" : ""
    do throws(PlotError) {
      guard let file else {
        return try figure.terminalPicture(
          columns: min(columns, 120), rows: curves.count > 1 ? max(24, min(rows - 2, 40)) : max(14, min(rows - 2, 24)),
          style: unicode ? .blocks : .ascii, colour: colour) + note
      }
      try figure.draw(to: file)
      return "drawn to \(file)" + note
    } catch {
      throw Failure(message: error.message, hint: error.hint)
    }
  }

  // MARK: For a program

  /// A table with all settings and metrics; texts are quoted where they must be (RFC 4180).
  public static func csv(_ runs: [RecordedRun]) -> String {
    let settings = names(runs) { $0.settings.keys }
    let metrics = names(runs) { $0.metrics.keys }
    func cell(_ text: String) -> String {
      text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
    var head = ["id", "session", "line", "date", "seed", "model", "data", "fingerprint", "weights"]
    for name in settings { head.append("set_" + name) }
    var rows = [head + metrics]
    for run in runs {
      var row = [run.id, run.session, "\(run.line)", run.date, "\(run.seed)", run.model, run.data, run.fingerprint]
      row.append(run.weights)
      for name in settings { row.append(run.settings[name] ?? "") }
      for name in metrics { row.append(run.metrics[name].map { Spelling.number($0) } ?? "") }
      rows.append(row)
    }
    return rows.map { $0.map(cell).joined(separator: ",") }.joined(separator: "\n")
  }

  /// One object: `{"event":"run","id":"…","model":"…","settings":{…},"metrics":{…},"history":[…]}`.
  public static func json(_ run: RecordedRun) -> String {
    func numbers(_ metrics: [String: Double]) -> [ResultRecord.Field] {
      metrics.sorted { $0.key < $1.key }.map { .init($0.key, .number($0.value)) }
    }
    var fields: [ResultRecord.Field] = [
      .init("event", .text("run")), .init("id", .text(run.id)), .init("session", .text(run.session)),
      .init("line", .integer(run.line)), .init("date", .text(run.date)), .init("seed", .text(String(run.seed))),
      .init("command", .text(run.command)), .init("model", .text(run.model)), .init("definition", .text(run.definition)),
      .init("data", .text(run.data)), .init("fingerprint", .text(run.fingerprint)), .init("weights", .text(run.weights)),
    ]
    if let step = run.stoppedAtStep { fields.append(.init("stopped", .integer(step))) }
    let history = run.epochs.map { [.init("epoch", .integer($0.epoch))] + numbers($0.metrics) }
    fields.append(.init("history", .rows(history)))
    fields.append(.init("files", .list(run.artifacts.map { .text($0) })))
    let settings = run.settings.sorted { $0.key < $1.key }.map { ResultRecord.Field($0.key, .text($0.value)) }
    var text = JSONEvents.object(ResultRecord(fields))
    text.removeLast()
    return text + ",\"settings\":" + JSONEvents.object(ResultRecord(settings)) + ",\"metrics\":"
      + JSONEvents.object(ResultRecord(numbers(run.metrics))) + "}"
  }
}
