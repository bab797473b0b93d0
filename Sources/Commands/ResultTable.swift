internal import Runtime

/// Results for a person to read, where a line is the name of one.
enum ResultTable {
  /// A result as a line for each field, a list of entries as a table; nil for any other value.
  ///
  /// - Parameter isFull: Whether all digits, items and entries are shown; else numbers have four significant
  ///   digits, and what is long its length.
  static func text(_ value: Value, isFull: Bool) -> String? {
    switch value {
    case .record(let record) where !record.fields.isEmpty: return fields(record, isFull)
    case .list(let items):
      let entries = items.compactMap { if case .record(let entry) = $0 { entry } else { nil } }
      return entries.count == items.count && !items.isEmpty ? table(entries, isFull) : nil
    default: return nil
    }
  }

  private static func fields(_ record: ResultRecord, _ isFull: Bool) -> String {
    Table.text(
      record.fields.map { [$0.name, isFull ? whole($0.value) : short($0.value)] }, indent: 0, hasHead: false)
  }

  private static func table(_ entries: [ResultRecord], _ isFull: Bool) -> String {
    var names: [String] = []
    for name in entries.flatMap({ $0.fields.map(\.name) }) where !names.contains(name) { names.append(name) }
    let isCut = !isFull && entries.count > mostEntries
    let shown = isCut ? entries.prefix(mostEntries / 2) + entries.suffix(mostEntries / 2) : entries[...]
    var rows = shown.map { entry in
      names.map { name in entry[name].map { isFull ? whole($0.value) : short($0.value) } ?? "" }
    }
    if isCut { rows.insert(names.map { _ in "…" }, at: mostEntries / 2) }
    let numbers = names.indices.filter { column in
      entries.allSatisfy { $0[names[column]].map { isNumber($0.value) } ?? true }
    }
    let text = Table.text([names] + rows, rightAligned: Set(numbers), indent: 0)
    return isCut ? text + "\n\(entries.count) entries in all; :full behind the value shows them" : text
  }

  /// More entries than these are cut in the middle.
  private static let mostEntries = 20
  /// Lists of more values are cut.
  private static let mostItems = 10
  /// How many values of a list that is cut are shown.
  private static let firstItems = 5

  private static func isNumber(_ value: ResultValue) -> Bool {
    switch value {
    case .integer, .number: true
    default: false
    }
  }

  private static func whole(_ value: ResultValue) -> String {
    switch value {
    case .list(let items): "[" + items.map(whole).joined(separator: ", ") + "]"
    case .rows(let rows): "[" + rows.map(line).joined(separator: "; ") + "]"
    default: Value(value).plainText
    }
  }

  private static func line(_ fields: [ResultRecord.Field]) -> String {
    fields.map { "\($0.name)=\(whole($0.value))" }.joined(separator: " ")
  }

  private static func short(_ value: ResultValue) -> String {
    switch value {
    case .number(let number): return SignificantNumber.text(number)
    case .integer, .boolean: return Value(value).plainText
    case .text(let text): return hash(text) ?? text
    case .rows(let rows):
      let names = rows.first?.map(\.name).joined(separator: " ") ?? ""
      let count = rows.count == 1 ? "1 entry" : "\(Spelling.count(rows.count)) entries"
      return count + (names.isEmpty ? "" : " of \(names)")
    case .list(let items): return list(items)
    }
  }

  private static func list(_ items: [ResultValue]) -> String {
    let lists = items.compactMap { if case .list(let inner) = $0 { inner.count } else { nil } }
    if lists.count == items.count, let length = lists.first, lists.reduce(0, +) > mostItems {
      let isEven = lists.allSatisfy { $0 == length }
      return Spelling.counted(items.count, "list")
        + (isEven ? " of \(Spelling.counted(length, "value"))" : "")
    }
    guard items.count > mostItems else { return "[" + items.map(short).joined(separator: ", ") + "]" }
    let first = items.prefix(firstItems).map(short).joined(separator: ", ")
    return "[\(first), …] (\(Spelling.counted(items.count, "value")))"
  }

  /// The beginning of a hash, which is enough to tell it from others.
  private static func hash(_ text: String) -> String? {
    let mark = "sha256:"
    return text.hasPrefix(mark) && text.count > mark.count + 12 ? text.prefix(mark.count + 8) + "…" : nil
  }
}
