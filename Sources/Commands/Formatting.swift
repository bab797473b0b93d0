internal import Runtime
internal import Tensors

/// Times for a person to read.
enum TimeText {
  /// `0.4 s`, `41.2 s`, `3:07 min`.
  static func seconds(_ seconds: Double) -> String {
    if seconds > 0, seconds < 0.005 { return "under 0.01 s" }
    if seconds < 100 { return "\(Spelling.rounded(seconds, digits: seconds < 10 ? 2 : 1)) s" }
    let whole = Int(saturating: seconds.rounded())
    return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60) min"
  }
}

/// Amounts of memory for a person to read.
enum ByteText {
  /// `412 MB`, `5.3 GB`: powers of ten.
  static func text(_ bytes: Int) -> String {
    bytes < 1_000_000_000
      ? "\(Spelling.rounded(Double(bytes) / 1e6, digits: bytes < 10_000_000 ? 1 : 0)) MB"
      : "\(Spelling.rounded(Double(bytes) / 1e9, digits: 1)) GB"
  }
}

/// Numbers of which a person wants to know how large they are.
enum SignificantNumber {
  /// Four significant digits; more where they stand before the point: `0.08604`, `123.5`, `60000`.
  static func text(_ number: Double) -> String {
    var digits = 4
    var size = abs(number)
    // Below 0.001 `Spelling` turns to exponents, and has four digits then.
    guard number.isFinite, size >= 1e-3, size < 1e15 else { return Spelling.rounded(number) }
    while size < 0.1 {
      size *= 10
      digits += 1
    }
    while size >= 1, digits > 0 {
      size /= 10
      digits -= 1
    }
    return Spelling.rounded(number, digits: digits)
  }
}

/// Numbers that stand below each other in a column.
enum AlignedNumbers {
  /// So many digits after the point, trailing zeros included: `0.310`.
  static func text(_ number: Double, digits: Int) -> String {
    var text = Spelling.rounded(abs(number) < 1e-3 ? rounded(number, digits) : number, digits: digits)
    guard number.isFinite, digits > 0, !text.contains("e") else { return text }
    let fraction = text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 }
    if fraction == nil { text += "." }
    return text + String(repeating: "0", count: digits - (fraction ?? 0))
  }

  /// A loss with four digits, `0.4120`; a tiny one with its exponent.
  static func loss(_ loss: Double) -> String {
    loss != 0 && abs(loss) < 1e-3 ? Spelling.rounded(loss) : text(loss, digits: 4)
  }

  /// A share as a percentage with two digits, `91.20%`.
  static func percent(_ share: Double) -> String {
    share.isFinite ? text(share * 100, digits: 2) + "%" : share.description
  }

  /// Below 0.001 `Spelling` turns to exponents; in a column that is zero, or the last digit.
  private static func rounded(_ number: Double, _ digits: Int) -> Double {
    var unit = 1.0
    for _ in 0..<digits { unit *= 10 }
    let whole = (number * unit).rounded()
    return whole == 0 ? 0 : whole / unit
  }
}
