internal import Runtime

/// The one way of all warnings of all verbs: a line on the screen, an event of `--json`, a field of the
/// result.
extension ResultRecord {
  /// Tells warnings, and shows them below what is shown.
  ///
  /// - Parameters:
  ///   - most: How many are shown; the field has all.
  ///   - rest: What to say behind "and 3 more": where they are found.
  mutating func warn(_ texts: [String], showing most: Int, rest: String) {
    warn(texts)
    var lines = texts.prefix(most).map { "warning: \($0)" }
    if texts.count > most { lines.append("warning: and \(texts.count - most) more; \(rest)") }
    display = ([display].compactMap { $0 } + lines.map(Table.sentence)).joined(separator: "\n")
  }

  mutating func tell(_ warnings: [String?]) { warn(warnings.compactMap { $0 }, showing: .max, rest: "") }
}
