internal import Runtime

/// A session as a person reads it: what ran, what it found out, and whether the record holds.
public struct SessionOutline: Sendable {
  public private(set) var lines: [String] = []
  /// Of the screen; nil where lines may be of any length.
  private let columns: Int?

  public init(_ session: Session, columns: Int? = nil) {
    self.columns = columns
    var lines = [
      session.name, String(session.header.environmentLine.dropFirst(3)), "seed \(session.header.seed)", "",
    ]
    var environment = session.header
    for entry in session.entries {
      if entry.environment != environment {
        lines += ["went on with " + String(entry.environment.environmentLine.dropFirst(3)), ""]
        environment = entry.environment
      }
      lines += Self.remarks(entry.remarks)
      lines += self.lines(of: entry)
    }
    lines += Self.remarks(session.lastRemarks)
    if let tail = session.tail { lines.append("not finished: " + tail.message) }
    lines.append(Self.state(session))
    lines.append(session.fault.map { "the chain is broken: " + $0.message } ?? Self.chain(session))
    self.lines = lines
  }

  private func lines(of entry: SessionEntry) -> [String] {
    if entry.kind == .remarks { return [] }
    var lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if entry.kind == .failed { lines[0] = "failed: " + lines[0] }
    lines += entry.errors.map { "  " + $0 }
    lines += results(entry.results)
    if let stopped = entry.stopped { lines.append("  stopped at step \(stopped.step)") }
    for line in entry.measured where line.fields.count > 0 { lines += values(line, "measured: ") }
    if !entry.isVerified { lines.append("  line \(entry.chainLine): the chain doesn't verify") }
    return lines + [""]
  }

  /// Neighbouring lines with the same names as a table, where the screen has room for it; others as names and
  /// values.
  private func results(_ results: [RecordedLine]) -> [String] {
    var lines: [String] = []
    var rest = results[...]
    while let first = rest.first {
      let names = first.fields.map(\.name)
      let rows = rest.prefix { $0.fields.map(\.name) == names }
      rest = rest.dropFirst(rows.count)
      let table = Self.table([names] + rows.map { $0.fields.map { Self.short($0, to: Self.longest) } })
      if rows.count > 1, table.allSatisfy({ $0.count <= columns ?? .max }) {
        lines += table
      } else {
        lines += rows.flatMap { values($0) }
      }
    }
    return lines
  }

  private static func table(_ rows: [[String]]) -> [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      "  "
        + zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
    }
  }

  /// Names and values, in lines that the screen has room for; none is broken off from its name.
  private func values(_ line: RecordedLine, _ beginning: String = "") -> [String] {
    var lines = ["  " + beginning]
    for (number, field) in line.fields.enumerated() {
      let room = (columns ?? .max) - 2
      // A value in one word is cut, one in several goes on in the next line.
      let value = Self.short(field, to: Self.longest)
      let left = max(Self.shortest, min(room, 1000) - field.name.count - 1)
      let text =
        field.name + " " + (value.contains(" ") ? value : Self.short(field, to: min(left, Self.longest)))
      let last = lines[lines.count - 1]
      if number == 0 {
        lines = [last + text]
      } else if last.count + 2 + text.count <= columns ?? .max {
        lines[lines.count - 1] = last + "  " + text
      } else {
        lines.append("  " + text)
      }
    }
    return lines
  }

  /// How much of a text is shown, at most and however narrow the screen is.
  private static let longest = 60
  private static let shortest = 12

  private static func short(_ field: RecordedField, to length: Int) -> String {
    if case .number(let number) = field.value { return Spelling.rounded(number) }
    return field.text.count > length ? field.text.prefix(length - 1) + "…" : field.text
  }

  private static func remarks(_ remarks: [SessionRemark]) -> [String] {
    remarks.map { remark in
      switch remark.kind {
      case .note: "note: " + remark.text
      case .shown: "| " + remark.text
      case .comment: "#" + remark.text
      }
    }
  }

  private static func state(_ session: Session) -> String {
    let failed = session.entries.count { $0.kind == .failed }
    let commands = session.commands.count
    return "\(commands) command\(commands == 1 ? "" : "s")" + (failed > 0 ? " done, \(failed) failed" : "")
      + (session.isClosed
        ? ", closed" : session.isFailed ? ", not closed after the last one failed" : ", cut off")
  }

  private static func chain(_ session: Session) -> String {
    session.lastChain.map { "the chain is intact, its last value \($0)" } ?? "nothing was sealed by the chain"
  }
}
