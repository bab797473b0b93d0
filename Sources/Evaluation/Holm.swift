/// P-values of several tests, adjusted so that a limit on them holds for all together (Holm, "A simple
/// sequentially rejective multiple test procedure", 1979, jstor.org/stable/4615733).
public enum Holm {
  /// The smallest is multiplied by their number, the next by one less, and so on; none is smaller than one
  /// before, or above 1.
  public static func adjusted(_ values: [Double]) -> [Double] {
    var result = values
    var largest = 0.0
    for (rank, index) in values.indices.sorted(by: { (values[$0], $0) < (values[$1], $1) }).enumerated() {
      largest = max(largest, min(1, values[index] * Double(values.count - rank)))
      result[index] = largest
    }
    return result
  }
}
