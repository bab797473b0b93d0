public import Record
internal import Runtime

/// What differs between two sessions: the environments, commands that only one has, commands that were asked
/// for otherwise, and results that aren't the same.
public struct SessionDifference: Sendable {
  /// One difference.
  struct Change: Sendable {
    enum Kind: String, Sendable {
      /// A line of the header.
      case environment
      /// Only the first session has the command.
      case removed
      /// Only the second has it.
      case added
      /// Both have it, with other options.
      case changed
      /// Both have the same, and it came to something else.
      case results
    }

    let kind: Kind
    var first: SessionEntry?
    var second: SessionEntry?
    var fields: [Field] = []
    /// Whether only the rows of a history differ.
    var isOnTheWay = false
  }

  /// A value in both sessions; nil where one has none.
  struct Field: Sendable, Equatable {
    let name: String
    let first: String?
    let second: String?

    var record: [ResultRecord.Field] {
      var record: [ResultRecord.Field] = [.init("field", .text(name))]
      if let first { record.append(.init("first", .text(first))) }
      if let second { record.append(.init("second", .text(second))) }
      return record
    }
  }

  private(set) var changes: [Change] = []
  private let circumstances: (first: [Int: RecordedRun], second: [Int: RecordedRun])

  public init(_ one: Session, _ other: Session) {
    func byLine(_ session: Session) -> [Int: RecordedRun] {
      Dictionary(RecordedRun.runs(of: session).map { ($0.line, $0) }) { $1 }
    }
    circumstances = (byLine(one), byLine(other))
    var header: [Field] = []
    if one.header.seed != other.header.seed {
      header.append(Field(name: "seed", first: "\(one.header.seed)", second: "\(other.header.seed)"))
    }
    header += one.header.differences(from: other.header).map {
      Field(name: $0.name, first: $0.recorded, second: $0.current)
    }
    if !header.isEmpty { changes.append(Change(kind: .environment, fields: header)) }
    compare(one.commands, other.commands)
  }

  // MARK: Finding

  private mutating func compare(_ first: [SessionEntry], _ second: [SessionEntry]) {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in second.map(\.text).difference(from: first.map(\.text)) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var (left, right) = (0, 0)
    while left < first.count || right < second.count {
      let old = first[left...].indices.prefix { removed.contains($0) }
      let new = second[right...].indices.prefix { inserted.contains($0) }
      replace(first[old], by: second[new])
      (left, right) = (left + old.count, right + new.count)
      guard left < first.count, right < second.count else { continue }
      let change = change(.results, first[left], second[right])
      if !change.fields.isEmpty || change.isOnTheWay { changes.append(change) }
      (left, right) = (left + 1, right + 1)
    }
  }

  /// Commands in the place of others: those that do the same to the same are one that changed.
  private mutating func replace(_ old: ArraySlice<SessionEntry>, by new: ArraySlice<SessionEntry>) {
    var rest = new
    for entry in old {
      let head = Self.head(entry)
      guard let place = rest.firstIndex(where: { Self.head($0) == head }) else {
        changes.append(Change(kind: .removed, first: entry))
        continue
      }
      changes += rest[..<place].map { Change(kind: .added, second: $0) }
      changes.append(change(.changed, entry, rest[place]))
      rest = rest[(place + 1)...]
    }
    changes += rest.map { Change(kind: .added, second: $0) }
  }

  /// What a command does to what, without its options: `train small on digits`, `param epochs`.
  private static func head(_ entry: SessionEntry) -> [String] {
    guard let outline = RecordedCommand(entry.text) else {
      return entry.text.split { $0 == " " || $0 == "=" }.prefix(2).map(String.init)
    }
    return [outline.verb] + outline.words
      + outline.prepositions.sorted { $0.key < $1.key }.flatMap { [$0.key] + $0.value }
  }

  /// Both results of one command: fields that differ, and for a training under what it was done.
  private func change(_ kind: Change.Kind, _ one: SessionEntry, _ other: SessionEntry) -> Change {
    var change = Change(kind: kind, first: one, second: other)
    if let run = circumstances.first[one.line], let second = circumstances.second[other.line] {
      for name in RecordedRun.circumstanceNames where run.circumstances[name] != second.circumstances[name] {
        change.fields.append(
          Field(name: name, first: run.circumstance(name), second: second.circumstance(name)))
      }
      change.fields += Self.options(run, second)
    }
    let (old, new) = (one.results.last?.fields ?? [], other.results.last?.fields ?? [])
    for field in old {
      let text = new.first { $0.name == field.name }?.text
      let found = Field(name: field.name, first: field.text, second: text)
      // What was asked for and what came of it may be one, such as epochs.
      if text != field.text, !change.fields.contains(found) { change.fields.append(found) }
    }
    for field in new where !old.contains(where: { $0.name == field.name }) {
      change.fields.append(Field(name: field.name, first: nil, second: field.text))
    }
    change.isOnTheWay = change.fields.isEmpty && one.results.map(\.fields) != other.results.map(\.fields)
    return change
  }

  /// Options that were in force otherwise, whoever chose them: a person, a parameter, a default of then.
  private static func options(_ one: RecordedRun, _ other: RecordedRun) -> [Field] {
    guard one.tellsOptions, other.tellsOptions else { return [] }
    return Set(one.inForce.keys).union(other.inForce.keys).sorted().compactMap { name in
      let (first, second) = (one.inForce[name] ?? "none", other.inForce[name] ?? "none")
      return first == second ? nil : Field(name: name, first: first, second: second)
    }
  }

  // MARK: Showing

  /// For a person at a terminal.
  public var lines: [String] { lines(isCut: true) }

  /// For a person.
  ///
  /// - Parameter isCut: Whether long values are cut.
  public func lines(isCut: Bool) -> [String] {
    changes.isEmpty ? ["nothing differs but times"] : changes.flatMap { Self.lines(of: $0, isCut) }
  }

  private static func lines(of change: Change, _ isCut: Bool) -> [String] {
    func short(_ text: String?) -> String {
      text.map { isCut ? EvaluationText.short($0, 40) : $0 } ?? "nothing"
    }
    let fields = change.fields.map { "\($0.name): \(short($0.first)) and \(short($0.second))" }
    var lines: [String] = []
    switch (change.kind, change.first, change.second) {
    case (.results, let one?, let other?): lines = ["  lines \(one.line) and \(other.line): \(one.text)"]
    case (.environment, _, _): return fields
    default:
      if let one = change.first { lines.append("- line \(one.line): \(one.text)") }
      if let other = change.second { lines.append("+ line \(other.line): \(other.text)") }
    }
    return lines + fields.map { "    " + $0 } + (change.isOnTheWay ? ["    the curve on the way"] : [])
  }

  /// A row for each field that differs, one for a command that only one session has.
  public var csv: String {
    var rows: [[String]] = []
    for change in changes {
      var row = [change.kind.rawValue]
      for entry in [change.first, change.second] {
        row += [entry.map { "\($0.line)" } ?? "", entry?.text ?? ""]
      }
      if change.fields.isEmpty { rows.append(row + ["", "", ""]) }
      for field in change.fields { rows.append(row + [field.name, field.first ?? "", field.second ?? ""]) }
    }
    let head = [
      "kind", "first_line", "first_command", "second_line", "second_command", "field", "first", "second",
    ]
    return CommaSeparated.text([head] + rows)
  }

  /// One object a difference:
  /// `{"event":"difference","kind":"changed","first_line":9,"first_command":"…",…,
  /// "fields":[{"field":"loss","first":"…","second":"…"}]}`.
  public var json: [String] {
    changes.map { change in
      var members: [ResultRecord.Field] = [
        .init("event", .text("difference")), .init("kind", .text(change.kind.rawValue)),
      ]
      for (name, entry) in [("first", change.first), ("second", change.second)] {
        guard let entry else { continue }
        members += [.init(name + "_line", .integer(entry.line)), .init(name + "_command", .text(entry.text))]
      }
      return JSONEvents.object(ResultRecord(members + [.init("fields", .rows(change.fields.map(\.record)))]))
    }
  }
}
