extension Int {
  /// The whole part of a number. What no `Int` holds becomes the nearest that one does, and NaN becomes 0.
  ///
  /// `Int(_: Double)` ends the process there, and numbers that a person types or a file holds may be
  /// anything.
  public init(saturating number: Double) {
    self = Int(exactly: number.rounded(.towardZero)) ?? (number > 0 ? .max : number < 0 ? .min : 0)
  }

  public init(saturating number: Float) { self.init(saturating: Double(number)) }
}
