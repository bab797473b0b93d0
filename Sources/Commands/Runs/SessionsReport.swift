public import Record
internal import Runtime

/// Sessions of a folder as a person or a program reads them.
public enum SessionsReport {
  /// The sessions that fulfil all conditions: those on columns of the list themselves, the others by a run
  /// that they hold. All of them without conditions.
  public static func choose(
    _ contents: RunStore.Contents, filters: [String]
  ) throws(RunsReport.Failure) -> [RecordedSession] {
    var sessions = contents.sessions
    var others: [String] = []
    for text in filters {
      if let condition = RunFilter(text), condition.isOnSession {
        try RunsReport.check(condition, isOnNumber: condition.isOnSessionNumber)
        sessions = sessions.filter(condition.holds)
      } else {
        others.append(text)
      }
    }
    guard !others.isEmpty else { return sessions }
    let chosen = Set(try RunsReport.choose(contents.runs, filters: others, order: nil).map(\.session))
    return sessions.filter { chosen.contains($0.path) }
  }

  public static func list(_ sessions: [RecordedSession]) -> String {
    guard !sessions.isEmpty else { return "no sessions" }
    let rows = sessions.map { session in
      [
        session.name, String(session.date.prefix(16)).replacing("T", with: " "), "\(session.commands)",
        session.failed > 0 ? "\(session.failed)" : "", "\(session.runs)", session.state.rawValue,
      ]
    }
    return Table.text(
      [["session", "date", "commands", "failed", "runs", "state"]] + rows, rightAligned: [2, 3, 4])
  }

  public static func csv(_ sessions: [RecordedSession]) -> String {
    let rows = sessions.map { session in
      [
        session.path, session.date, "\(session.seed)", "\(session.commands)", "\(session.failed)",
        "\(session.runs)",
        session.state.rawValue,
      ]
    }
    return CommaSeparated.text([["session", "date", "seed", "commands", "failed", "runs", "state"]] + rows)
  }

  /// `{"event":"session","session":"…","date":"…","commands":12,"failed":0,"runs":3,"state":"closed"}`
  public static func json(_ session: RecordedSession) -> String {
    JSONEvents.object(
      ResultRecord([
        .init("event", .text("session")), .init("session", .text(session.path)),
        .init("date", .text(session.date)),
        .init("seed", .text(String(session.seed))), .init("commands", .integer(session.commands)),
        .init("failed", .integer(session.failed)), .init("runs", .integer(session.runs)),
        .init("state", .text(session.state.rawValue)),
      ]))
  }
}
