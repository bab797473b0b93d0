/// Whole shares that follow counts as closely as whole numbers can.
enum Apportionment {
  /// Shares of `total`, each the floor or the ceiling of `count * total / sum`: the largest remainder method,
  /// ties to the lower index.
  ///
  /// - Precondition: `total` is at most the sum of the counts.
  static func shares(of counts: [Int], total: Int) -> [Int] {
    let sum = counts.reduce(0, +)
    guard sum > 0 else { return counts.map { _ in 0 } }
    precondition(total >= 0 && total <= sum)
    // The products of two numbers of images may be too large for 64 bits.
    let divided = counts.map { sum.dividingFullWidth($0.multipliedFullWidth(by: total)) }
    return fill(
      floors: divided.map(\.quotient), room: divided.map { $0.remainder > 0 ? 1 : 0 },
      weights: divided.map(\.remainder),
      total: total)
  }

  /// `floors`, raised by one where there is room, the largest weights first, until they make `total`; as near
  /// as they can.
  static func fill<Weight: Comparable>(floors: [Int], room: [Int], weights: [Weight], total: Int) -> [Int] {
    var shares = floors
    let order = floors.indices.filter { room[$0] > 0 }.sorted {
      weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1
    }
    for index in order.prefix(max(0, total - floors.reduce(0, +))) { shares[index] += 1 }
    return shares
  }
}
