/// A recorded command beside what it gave now.
public struct EntryComparison: Sendable, Equatable {
  public let line: Int
  public let text: String
  /// Every field that was compared, in the order of the session.
  public let fields: [FieldComparison]
  public let verdict: Verdict
  /// The data isn't what was recorded: nothing below has a meaning, so that the replay ends here.
  public let endsReplay: Bool
  /// The files are what was recorded, and their pixels aren't: another decoder read them.
  public let isOtherDecoder: Bool

  public init(
    line: Int, text: String, fields: [FieldComparison], verdict: Verdict, endsReplay: Bool,
    isOtherDecoder: Bool = false
  ) {
    self.isOtherDecoder = isOtherDecoder
    self.line = line
    self.text = text
    self.fields = fields
    self.verdict = verdict
    self.endsReplay = endsReplay
  }

  /// The first field that isn't the same.
  public var first: FieldComparison? { fields.first { $0.verdict != .same } }

  /// Another command where one was recorded, or one on one side alone, as after a condition that went another
  /// way.
  public static func otherCommand(line: Int, recorded: String?, found: String?) -> EntryComparison {
    let field = FieldComparison(
      line: line, row: nil, field: commandField, recorded: recorded, found: found, verdict: .differs,
      distance: nil,
      isUnevaluated: false)
    return EntryComparison(
      line: line, text: found ?? recorded ?? "", fields: [field], verdict: .differs, endsReplay: false)
  }

  /// Whether it ran now and not when it was recorded.
  var ranOnlyNow: Bool { fields.first.map { $0.field == Self.commandField && $0.recorded == nil } ?? false }
  /// Whether it ran when it was recorded and not now.
  var ranOnlyThen: Bool { fields.first.map { $0.field == Self.commandField && $0.found == nil } ?? false }

  private static let commandField = "command"
}
