internal import Tensors

/// The functions of expressions.
enum Function: String, CaseIterable {
  case min
  case max
  case abs
  case mean
  case round
  case sum
  case sqrt
  case log
  case exp
  case floor
  case ceil
  /// How many items a list has, or characters a text.
  case len
  /// A list of whole numbers, both ends included.
  case range

  /// How far the ends of a range may be apart.
  static let longestRange = 100_000

  /// Whether it gives a number of its own kind, and no quantity of that of its arguments.
  var givesPlainNumber: Bool { self == .log || self == .exp || self == .len }

  /// What messages say that it takes.
  var takes: String {
    switch self {
    case .min, .max, .mean: "at least one number"
    case .sum: "numbers"
    case .abs, .floor, .ceil: "one number"
    case .sqrt: "one number that isn't negative"
    case .log: "one number above 0"
    case .exp: "one number"
    case .len: "a list or a text"
    case .range: "two whole numbers"
    case .round: "a number and, if wanted, how many digits (0 to 15)"
    }
  }

  /// How many numbers it takes at most; nil for any count.
  var most: Int? {
    switch self {
    case .min, .max, .mean, .sum: nil
    case .abs, .floor, .ceil, .sqrt, .log, .exp, .len: 1
    case .round, .range: 2
    }
  }

  /// Nil when the count of arguments isn't right.
  func apply(_ numbers: [Double]) -> Double? {
    switch self {
    // Whichever comes first: what is no number has no order.
    case .min: return numbers.first(where: \.isNaN) ?? numbers.min()
    case .max: return numbers.first(where: \.isNaN) ?? numbers.max()
    case .sum: return numbers.reduce(0, +)
    case .abs: return numbers.count == 1 ? Swift.abs(numbers[0]) : nil
    case .floor: return numbers.count == 1 ? numbers[0].rounded(.down) : nil
    case .ceil: return numbers.count == 1 ? numbers[0].rounded(.up) : nil
    case .sqrt: return numbers.count == 1 && numbers[0] >= 0 ? numbers[0].squareRoot() : nil
    // The system's functions differ from machine to machine in the last bit.
    case .log: return numbers.count == 1 && numbers[0] > 0 ? ElementaryFunctions.log(numbers[0]) : nil
    case .exp: return numbers.count == 1 ? ElementaryFunctions.exp(numbers[0]) : nil
    case .len, .range: return nil
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
