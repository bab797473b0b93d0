internal import Declarations
public import Syntax

extension NumberFormat {
  /// A number as the format has it.
  public func text(_ number: Double) -> String {
    guard number.isFinite, !isFull else { return Spelling.number(number) }
    let scaled = isPercent ? number * 100 : number
    var text =
      digits.map { Self.fixed(scaled, digits: $0) } ?? Spelling.rounded(scaled, digits: isPercent ? 2 : 4)
    if isGrouped { text = Self.grouped(text) }
    return text + (isPercent ? "%" : "")
  }

  /// A number, or a list of numbers, each as the format has it; nil for any other value.
  func text(_ value: Value) -> String? {
    switch value {
    case .number(let number): return text(number)
    case .list(let items):
      var texts: [String] = []
      for item in items {
        guard let text = text(item) else { return nil }
        texts.append(text)
      }
      return "[" + texts.joined(separator: ", ") + "]"
    default: return nil
    }
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
