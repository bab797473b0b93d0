/// The literals that words can be: numbers and what is written with them.
enum Literal: Equatable {
  case number(Double)
  case percent(Double)
  case duration(Double)
  case angle(Double)
  case size([Int])
  case range(Double, Double)

  enum Problem: Error, Equatable {
    /// The number is too large for 64 bits.
    case overflow
    /// The range's first end is above its second.
    case descending
  }

  /// The literal that `text` is, or nil when it is a plain word.
  static func read(_ text: String) throws(Problem) -> Literal? {
    guard let first = text.utf8.first, Vocabulary.isDigit(first) || "+-.".utf8.contains(first) else {
      return nil
    }
    if let number = try number(text) { return .number(number) }
    if text.hasSuffix("%"), let number = try number(text.dropLast()) { return .percent(number / 100) }
    if text.hasSuffix("deg"), let number = try number(text.dropLast(3)) { return .angle(number) }
    for (unit, seconds) in [("s", 1.0), ("m", 60), ("h", 3600)] where text.hasSuffix(unit) {
      guard let number = try number(text.dropLast()) else { continue }
      guard (number * seconds).isFinite else { throw .overflow }
      return .duration(number * seconds)
    }
    if let size = try size(text) { return size }
    return try range(text)
  }

  private static func size(_ text: String) throws(Problem) -> Literal? {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count >= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Vocabulary.isDigit) }) else {
      return nil
    }
    var size: [Int] = []
    for part in parts {
      guard let number = Int(part), number <= Int(Int32.max) else { throw .overflow }
      size.append(number)
    }
    return .size(size)
  }

  private static func range(_ text: String) throws(Problem) -> Literal? {
    let bytes = Array(text.utf8)
    let dot = UInt8(ascii: ".")
    guard let split = bytes.indices.dropLast().first(where: { bytes[$0] == dot && bytes[$0 + 1] == dot })
    else { return nil }
    // `0...5` is a slip, not the range from 0 to .5.
    if split + 2 < bytes.count, bytes[split + 2] == dot { return nil }
    let low = String(decoding: bytes[..<split], as: UTF8.self)
    let high = String(decoding: bytes[(split + 2)...], as: UTF8.self)
    let degrees = low.hasSuffix("deg") && high.hasSuffix("deg")
    let percent = low.hasSuffix("%") && high.hasSuffix("%")
    let drop = degrees ? 3 : percent ? 1 : 0
    guard let lower = try number(low.dropLast(drop)), let upper = try number(high.dropLast(drop)) else {
      return nil
    }
    guard lower <= upper else { throw .descending }
    return percent ? .range(lower / 100, upper / 100) : .range(lower, upper)
  }

  /// A decimal number: sign, digits with an optional point, exponent. No hexadecimal, no `inf`, no `nan`.
  static func number(_ text: some StringProtocol) throws(Problem) -> Double? {
    var bytes = Array(text.utf8)[...]
    if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      bytes.removeFirst()
    }
    var digits = 0
    while let first = bytes.first, Vocabulary.isDigit(first) {
      bytes.removeFirst()
      digits += 1
    }
    if bytes.first == UInt8(ascii: ".") {
      bytes.removeFirst()
      let before = digits
      while let first = bytes.first, Vocabulary.isDigit(first) {
        bytes.removeFirst()
        digits += 1
      }
      guard digits > before else { return nil }
    }
    guard digits > 0 else { return nil }
    if let first = bytes.first, first == UInt8(ascii: "e") || first == UInt8(ascii: "E") {
      bytes.removeFirst()
      if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        bytes.removeFirst()
      }
      guard let digit = bytes.first, Vocabulary.isDigit(digit) else { return nil }
      while let digit = bytes.first, Vocabulary.isDigit(digit) { bytes.removeFirst() }
    }
    guard bytes.isEmpty else { return nil }
    guard let number = Double(String(text)), number.isFinite else { throw .overflow }
    return number
  }
}
