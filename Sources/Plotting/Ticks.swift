/// Where an axis is marked, and how the marks read.
struct Ticks {
  let values: [Double]
  private let digits: Int
  private let isPercent: Bool

  /// Round numbers within an interval, about `count` of them: steps of 1, 2 or 5 times a power of ten.
  init(from low: Double, to high: Double, count: Int, isPercent: Bool = false, wholeNumbers: Bool = false) {
    self.isPercent = isPercent
    let scale = isPercent ? 100.0 : 1
    let (low, high) = (low * scale, high * scale)
    var step = 1.0
    var digits = 0
    let wanted = (high - low) / Double(max(count, 1))
    while step > wanted, digits < 12, !wholeNumbers || step > 1 {
      let next = step * (Ticks.leading(step) == 5 ? 0.4 : 0.5)
      if wholeNumbers, next < 1 { break }
      step = next
      if step < Ticks.power(-digits) * 0.999 { digits += 1 }
    }
    while step < wanted { step *= Ticks.leading(step) == 2 ? 2.5 : 2 }
    self.digits = digits
    var values: [Double] = []
    var index = (low / step - 1e-9).rounded(.up)
    while index * step <= high + step * 1e-9, values.count < 1000 {
      values.append(index * step / scale)
      index += 1
    }
    self.values = values
  }

  func label(_ value: Double) -> String {
    let number = isPercent ? value * 100 : value
    if abs(number) >= 1e7 { return "\(number)" }
    let scaled = (number * Ticks.power(digits)).rounded()
    var text = String(Int(abs(scaled)))
    if digits > 0 {
      text = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
      text.insert(".", at: text.index(text.endIndex, offsetBy: -digits))
    }
    return (scaled < 0 ? "-" : "") + text + (isPercent ? "%" : "")
  }

  /// The first digit of a step: 1, 2 or 5.
  private static func leading(_ step: Double) -> Int {
    var number = step
    while number >= 9.99 { number /= 10 }
    while number < 0.999 { number *= 10 }
    return Int(number.rounded())
  }

  private static func power(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(exponent) { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }
}
