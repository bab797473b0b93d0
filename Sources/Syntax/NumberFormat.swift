/// How a number is written: what stands behind the colon of `$(r.accuracy:.1%)`.
///
/// `,` groups digits by thousands, `.2` gives two digits after the point, `%` shows a share as a percentage,
/// `full` gives all digits. Without a format a number has at most four digits after the point.
public struct NumberFormat: Sendable, Hashable {
  public var isGrouped = false
  /// Digits after the point; nil leaves them as they come, at most four.
  public var digits: Int?
  public var isPercent = false
  /// Whether all digits are shown.
  public var isFull = false

  public init() {}

  /// Nil where the text is no format.
  public init?(_ text: Substring) {
    var rest = text
    guard !rest.isEmpty else { return nil }
    guard rest != "full" else {
      isFull = true
      return
    }
    if rest.first == "," {
      isGrouped = true
      rest.removeFirst()
    }
    if rest.first == "." {
      guard let digit = rest.dropFirst().first?.wholeNumberValue, digit <= 9 else { return nil }
      digits = digit
      rest = rest.dropFirst(2)
    }
    if rest.first == "%" {
      isPercent = true
      rest.removeFirst()
    }
    guard rest.isEmpty else { return nil }
  }

  /// The part of `text` that is a format, and what stands before its colon; no format where the text has
  /// none. A colon inside quotes or brackets belongs to the expression.
  public static func split(_ text: String) -> (expression: Substring, format: Substring?) {
    guard let colon = text.lastIndex(of: ":") else { return (text[...], nil) }
    let format = text[text.index(after: colon)...]
    guard !format.contains(where: { "\")]".contains($0) }) else { return (text[...], nil) }
    return (text[..<colon], format)
  }
}
