/// The Holm-Bonferroni adjustment of p-values for multiple tests (Holm, "A simple sequentially rejective
/// multiple test procedure", 1979, jstor.org/stable/4615733).
public enum Holm {
  /// The adjusted p-values, in the order given: the smallest is multiplied by the number of tests, the next
  /// by one less, and so on; they are monotone and at most 1.
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
