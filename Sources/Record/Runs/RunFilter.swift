/// A condition on a field of a run: `accuracy>0.9`, `model=small`, `optimizer!=adam`.
public struct RunFilter: Sendable, Equatable {
  enum Relation: String, CaseIterable, Sendable {
    // Longer ones first, as they are looked for in this order.
    case atMost = "<="
    case atLeast = ">="
    case different = "!="
    case less = "<"
    case more = ">"
    case equal = "="
  }

  public private(set) var field: String
  let relation: Relation
  let value: RunValue
  /// The value as it was written: what a text is held against, even where it looks like a number.
  public let written: String

  /// Reads a condition; a percentage is the number that it stands for. Nil for anything else.
  public init?(_ text: String) {
    guard let start = text.firstIndex(where: { "<>=!".contains($0) }), start > text.startIndex,
      let relation = Relation.allCases.first(where: { text[start...].hasPrefix($0.rawValue) })
    else { return nil }
    let written = String(text[start...].dropFirst(relation.rawValue.count))
    guard !written.isEmpty else { return nil }
    field = String(text[..<start])
    self.relation = relation
    self.written = written
    if written.hasSuffix("%"), let percent = RecordedValue.number(String(written.dropLast())) {
      value = .number(percent / 100)
    } else {
      value = RunValue(written)
    }
  }

  /// The same condition on a field of another name.
  public func on(_ field: String) -> RunFilter {
    var other = self
    other.field = field
    return other
  }

  /// Whether a run fulfils the condition; a run without the field fulfils only `!=`. A text is equal when it
  /// begins so, as dates and hashes are rarely typed whole. Data are found by their name in the session and
  /// by where they came from, runs and their sessions by the ids that lists show.
  public func holds(for run: RecordedRun) -> Bool {
    if ["id", "run"].contains(field), relation == .equal || relation == .different {
      return run.isNamed(written) == (relation == .equal)
    }
    return holds(for: run.values(field), ofSession: run.session)
  }

  /// Whether it asks for more or less.
  public var isOrder: Bool { relation != .equal && relation != .different }

  /// Whether the value is a number.
  public var isOnNumber: Bool { if case .number = value { true } else { false } }

  /// Whether the field is a column of the list of sessions.
  public var isOnSession: Bool { ["session", "date", "commands", "failed", "runs", "state"].contains(field) }

  /// Whether that column holds numbers.
  public var isOnSessionNumber: Bool { ["commands", "failed", "runs"].contains(field) }

  /// Whether a session fulfils a condition on a column of the list.
  public func holds(for session: RecordedSession) -> Bool {
    holds(for: session.values(field) ?? [], ofSession: session.path)
  }

  private func holds(for values: [RunValue], ofSession path: String) -> Bool {
    if field == "session", relation == .equal || relation == .different {
      return RecordedSession.isNamed(written, path) == (relation == .equal)
    }
    return relation == .different ? values.allSatisfy(holds) : values.contains(where: holds)
  }

  private func holds(for found: RunValue) -> Bool {
    switch (found, value) {
    case (.number(let one), .number(let other)): return compare(one, other)
    case (.number, .text): return relation == .different
    case (.text(let one), _):
      switch relation {
      case .equal: return one.hasPrefix(written)
      case .different: return !one.hasPrefix(written)
      default: return compare(one, written)
      }
    }
  }

  private func compare<Value: Comparable>(_ one: Value, _ other: Value) -> Bool {
    switch relation {
    case .atMost: one <= other
    case .atLeast: one >= other
    case .different: one != other
    case .less: one < other
    case .more: one > other
    case .equal: one == other
    }
  }
}

extension [RecordedRun] {
  /// In the order of a field, downwards with a `-` before its name; runs without the field come last.
  public func sorted(by order: String) -> [RecordedRun] {
    let isDown = order.hasPrefix("-")
    let name = isDown ? String(order.dropFirst()) : order
    return enumerated().sorted { one, other in
      switch (one.element.field(name), other.element.field(name)) {
      case (let first?, let second?) where first != second: isDown ? first > second : first < second
      case (.some, nil): true
      case (nil, .some): false
      default: one.offset < other.offset
      }
    }.map(\.element)
  }
}
