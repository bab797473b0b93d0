/// The functions of expressions.
enum Function: String, CaseIterable {
  case min
  case max
  case abs
  case mean
  case round

  /// What messages say that it takes.
  var takes: String {
    switch self {
    case .min, .max, .mean: "at least one number"
    case .abs: "one number"
    case .round: "a number and, if wanted, how many digits (0 to 15)"
    }
  }

  /// Nil when the count of arguments isn't right.
  func apply(_ numbers: [Double]) -> Double? {
    switch self {
    case .min: return numbers.min()
    case .max: return numbers.max()
    case .abs: return numbers.count == 1 ? Swift.abs(numbers[0]) : nil
    case .mean: return numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
    case .round:
      guard let number = numbers.first, numbers.count <= 2 else { return nil }
      let digits = numbers.count == 2 ? numbers[1] : 0
      guard digits >= 0, digits <= 15, digits == digits.rounded() else { return nil }
      var scale = 1.0
      for _ in 0..<Int(digits) { scale *= 10 }
      // From 2^52 on there is nothing behind the point, and what follows would lose bits or overflow.
      guard Swift.abs(number * scale) < 0x1p52 else { return number }
      return (number * scale).rounded() / scale
    }
  }
}
