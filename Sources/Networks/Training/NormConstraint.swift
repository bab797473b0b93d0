internal import Kernels
internal import Synchronization
internal import Tensors

/// Keeps the weights into each unit of a dense layer, or of each filter of a convolution, within a norm.
struct NormConstraint: Sendable {
  let tensor: Int
  private let limit: Double
  /// To which row each number belongs, from 1; 0 is padding of blocks.
  private let rows: [Int32]
  private let rowCount: Int

  /// One for each learned weight that isn't frozen; biases and normalizations have no rows.
  static func all(
    _ graph: LayerGraph, store: ParameterStore, limit: Double, group: WorkerGroup
  ) throws(KernelError) -> [NormConstraint] {
    let result = Mutex<[NormConstraint]>([])
    try group.runOnOne { context throws(KernelError) in
      var constraints: [NormConstraint] = []
      for (index, declaration) in store.declarations.enumerated() where !graph.isFrozen(index) {
        guard case .weight = declaration.role else { continue }
        let layout = store.layout(index)
        let rowCount = declaration.shape[0]
        let length = declaration.count / rowCount
        // The kernels say where each number lies: a tensor of row numbers takes the same way as the weights.
        let plain = Tensor(
          layout: .plain(layout.sizes),
          buffer: FloatBuffer((0..<declaration.count).map { Float($0 / length + 1) }))
        let placed = Tensor(layout: layout)
        try context.copy(plain, to: placed)
        let rows = (0..<layout.floatCount).map { Int32(placed.pointer[$0]) }
        constraints.append(NormConstraint(tensor: index, limit: limit, rows: rows, rowCount: rowCount))
      }
      result.withLock { $0 = constraints }
    }
    return result.withLock { $0 }
  }

  /// Shrinks the rows that are too long to the limit.
  func limit(_ weights: UnsafeMutablePointer<Float>) {
    var squares = [Double](repeating: 0, count: rowCount + 1)
    for (index, row) in rows.enumerated() {
      squares[Int(row)] += Double(weights[index]) * Double(weights[index])
    }
    let factors = squares.map { square in square > limit * limit ? Float(limit / square.squareRoot()) : 1 }
    for (index, row) in rows.enumerated() where factors[Int(row)] != 1 { weights[index] *= factors[Int(row)] }
  }
}
