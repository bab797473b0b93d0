extension Int {
  /// The integer part of a number: values outside the range of `Int` are clamped to it, and NaN becomes 0.
  ///
  /// `Int(_: Double)` traps on such values, which user input and files may contain.
  public init(saturating number: Double) {
    self = Int(exactly: number.rounded(.towardZero)) ?? (number > 0 ? .max : number < 0 ? .min : 0)
  }

  /// The integer part of a number, clamped to the range of `Int`; NaN becomes 0.
  public init(saturating number: Float) { self.init(saturating: Double(number)) }
}
