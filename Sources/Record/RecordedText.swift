public import Runtime

/// How results are written into a session.
public enum RecordedText {
  /// A list with more values than this is recorded by the hash of its text.
  public static let longestList = 1000

  /// A value as it stands behind `name=`: numbers in the shortest form that brings the same bits back, texts
  /// bare where nothing else could be meant, else quoted.
  public static func value(_ value: ResultValue) -> String {
    switch value {
    case .list(let items):
      let text = list(items)
      return count(value) > longestList ? Chain.fingerprint(of: text) : text
    case .rows(let rows):
      return self.value(.list(rows.map { .list($0.map(\.value)) }))
    case .integer(let number): return String(number)
    case .number(let number): return Spelling.number(number)
    case .boolean(let flag): return flag ? "yes" : "no"
    case .text(let text): return self.text(text)
    }
  }

  private static func list(_ items: [ResultValue]) -> String {
    "["
      + items.map { item in if case .list(let inner) = item { list(inner) } else { value(item) } }.joined(
        separator: ", ")
      + "]"
  }

  /// How many numbers, texts and flags a value holds.
  private static func count(_ value: ResultValue) -> Int {
    if case .list(let items) = value { items.reduce(0) { $0 + count($1) } } else { 1 }
  }

  private static func text(_ text: String) -> String {
    isBare(text) && !["yes", "no"].contains(text) && RecordedValue.number(text) == nil
      ? text : Spelling.quoted(text)
  }

  private static func isBare(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0.isASCII
          ? $0.properties.isAlphabetic || ("0"..."9").contains($0)
            || "_.:/+-%@~^*!?".unicodeScalars.contains($0)
          : $0.properties.isAlphabetic
      }
  }

  static func fields(_ fields: [ResultRecord.Field]) -> String {
    fields.map { $0.name + "=" + value($0.value) }.joined(separator: " ")
  }
}

/// A result cut into the lines that a session holds: the rows of histories first, then everything else on one
/// line.
struct ResultLines: Equatable {
  /// What is compared: lines of fields.
  var rows: [[ResultRecord.Field]] = []
  var scalars: [ResultRecord.Field] = []
  /// Times, rates and the like. Those of a row follow the field that names the row.
  var measured: [[ResultRecord.Field]] = []

  init(_ result: ResultRecord) {
    for field in result.fields {
      guard case .rows(let rows) = field.value else { continue }
      for row in rows {
        let kept = field.isMeasured ? [] : row.filter { !$0.isMeasured }
        let times = field.isMeasured ? row : row.filter(\.isMeasured)
        if !kept.isEmpty { self.rows.append(kept) }
        if !times.isEmpty { measured.append((kept.first.map { [$0] } ?? []) + times) }
      }
    }
    var times: [ResultRecord.Field] = []
    for field in result.fields {
      if case .rows = field.value { continue }
      if field.isMeasured { times.append(field) } else { scalars.append(field) }
    }
    if !times.isEmpty { measured.append(times) }
  }

  /// The lines that are compared, in their order in the session.
  var compared: [[ResultRecord.Field]] { rows + (scalars.isEmpty ? [] : [scalars]) }
}

extension RecordedText {
  /// Of lines that say what a result was made from.
  static let provenanceMark = UInt8(ascii: "%")

  /// The lines of a result as they stand in a session, each with its newline.
  ///
  /// - Parameter format: That of the session: 1 has no lines that say what a result was made from.
  static func lines(_ result: ResultRecord, format: Int = SessionHeader.formatVersion) -> String {
    let lines = ResultLines(result)
    var text = ""
    for line in lines.compared { text += "#= " + fields(line) + "\n" }
    if let step = result.stoppedAtStep { text += "#= stopped step=\(step)\n" }
    for line in lines.measured { text += "#? " + fields(line) + "\n" }
    if format >= 2, !result.provenance.isEmpty { text += "#% " + fields(result.provenance) + "\n" }
    if result.isCached { text += "#? cached=yes\n" }
    return text
  }
}
