/// Numbers of which most are 0: `3:0.5 17:1.0`.
enum SparseNumbers {
  static func text(_ values: [Double]) -> String {
    values.enumerated().filter { $0.element != 0 }.map { "\($0.offset):\($0.element)" }.joined(separator: " ")
  }

  /// - Returns: nil where the text makes no sense.
  static func read(_ text: String, count: Int) -> [Double]? {
    var values = [Double](repeating: 0, count: count)
    for word in text.split(separator: " ") {
      let parts = word.split(separator: ":")
      guard parts.count == 2, let index = Int(parts[0]), values.indices.contains(index),
        let value = Double(parts[1]),
        value.isFinite
      else { return nil }
      values[index] = value
    }
    return values
  }
}
