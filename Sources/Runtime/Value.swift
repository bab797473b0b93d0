internal import Declarations

/// A value of the language: what `let`, `param`, a loop variable or an expression holds.
public indirect enum Value: Sendable, Equatable {
  case number(Double)
  case boolean(Bool)
  case text(String)
  case seconds(Double)
  case degrees(Double)
  case size([Int])
  case range(Double, Double)
  case list([Value])
  /// The result of a command, whose fields `r.accuracy` reads.
  case record(ResultRecord)

  /// What messages call a value of this kind.
  public var kindName: String {
    switch self {
    case .number: "a number"
    case .boolean: "yes or no"
    case .text: "a text"
    case .seconds: "a duration"
    case .degrees: "an angle"
    case .size: "a size"
    case .range: "a range"
    case .list: "a list"
    case .record: "a result"
    }
  }

  /// The value as it would be typed, so that it reads back the same. A result has no such form.
  public var literal: String { spelled(Spelling.literal) }

  /// The value inside a word or a string: texts without quotes, the rest as typed.
  public var plainText: String {
    if case .text(let text) = self { text } else { spelled { Spelling.number($0) + $1 } }
  }

  private func spelled(_ number: (_ number: Double, _ unit: String) -> String) -> String {
    switch self {
    case .number(let value): number(value, "")
    case .boolean(let flag): flag ? "yes" : "no"
    case .text(let text): Spelling.quoted(text)
    case .seconds(let seconds): number(seconds, "s")
    case .degrees(let degrees): number(degrees, "deg")
    case .size(let size): size.map(String.init).joined(separator: "x")
    case .range(let lower, let upper): Spelling.number(lower) + ".." + Spelling.number(upper)
    case .list(let items): "[" + items.map { $0.spelled(number) }.joined(separator: ", ") + "]"
    case .record: "<result>"
    }
  }

  /// The value as an argument of a command; a result is none.
  var argument: ArgumentValue? {
    switch self {
    case .number(let number): return .number(number)
    case .boolean(let flag): return .boolean(flag)
    case .text(let text): return .text(text)
    case .seconds(let seconds): return .seconds(seconds)
    case .degrees(let degrees): return .degrees(degrees)
    case .size(let size): return .size(size)
    case .range(let lower, let upper): return .range(lower, upper)
    case .list(let items):
      var values: [ArgumentValue] = []
      for item in items {
        guard let value = item.argument else { return nil }
        values.append(value)
      }
      return .list(values)
    case .record: return nil
    }
  }
}

extension Value {
  /// The value of a field of a result.
  public init(_ value: ResultValue) {
    switch value {
    case .integer(let number): self = .number(Double(number))
    case .number(let number): self = .number(number)
    case .boolean(let flag): self = .boolean(flag)
    case .text(let text): self = .text(text)
    case .list(let items): self = .list(items.map(Value.init))
    case .rows(let rows): self = .list(rows.map { .record(ResultRecord($0)) })
    }
  }

  /// The value as a field, so that `let best = …` is recorded and compared like any result.
  public var resultValue: ResultValue {
    switch self {
    case .number(let number): .number(number)
    case .boolean(let flag): .boolean(flag)
    case .list(let items): .list(items.map(\.resultValue))
    case .record(let record): .rows([record.fields])
    default: .text(plainText)
    }
  }
}

/// How large a value of an expression may be.
enum ValueSize {
  /// Items of lists and characters of texts, in UTF-8, together.
  static let limit = 1_000_000
  /// Lists in lists.
  static let depthLimit = 100
}

extension Value {
  /// The items and characters that it has, counted up to a little above the limit; nil where lists are nested
  /// deeper.
  func size(depth: Int) -> Int? {
    switch self {
    case .text(let text): return text.utf8.count
    case .list(let items):
      guard depth > 0 else { return nil }
      var size = items.count
      for item in items {
        guard size <= ValueSize.limit else { break }
        guard let inner = item.size(depth: depth - 1) else { return nil }
        size += inner
      }
      return size
    default: return 1
    }
  }
}

/// How values are written so that the language reads them back with the same bits.
public enum Spelling {
  /// The shortest decimal that brings the same bits back, whole numbers without a fraction.
  public static func number(_ number: Double) -> String {
    if let whole = Int64(exactly: number), !(number == 0 && number.sign == .minus) { return String(whole) }
    // Machines give what isn't a number different signs.
    return number.isNaN ? "nan" : number.description
  }

  /// A number with its unit as an expression. What no number is typed for is what makes it: `(1/0)`.
  static func literal(_ number: Double, unit: String) -> String {
    if number.isFinite { return self.number(number) + unit }
    return number.isNaN ? "(0\(unit)/0)" : number > 0 ? "(1\(unit)/0)" : "(-1\(unit)/0)"
  }

  /// A number for reading: at most `digits` after the point, no trailing zeros.
  public static func rounded(_ number: Double, digits: Int = 4) -> String {
    guard number.isFinite, abs(number) < 1e15 else { return self.number(number) }
    if number != 0, abs(number) < 1e-3 {
      let exponent = Int(log10Floor(abs(number)))
      return rounded(number / powerOfTen(exponent), digits: 3) + "e\(exponent)"
    }
    var scale: Int64 = 1
    for _ in 0..<digits { scale *= 10 }
    guard abs(number) < 9e18 / Double(scale) else { return self.number(number) }
    // Below 9e18, as was asked above.
    let scaled = Int64((abs(number) * Double(scale)).rounded())
    var text = String(scaled / scale)
    var fraction = String(scaled % scale)
    fraction = String(repeating: "0", count: max(digits - fraction.count, 0)) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    if !fraction.isEmpty { text += "." + fraction }
    return number < 0 && scaled != 0 ? "-" + text : text
  }

  /// A share as a percentage with two digits, `91.23%`.
  public static func percent(_ share: Double) -> String {
    share.isFinite ? rounded(share * 100, digits: 2) + "%" : share.description
  }

  /// A count and what is counted: `1 layer`, `12 layers`.
  public static func counted(_ number: Int, _ noun: String) -> String {
    "\(count(number)) \(noun)" + (number == 1 ? "" : "s")
  }

  /// A measured count with commas, to the nearest whole number.
  public static func count(_ number: Double) -> String {
    Int(exactly: number.rounded()).map { count($0) } ?? number.description
  }

  /// A count with commas, `60,000`.
  public static func count(_ number: Int) -> String {
    var groups: [Substring] = []
    var digits = Substring(String(number.magnitude))
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (number < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// A string literal with the language's escapes.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "$": result += "\\$"
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "\""
  }

  private static func log10Floor(_ number: Double) -> Int {
    var exponent = 0
    var number = number
    while number < 1 {
      number *= 10
      exponent -= 1
    }
    return exponent
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(exponent) { result /= 10 }
    return result
  }
}
