public import Record
internal import Runtime

/// Runs as a program reads them.
extension RunsReport {
  /// A table with all settings, circumstances and metrics.
  public static func csv(_ runs: [RecordedRun]) -> String {
    let settings = names(runs) { $0.settings.keys }
    let circumstances = RecordedRun.circumstanceNames.filter { name in
      runs.contains { $0.circumstances[name] != nil }
    }
    let metrics = names(runs) { $0.metrics.keys }
    var head = [
      "id", "session", "line", "date", "seed", "model", "data", "fingerprint", "weights", "kind", "source",
      "seeds",
    ]
    head += settings.map { "set_" + $0 } + circumstances + metrics
    let rows = runs.map { run in
      var row = [
        run.id, run.session, "\(run.line)", run.date, "\(run.seed)", run.model, run.data, run.fingerprint,
      ]
      row += [run.weights, run.kind.rawValue, run.source, run.seeds]
      row += settings.map { run.settings[$0] ?? "" } + circumstances.map { run.circumstances[$0] ?? "" }
      return row + metrics.map { run.metrics[$0].map { Spelling.number($0) } ?? "" }
    }
    return CommaSeparated.text([head] + rows)
  }

  /// One object: `{"event":"run","id":"…","model":"…","settings":{…},"metrics":{…},"history":[…]}`.
  public static func json(_ run: RecordedRun) -> String {
    func numbers(_ metrics: [String: Double]) -> [ResultRecord.Field] {
      metrics.sorted { $0.key < $1.key }.map { .init($0.key, .number($0.value)) }
    }
    func texts(_ settings: [String: String]) -> String {
      JSONEvents.object(
        ResultRecord(settings.sorted { $0.key < $1.key }.map { .init($0.key, .text($0.value)) }))
    }
    var fields: [ResultRecord.Field] = [
      .init("event", .text("run")), .init("id", .text(run.id)), .init("session", .text(run.session)),
      .init("line", .integer(run.line)), .init("date", .text(run.date)),
      .init("seed", .text(String(run.seed))),
      .init("command", .text(run.command)), .init("model", .text(run.model)),
      .init("definition", .text(run.definition)),
      .init("data", .text(run.data)), .init("fingerprint", .text(run.fingerprint)),
      .init("weights", .text(run.weights)),
      .init("kind", .text(run.kind.rawValue)), .init("source", .text(run.source)),
      .init("seeds", .text(run.seeds)),
    ]
    if let step = run.stoppedAtStep { fields.append(.init("stopped", .integer(step))) }
    let history = run.history.map { [.init(run.entryName, .integer($0.number))] + numbers($0.metrics) }
    fields.append(.init("history", .rows(history)))
    fields.append(.init("files", .list(run.artifacts.map { .text($0) })))
    var text = JSONEvents.object(ResultRecord(fields))
    text.removeLast()
    return text + ",\"settings\":" + texts(run.settings) + ",\"circumstances\":" + texts(run.circumstances)
      + ",\"metrics\":"
      + JSONEvents.object(ResultRecord(numbers(run.metrics))) + "}"
  }
}

/// Tables for programs: texts are quoted where they must be (RFC 4180).
enum CommaSeparated {
  static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") }.joined(separator: "\n")
  }

  private static func cell(_ text: String) -> String {
    text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
