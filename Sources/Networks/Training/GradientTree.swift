/// The association in which the gradients of a step's shards, its leaves, are added: a binary tree.
///
/// `S(a, b) = S(a, c) + S(c, b)`, where c is a plus the largest power of two below b - a. Each sum is one
/// addition in 32 bits a number, and addition commutes, so that the sum has the same bits whoever adds what
/// and when.
struct GradientTree {
  /// The leaves 0 up to here; at least 1.
  let leaves: Int

  /// The most additions that lie above a leaf: ceil(log2(leaves)).
  var depth: Int { leaves <= 1 ? 0 : Int.bitWidth - (leaves - 1).leadingZeroBitCount }

  /// Where a node with several leaves is divided.
  static func middle(of node: Range<Int>) -> Int {
    node.lowerBound + 1 << (Int.bitWidth - 1 - (node.count - 1).leadingZeroBitCount)
  }

  /// The node whose two parts are this one and another; nil for the root.
  ///
  /// - Complexity: O(log n) of n leaves.
  func parent(of node: Range<Int>) -> Range<Int>? {
    var above = 0..<leaves
    guard node != above else { return nil }
    while above.count > 1 {
      let middle = Self.middle(of: above)
      let part = node.lowerBound < middle ? above.lowerBound..<middle : middle..<above.upperBound
      if part == node { return above }
      above = part
    }
    return nil
  }
}
