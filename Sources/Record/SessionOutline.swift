internal import Runtime

/// A session as a person reads it: what ran, what it found out, and whether the record holds.
public struct SessionOutline: Sendable {
  public let lines: [String]

  public init(_ session: Session) {
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
      lines += Self.lines(of: entry)
    }
    lines += Self.remarks(session.lastRemarks)
    if let tail = session.tail { lines.append("not finished: " + tail.message) }
    lines.append(Self.state(session))
    lines.append(session.fault.map { "the chain is broken: " + $0.message } ?? Self.chain(session))
    self.lines = lines
  }

  private static func lines(of entry: SessionEntry) -> [String] {
    if entry.kind == .remarks { return [] }
    var lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if entry.kind == .failed { lines[0] = "failed: " + lines[0] }
    lines += entry.errors.map { "  " + $0 }
    lines += results(entry.results)
    if let stopped = entry.stopped { lines.append("  stopped at step \(stopped.step)") }
    lines += entry.measured.filter { $0.fields.count > 0 }.map {
      "  measured: " + $0.fields.map(shown).joined(separator: "  ")
    }
    if !entry.isVerified { lines.append("  line \(entry.chainLine): the chain doesn't verify") }
    return lines + [""]
  }

  /// Neighbouring lines with the same names as a table, others as names and values.
  private static func results(_ results: [RecordedLine]) -> [String] {
    var lines: [String] = []
    var rest = results[...]
    while let first = rest.first {
      let names = first.fields.map(\.name)
      let rows = rest.prefix { $0.fields.map(\.name) == names }
      rest = rest.dropFirst(rows.count)
      if rows.count == 1 {
        lines.append("  " + first.fields.map(shown).joined(separator: "  "))
      } else {
        lines += table([names] + rows.map { $0.fields.map { short($0.value, text: $0.text) } })
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

  private static func shown(_ field: RecordedField) -> String {
    field.name + " " + short(field.value, text: field.text)
  }

  private static func short(_ value: RecordedValue, text: String) -> String {
    if case .number(let number) = value { return Spelling.rounded(number) }
    return text.count > 60 ? text.prefix(59) + "…" : text
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
    return "\(commands) command\(commands == 1 ? "" : "s")" + (failed > 0 ? ", \(failed) failed" : "")
      + (session.isClosed
        ? ", closed" : session.isFailed ? ", left open when the last one failed" : ", cut off")
  }

  private static func chain(_ session: Session) -> String {
    session.lastChain.map { "the chain is intact, its last value \($0)" } ?? "nothing was sealed by the chain"
  }
}
