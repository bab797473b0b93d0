internal import Tensors

/// What is left to add of a step's gradients when all leaves are done: nodes of the tree in buffers of their
/// own, added piece by piece, so that a piece stays in the cache until the optimizer has used it.
struct GradientSum {
  private let nodes: [Node]

  private struct Node {
    let leaves: Range<Int>
    let numbers: UnsafeMutablePointer<Float>
  }

  /// - Parameter nodes: Disjoint, in order, and together all leaves.
  init(_ nodes: [(leaves: Range<Int>, buffer: FloatBuffer)]) {
    self.nodes = nodes.map { Node(leaves: $0.leaves, numbers: $0.buffer.pointer) }
  }

  /// Where the whole sum may be written: the buffer of the first leaves.
  var home: UnsafeMutablePointer<Float>? { nodes.first?.numbers }

  /// Pieces that `add` needs room for beside its result.
  var temporaries: Int { max(0, nodes.count - 2) }

  /// Adds these numbers of all nodes.
  ///
  /// - Parameters:
  ///   - result: Has room for the piece. It may lie in a buffer of the nodes, at the piece itself.
  ///   - scratch: Has room for `temporaries` pieces.
  func add(
    _ piece: Range<Int>, to result: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    guard let last = nodes.last else { return }
    let sum = add(
      piece, 0..<last.leaves.upperBound, nodes[...], to: result, scratch: scratch)
    if sum != UnsafePointer(result) { result.update(from: sum, count: piece.count) }
  }

  /// - Returns: Where the sum lies: in a node's own buffer, or in `result`.
  private func add(
    _ piece: Range<Int>, _ leaves: Range<Int>, _ nodes: ArraySlice<Node>,
    to result: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    if nodes.count == 1 { return UnsafePointer(nodes[nodes.startIndex].numbers + piece.lowerBound) }
    let middle = GradientTree.middle(of: leaves)
    let split = nodes.firstIndex { $0.leaves.lowerBound >= middle } ?? nodes.endIndex
    let left = add(
      piece, leaves.lowerBound..<middle, nodes[..<split], to: result, scratch: scratch)
    // What the left part wrote stays in the result; the right one gets the next piece of the scratch.
    let right = add(
      piece, middle..<leaves.upperBound, nodes[split...], to: scratch, scratch: scratch + piece.count)
    for index in 0..<piece.count { result[index] = left[index] + right[index] }
    return UnsafePointer(result)
  }
}
