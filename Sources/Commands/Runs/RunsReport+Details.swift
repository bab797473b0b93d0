public import Record
internal import Runtime

/// A run in full, and runs beside each other.
extension RunsReport {
  public static func show(_ run: RecordedRun) -> String {
    var rows = [
      ["run", run.id], ["session", "\(run.session), line \(run.line)"], ["date", run.date],
      ["command", run.command],
    ]
    if !run.definition.isEmpty {
      rows.append(["model", run.definition.split(separator: "\n").joined(separator: "\n    ")])
    }
    if !run.fingerprint.isEmpty { rows.append(["data", "\(run.data), \(run.fingerprint)"]) }
    for name in RecordedRun.circumstanceNames {
      if let text = run.circumstances[name] { rows.append([name, text]) }
    }
    rows.append(["seed", run.seeds.isEmpty ? "\(run.seed)" : run.seeds])
    if let step = run.stoppedAtStep {
      rows.append(["stopped", run.kind == .training ? "at step \(step)" : "after \(step) folds"])
    }
    for (name, value) in run.metrics.sorted(by: { $0.key < $1.key }) {
      rows.append([name, Spelling.rounded(value)])
    }
    if !run.weights.isEmpty { rows.append(["weights", run.weights]) }
    for file in run.artifacts { rows.append(["file", file]) }
    var text = Table.text(rows, hasHead: false)
    if !run.history.isEmpty {
      let names = Set(run.history.flatMap(\.metrics.keys)).sorted()
      let table = run.history.map { entry in
        ["\(entry.number)"] + names.map { entry.metrics[$0].map { Spelling.rounded($0) } ?? "" }
      }
      text += "\n\n" + Table.text([[run.entryName] + names] + table, rightAligned: Set(0...names.count))
    }
    return text
  }

  /// Runs beside each other: what they were asked for differently, and what they came to.
  ///
  /// - Parameter isCut: Whether long texts are cut, as in a terminal.
  public static func compare(_ runs: [RecordedRun], isCut: Bool = true) -> String {
    var rows = [[""] + runs.map(\.shortID)]
    func add(_ name: String, always: Bool = false, _ value: (RecordedRun) -> String) {
      let values = runs.map(value)
      if always || Set(values).count > 1 {
        rows.append([name] + values.map { isCut ? EvaluationText.short($0, 48) : $0 })
      }
    }
    add("model", always: true) { $0.model }
    add("data", always: true) { $0.data }
    add("kind") { $0.kind.rawValue }
    add("fingerprint") { String($0.fingerprint.dropFirst(7).prefix(8)) }
    for name in RecordedRun.circumstanceNames { add(name) { $0.circumstance(name) } }
    add("seed") { $0.seeds.isEmpty ? "\($0.seed)" : $0.seeds }
    let told = runs.allSatisfy(\.tellsOptions) ? names(runs) { $0.inForce.keys } : []
    for name in Set(told + names(runs) { $0.settings.keys }).sorted() where name != "seed" {
      add(name) { $0.option(name) ?? (told.contains(name) ? "none" : "default") }
    }
    for name in names(runs, { $0.metrics.keys }) {
      let values = runs.map { $0.metrics[name].map { Spelling.rounded($0) } ?? "" }
      // What was asked for and what came of it may have one name, such as epochs: one row, where they agree.
      if let asked = rows.first(where: { $0[0] == name }) {
        if Array(asked.dropFirst()) != values { rows.append(["\(name) done"] + values) }
      } else {
        rows.append([name] + values)
      }
    }
    let definitions = Set(runs.map(\.definition))
    var text = Table.text(rows, rightAligned: Set(1...runs.count))
    if definitions.count > 1 {
      for run in runs { text += "\n\n  \(run.shortID): \(run.definition)" }
    }
    return text
  }
}

extension RecordedRun {
  /// A circumstance as it is shown where another run has another.
  func circumstance(_ name: String) -> String {
    circumstances[name] ?? (name == "precision" ? "f32" : "none")
  }

  /// What a row of the history is of.
  var entryName: String { kind == .training ? "epoch" : "fold" }
}
