internal import Runtime

/// A training as the entry of a session tells it.
extension RecordedRun {
  /// - Parameter number: Which of the session's runs it is, from 1.
  init(_ provenance: Provenance, _ entry: SessionEntry, of session: Session, number: Int) {
    self.init(
      id: "\(RecordedSession.name(of: session.name)).\(number)", kind: provenance.kind,
      session: session.name, line: entry.line, date: entry.environment.date, seed: provenance.seed,
      seeds: provenance.seeds, command: provenance.command ?? entry.text, model: provenance.model,
      definition: provenance.definition,
      data: provenance.data, source: provenance.source, fingerprint: provenance.fingerprint,
      settings: Self.current(provenance.settings),
      inForce: Dictionary(provenance.inForce.map { ($0.field.name, $0.field.plainText) }) { $1 },
      circumstances: provenance.circumstances,
      metrics: Self.metrics(of: entry, provenance.kind), weights: entry.field("weights") ?? "",
      stoppedAtStep: entry.stopped?.step, history: entry.results.compactMap(Entry.init),
      task: provenance.task)
  }

  /// Options by the names that they have now, whatever an earlier version called them.
  static func current(_ settings: [String: String]) -> [String: String] {
    Dictionary(settings.map { ($0.key == "weights" ? "class_weights" : $0.key, $0.value) }) { $1 }
  }

  /// Takes the figures of an evaluation on the test part.
  mutating func evaluated(_ entry: SessionEntry) {
    for (name, value) in Self.numbers(entry.results.last?.fields ?? []) { metrics["test_" + name] = value }
  }

  private static func metrics(of entry: SessionEntry, _ kind: Kind) -> [String: Double] {
    let found = numbers(
      (entry.results.last?.fields ?? []) + entry.measured.filter { !$0.isRow }.flatMap(\.fields))
    guard kind == .crossvalidation else { return found }
    // Those of the images of all folds together aren't those of a training: a filter must not mix them.
    let own = ["folds", "mean_accuracy", "std_accuracy", "mean_macro_ap", "std_macro_ap", "seconds"]
    return Dictionary(
      found.map { (own.contains($0.key) ? $0.key : "folds_" + $0.key, $0.value) }, uniquingKeysWith: { $1 })
  }

  fileprivate static func numbers(_ fields: some Sequence<RecordedField>) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for field in fields { if case .number(let number) = field.value { numbers[field.name] = number } }
    return numbers
  }
}

extension RecordedLine {
  /// Whether it is of one epoch or fold.
  fileprivate var isRow: Bool { ["epoch", "fold"].contains(fields.first?.name) }
}

extension RecordedRun.Entry {
  /// The row of a history; nil for any other line.
  fileprivate init?(_ line: RecordedLine) {
    guard line.isRow, case .number(let number)? = line.fields.first?.value, let number = Int(exactly: number)
    else { return nil }
    self.init(number: number, metrics: RecordedRun.numbers(line.fields.dropFirst()))
  }
}
