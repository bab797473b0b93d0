extension FittedPreparation {
  /// The preparation as keys and values, for model files. Numbers are written so that they parse to the same
  /// bits.
  ///
  /// `preparation.input` is a size such as 28x28x1, `preparation.steps` are lines joined by "; ",
  /// `preparation.mean` and `preparation.standardDeviation` have one number per channel and exist if the
  /// steps end with `normalize`. `preparation.values` is `float32` where images are taken as numbers.
  public var text: [String: String] {
    var text = [Key.input: input.description, Key.steps: lines.joined(separator: "; ")]
    if takesFloats { text[Key.values] = Self.floats }
    if let scales {
      text[Key.mean] = scales.map { "\($0.mean)" }.joined(separator: " ")
      text[Key.standardDeviation] = scales.map { "\($0.standardDeviation)" }.joined(separator: " ")
    }
    return text
  }

  /// Parses `text`; other keys are ignored.
  ///
  /// - Throws: `.damagedPreparation`.
  public init(text: [String: String]) throws(DataError) {
    let input = try Self.shape(text)
    var steps: [any PixelStep] = []
    var normalizes = false
    for line in try Self.value(Key.steps, of: text).split(separator: ";") {
      let words = line.split(separator: " ")
      guard !normalizes, let step = Preparation.declarations.lazy.compactMap({ $0.step(from: words) }).first
      else {
        throw .damagedPreparation(key: Key.steps, value: text[Key.steps])
      }
      if let step = step as? any PixelStep { steps.append(step) } else { normalizes = true }
    }
    let takesFloats = text[Key.values] != nil
    guard text[Key.values] ?? Self.floats == Self.floats else {
      throw .damagedPreparation(key: Key.values, value: text[Key.values])
    }
    let isGrayscaled = steps.contains { $0 is GrayscaleStep }
    guard !isGrayscaled || input.channels == 1 || input.channels == 3 else {
      throw .damagedPreparation(key: Key.input, value: text[Key.input])
    }
    let bare = FittedPreparation(input: input, steps: steps, scales: nil, takesFloats: takesFloats)
    guard normalizes else {
      self = bare
      return
    }
    let means = try Self.numbers(Key.mean, of: text, count: bare.shape.channels)
    let deviations = try Self.numbers(Key.standardDeviation, of: text, count: bare.shape.channels)
    guard deviations.allSatisfy({ $0 >= 0 }) else {
      throw .damagedPreparation(key: Key.standardDeviation, value: text[Key.standardDeviation])
    }
    let scales = zip(means, deviations).map { ChannelScale(mean: $0, standardDeviation: $1) }
    self.init(input: input, steps: steps, scales: scales, takesFloats: takesFloats)
  }

  private static let floats = "float32"

  private enum Key {
    static let input = "preparation.input"
    static let steps = "preparation.steps"
    static let values = "preparation.values"
    static let mean = "preparation.mean"
    static let standardDeviation = "preparation.deviation"
  }

  private static func value(_ key: String, of text: [String: String]) throws(DataError) -> String {
    guard let value = text[key] else { throw .damagedPreparation(key: key, value: nil) }
    return value
  }

  private static func shape(_ text: [String: String]) throws(DataError) -> SampleShape {
    let value = try value(Key.input, of: text)
    let sides = value.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    // Features are an image of one row, longer than any picture.
    guard sides.count == 3, sides.allSatisfy({ (1...ArrayLayout.longestSide).contains($0) })
    else {
      throw .damagedPreparation(key: Key.input, value: value)
    }
    return SampleShape(channels: sides[2], height: sides[1], width: sides[0])
  }

  private static func numbers(_ key: String, of text: [String: String], count: Int) throws(DataError)
    -> [Double]
  {
    let value = try value(key, of: text)
    let numbers = value.split(separator: " ").compactMap { Double($0) }
    guard numbers.count == count, numbers.allSatisfy(\.isFinite) else {
      throw .damagedPreparation(key: key, value: value)
    }
    return numbers
  }
}
