internal import Runtime

/// How a number in prose is written: what stands behind the colon of `` `=r.accuracy:.1%` ``.
///
/// `,` groups digits by thousands, `.2` gives two digits after the point, `%` shows a share as a percentage.
/// Without a format a number has at most four digits after the point.
struct NumberFormat: Sendable, Hashable {
  var isGrouped = false
  /// Digits after the point; nil leaves them as they come, at most four.
  var digits: Int?
  var isPercent = false

  init() {}

  /// Nil where the text is no format.
  init?(_ text: Substring) {
    var rest = text
    guard !rest.isEmpty else { return nil }
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
  static func split(_ text: String) -> (expression: Substring, format: Substring?) {
    guard let colon = text.lastIndex(of: ":") else { return (text[...], nil) }
    let format = text[text.index(after: colon)...]
    guard !format.contains(where: { "\")]".contains($0) }) else { return (text[...], nil) }
    return (text[..<colon], format)
  }

  func text(_ number: Double) -> String {
    guard number.isFinite else { return Spelling.number(number) }
    let scaled = isPercent ? number * 100 : number
    var text =
      digits.map { Self.fixed(scaled, digits: $0) } ?? Spelling.rounded(scaled, digits: isPercent ? 2 : 4)
    if isGrouped { text = Self.grouped(text) }
    return text + (isPercent ? "%" : "")
  }

  /// A number with exactly so many digits after the point, rounded half away from zero.
  private static func fixed(_ number: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(number) * scale).rounded()
    // Beyond, all digits that a number has stand before the point.
    guard scaled < 9e15 else { return Spelling.number(number) }
    let whole = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, digits + 1 - whole.count)) + whole
    let sign = number < 0 && scaled != 0 ? "-" : ""
    return sign + padded.dropLast(digits) + (digits == 0 ? "" : "." + padded.suffix(digits))
  }

  private static func grouped(_ text: String) -> String {
    let point = text.firstIndex { $0 == "." || $0 == "e" } ?? text.endIndex
    guard let whole = Int(text[..<point]) else { return text }
    return Spelling.count(whole) + text[point...]
  }
}
