/// A finding about something that a person wrote: what was found, what was expected, where, and what to type
/// instead.
public struct Diagnostic: Error, Sendable, Hashable {
  public enum Severity: String, Sendable { case error, warning }

  public var severity: Severity
  /// One or more sentences without a newline at the end.
  public var message: String
  /// What to do or type instead.
  public var hint: String?
  public var source: SourceText
  public var range: SourceRange

  public init(
    _ message: String, hint: String? = nil, at range: SourceRange, in source: SourceText,
    severity: Severity = .error
  ) {
    self.severity = severity
    self.message = message
    self.hint = TypographicCharacters.hint(for: range, in: source) ?? hint
    self.source = source
    self.range = range
  }

  public var place: SourcePlace { source.place(at: range.lower) }
}
