public import Runtime

/// The objects that `--json` prints: one a line, keys in a fixed order.
public enum JSONEvents {
  /// Where an event belongs.
  public struct Place: Sendable, Hashable {
    public let file: String
    public let line: Int
    /// Which round of a loop, from 1.
    public let iteration: Int?

    public init(file: String, line: Int, iteration: Int? = nil) {
      self.file = file
      self.line = line
      self.iteration = iteration
    }

    public init(_ place: RunPlace) {
      self.init(file: place.file, line: place.line, iteration: place.iteration)
    }
  }

  /// `{"event":"result","file":"…","line":12,"command":"…","seconds":1.2,"result":{…}}`; measured fields are
  /// named behind the result, and a replay adds its verdict.
  public static func result(
    _ place: Place, command: String, seconds: Double, _ result: ResultRecord,
    comparison: EntryComparison? = nil,
    isJudged: Bool = true
  ) -> String {
    var members = head("result", place)
    members.append(("command", string(command)))
    members.append(("seconds", number(seconds)))
    members.append(("result", object(result)))
    let measured = result.fields.filter(\.isMeasured).map { string($0.name) }
    if !measured.isEmpty { members.append(("measured", "[" + measured.joined(separator: ",") + "]")) }
    if result.isCached { members.append(("cached", "true")) }
    if let comparison {
      if isJudged { members.append(("verdict", string(comparison.verdict.rawValue))) }
      if let first = comparison.first {
        members.append(("field", string(first.field)))
        if let row = first.row { members.append(("row", string(row))) }
        if let recorded = first.recorded { members.append(("recorded", string(recorded))) }
        if let found = first.found { members.append(("found", string(found))) }
        if let distance = first.distance { members.append(("distance", number(distance.relative))) }
      }
    }
    return object(members)
  }

  /// `{"event":"error","file":"…","line":12,"column":7,"message":"…","hint":"…"}`; on a replay, with its
  /// verdict.
  public static func error(
    _ place: Place?, column: Int? = nil, message: String, hint: String? = nil, verdict: Verdict? = nil
  ) -> String {
    var members = head("error", place)
    if let column { members.append(("column", String(column))) }
    members.append(("message", string(message)))
    if let hint { members.append(("hint", string(hint))) }
    if let verdict { members.append(("verdict", string(verdict.rawValue))) }
    return object(members)
  }

  /// `{"event":"warning","file":"…","line":12,"message":"…"}`, before the event of the result that has it in
  /// `warnings`.
  public static func warning(_ place: Place, message: String) -> String {
    object(head("warning", place) + [("message", string(message))])
  }

  /// `{"event":"print","file":"…","line":3,"text":"…"}`; what a format rounded stands with all its digits in
  /// `value`.
  public static func print(_ place: Place, _ printed: PrintedText) -> String {
    object(head("print", place) + printed.result.fields.map { ($0.name, value($0.value)) })
  }

  /// `{"event":"progress","file":"…","line":12,"epoch":1,…}` with the fields given.
  public static func progress(_ place: Place, _ fields: [ResultRecord.Field]) -> String {
    object(head("progress", place) + fields.map { ($0.name, value($0.value)) })
  }

  /// `{"event":"end","status":0}`, on a replay with `verdict chain compared first`.
  public static func end(status: Int32, replay: ReplayReport? = nil) -> String {
    var members = [("event", string("end")), ("status", String(status))]
    guard let replay else { return object(members) }
    for field in replay.fields {
      // There is one first divergence or none.
      if case .rows(let rows) = field.value {
        members.append(
          (field.name, rows.first.map { object($0.map { ($0.name, value($0.value)) }) } ?? "null"))
      } else {
        members.append((field.name, value(field.value)))
      }
    }
    if replay.first == nil, !replay.fields.contains(where: { $0.name == "first" }) {
      members.append(("first", "null"))
    }
    return object(members)
  }

  // MARK: Values

  /// The fields of a result as an object, all values in full.
  public static func object(_ result: ResultRecord) -> String {
    var members = result.fields.map { ($0.name, value($0.value)) }
    if let step = result.stoppedAtStep { members.append(("stopped", object([("step", String(step))]))) }
    return object(members)
  }

  /// A value; nan and the infinities as strings, which JSON has no numbers for.
  public static func value(_ value: ResultValue) -> String {
    switch value {
    case .integer(let integer): String(integer)
    case .number(let double): number(double)
    case .boolean(let flag): flag ? "true" : "false"
    case .text(let text): string(text)
    case .list(let items): "[" + items.map(self.value).joined(separator: ",") + "]"
    case .rows(let rows):
      "[" + rows.map { object($0.map { ($0.name, self.value($0.value)) }) }.joined(separator: ",") + "]"
    }
  }

  private static func head(_ event: String, _ place: Place?) -> [(String, String)] {
    var members = [("event", string(event))]
    guard let place else { return members }
    members.append(("file", string(place.file)))
    members.append(("line", String(place.line)))
    if let iteration = place.iteration { members.append(("iteration", String(iteration))) }
    return members
  }

  private static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { string($0.0) + ":" + $0.1 }.joined(separator: ",") + "}"
  }

  private static func number(_ number: Double) -> String {
    number.isFinite ? Spelling.number(number) : string(Spelling.number(number))
  }

  /// A string with the escapes of RFC 8259; what isn't ASCII stays as it is.
  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      // Some readers end a line at the separators U+2028 and U+2029.
      // Others steer a terminal.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{61C}", "\u{200E}", "\u{200F}",
        "\u{2028}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
