/// Colours for a terminal, or none: the same call writes plain text where colours aren't allowed.
///
/// ```swift
/// Style(usesColour: true).bold("fovea")    // "\u{1B}[1mfovea\u{1B}[0m"
/// Style(usesColour: false).bold("fovea")   // "fovea"
/// ```
public struct Style: Sendable, Hashable {
  public var usesColour: Bool

  public init(usesColour: Bool) { self.usesColour = usesColour }

  public func bold(_ text: String) -> String { paint(text, "1") }
  public func dim(_ text: String) -> String { paint(text, "2") }
  public func red(_ text: String) -> String { paint(text, "31") }
  public func green(_ text: String) -> String { paint(text, "32") }
  public func yellow(_ text: String) -> String { paint(text, "33") }
  public func blue(_ text: String) -> String { paint(text, "34") }
  public func magenta(_ text: String) -> String { paint(text, "35") }
  public func cyan(_ text: String) -> String { paint(text, "36") }

  /// The text in a colour by its SGR code, such as `1;36`.
  public func paint(_ text: String, _ code: String) -> String {
    usesColour && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
