extension Int {
  /// The whole part of a number, as `Tensors` has it, which this room doesn't know: what no `Int` holds
  /// becomes the nearest that one does, and NaN becomes 0.
  init(saturating number: Double) {
    self = Int(exactly: number.rounded(.towardZero)) ?? (number > 0 ? .max : number < 0 ? .min : 0)
  }
}
