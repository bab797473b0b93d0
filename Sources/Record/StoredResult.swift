public import Runtime

/// What a command found out, in the spelling of a session, for those who keep results elsewhere and compare
/// them as a replay does.
public struct StoredResult: Sendable, Hashable, Codable {
  /// The lines that a session holds behind `#= `: rows of a history first, then everything else on one line.
  public var results: [String]
  /// The lines behind `#? `: times and rates, never compared.
  public var measured: [String]
  /// The step at which a training was stopped.
  public var stopped: Int?

  public init(_ result: ResultRecord) {
    let lines = ResultLines(result)
    results = lines.compared.map(RecordedText.fields)
    measured = lines.measured.map(RecordedText.fields)
    stopped = result.stoppedAtStep
  }

  public init(_ entry: SessionEntry) {
    func text(_ line: RecordedLine) -> String {
      line.fields.map { $0.name + "=" + $0.text }.joined(separator: " ")
    }
    results = entry.results.map(text)
    measured = entry.measured.map(text)
    stopped = entry.stopped?.step
  }

  /// As an entry that a replay compares with; nil when a line has not the form of one.
  ///
  /// - Parameters:
  ///   - line: Where the command stands.
  ///   - environment: Under what it ran.
  public func entry(line: Int, text: String, environment: SessionHeader) -> SessionEntry? {
    guard let results = Self.lines(results, at: line), let measured = Self.lines(measured, at: line) else {
      return nil
    }
    return SessionEntry(
      kind: .succeeded, line: line, text: text, errors: [], results: results, measured: measured,
      provenance: [],
      stopped: stopped.map { RecordedStop(line: line, step: $0) }, remarks: [], environment: environment,
      chain: Chain.start,
      chainLine: line, isVerified: true)
  }

  private static func lines(_ texts: [String], at line: Int) -> [RecordedLine]? {
    var lines: [RecordedLine] = []
    for text in texts {
      guard let fields = RecordedScanner.fields(Array(text.utf8)[...]) else { return nil }
      lines.append(RecordedLine(line: line, fields: fields))
    }
    return lines
  }
}

extension RecordedLine {
  /// The fields as those of a result.
  public func resultFields(measured: Bool = false) -> [ResultRecord.Field] {
    fields.map { .init($0.name, ResultValue($0.value), measured: measured) }
  }
}

extension SessionEntry {
  /// The result as far as the record tells: a history is a list of rows, and of long lists there is the hash.
  public var result: ResultRecord {
    var fields: [ResultRecord.Field] = []
    if results.count > 1 {
      fields.append(.init("history", .rows(results.dropLast().map { $0.resultFields() })))
    }
    fields += results.last?.resultFields() ?? []
    fields += measured.last?.resultFields(measured: true) ?? []
    return ResultRecord(fields, stoppedAtStep: stopped?.step)
  }
}

extension ResultValue {
  init(_ value: RecordedValue) {
    switch value {
    case .number(let number): self = .number(number)
    case .boolean(let flag): self = .boolean(flag)
    case .text(let text): self = .text(text)
    case .list(let items): self = .list(items.map(ResultValue.init))
    }
  }
}

extension ResultRecord {
  /// Puts the times and rates of a record in the places of those that were measured now.
  public mutating func takeTimes(from entry: SessionEntry) {
    // Those of a row stand behind the field that names the row.
    let rows = Set(entry.results.dropLast().compactMap { $0.fields.first?.name })
    let others = entry.measured.filter { !rows.contains($0.fields.first?.name ?? "") }.flatMap(\.fields)
    fields = fields.map { field in
      guard case .rows(let found) = field.value else { return field.measured(in: others) }
      let recalled = found.map { row -> [Field] in
        guard let name = row.first(where: { !$0.isMeasured }) else { return row }
        let text = RecordedText.value(name.value)
        let line = entry.measured.first {
          $0.fields.first?.name == name.name && $0.fields.first?.text == text
        }
        return row.map { $0.measured(in: line?.fields ?? []) }
      }
      return Field(field.name, .rows(recalled), measured: field.isMeasured)
    }
  }
}

extension ResultRecord.Field {
  /// The field with the number that was recorded for it, if it is a time or a rate.
  fileprivate func measured(in recorded: [RecordedField]) -> ResultRecord.Field {
    guard isMeasured, case .number(let number)? = recorded.first(where: { $0.name == name })?.value else {
      return self
    }
    return ResultRecord.Field(name, .number(number), measured: true)
  }
}
