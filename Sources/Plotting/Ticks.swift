internal import Glibc

/// Where an axis is marked, and how the marks read.
struct Ticks: Equatable {
  let values: [Double]
  let labels: [String]

  /// Round numbers within an interval, at most about `count`: steps of 1, 2 or 5 times a power of ten.
  ///
  /// Ticks are whole multiples of the step, and labels are made of these whole numbers: no digit is a
  /// rounding error.
  ///
  /// - Parameters:
  ///   - low: Below `high`, by at least a billionth of the larger magnitude.
  ///   - isPercent: Labels are percentages of shares.
  ///   - wholeNumbers: No step is below 1.
  ///   - exponents: The numbers are exponents of ten: whole, and labelled with the powers.
  init(
    from low: Double, to high: Double, count: Int, isPercent: Bool = false, wholeNumbers: Bool = false,
    exponents: Bool = false
  ) {
    let wanted = min((high / 2 - low / 2) / Double(max(count, 1)) * 2, .greatestFiniteMagnitude)
    guard wanted > 0 else {
      (values, labels) = ([], [])
      return
    }
    var exponent = Int(saturating: floor(log10(wanted)))
    let power = Ticks.decimal(1, exponent)
    // The tolerance lets a step that fits but for rounding fit.
    var factor = [1, 2, 5].first { Double($0) * power >= wanted * (1 - 1e-9) } ?? 10
    if factor == 10 { (factor, exponent) = (1, exponent + 1) }
    if wholeNumbers || exponents, exponent < 0 { (factor, exponent) = (1, 0) }
    let step = Ticks.decimal(factor, exponent)
    let first = (low / step - 1e-6).rounded(.up)
    let last = (high / step + 1e-6).rounded(.down)
    guard first <= last, last - first < 1000, abs(first) < 1e15, abs(last) < 1e15 else {
      (values, labels) = ([], [])
      return
    }
    let multiples = (Int(saturating: first)...Int(saturating: last)).map { $0 * factor }
    values = multiples.map { Ticks.decimal($0, exponent) }
    if exponents {
      labels = values.map { "1e\(Int(saturating: $0))" }
      return
    }
    let shown = isPercent ? exponent + 2 : exponent
    let largest = Double(multiples.map { abs($0) }.max() ?? 0) * pow(10, Double(shown))
    let scientific = shown >= 6 || largest >= 1e9 || (largest < 1e-3 && largest > 0)
    labels = multiples.map {
      (scientific ? Ticks.scientific($0, shown) : Ticks.plain($0, shown)) + (isPercent ? "%" : "")
    }
  }

  /// The double that is nearest to a decimal number.
  private static func decimal(_ digits: Int, _ exponent: Int) -> Double {
    Double("\(digits)e\(exponent)") ?? Double(digits) * pow(10, Double(exponent))
  }

  private static func plain(_ digits: Int, _ exponent: Int) -> String {
    var text = String(abs(digits))
    if exponent >= 0 {
      if digits != 0 { text += String(repeating: "0", count: exponent) }
    } else {
      text = String(repeating: "0", count: max(0, 1 - exponent - text.count)) + text
      text.insert(".", at: text.index(text.endIndex, offsetBy: exponent))
    }
    return (digits < 0 ? "-" : "") + text
  }

  private static func scientific(_ digits: Int, _ exponent: Int) -> String {
    guard digits != 0 else { return "0" }
    let text = String(abs(digits))
    var mantissa = text
    while mantissa.count > 1, mantissa.last == "0" { mantissa.removeLast() }
    if mantissa.count > 1 { mantissa.insert(".", at: mantissa.index(after: mantissa.startIndex)) }
    return (digits < 0 ? "-" : "") + mantissa + "e\(exponent + text.count - 1)"
  }
}
