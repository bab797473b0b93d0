internal import Kernels
internal import Synchronization
internal import Tensors

/// Keeps the weights into each unit of a dense layer, or of each filter of a convolution, within a norm.
struct NormLimiter: Sendable {
  let tensor: Int
  private let limit: Double
  /// To which row each number belongs, from 1; 0 is padding of blocks.
  private let rows: [Int32]
  private let rowCount: Int

  /// One for each learned weight that isn't frozen; biases and normalisations have no rows.
  static func all(
    _ blueprint: Blueprint, store: ParameterStore, limit: Double, crew: Crew
  ) throws(KernelError) -> [NormLimiter] {
    let result = Mutex<[NormLimiter]>([])
    try crew.runOnOne { context throws(KernelError) in
      var limiters: [NormLimiter] = []
      for (index, declaration) in store.declarations.enumerated() where !blueprint.isFrozen(index) {
        guard case .weight = declaration.role else { continue }
        let layout = store.layout(index)
        let rowCount = declaration.shape[0]
        let length = declaration.count / rowCount
        // The kernels say where each number lies: a tensor of row numbers takes the same way as the weights.
        let plain = Tensor(
          layout: .plain(layout.sizes), buffer: FloatBuffer((0..<declaration.count).map { Float($0 / length + 1) }))
        let placed = Tensor(layout: layout)
        try context.copy(plain, to: placed)
        let rows = (0..<layout.floatCount).map { Int32(placed.pointer[$0]) }
        limiters.append(NormLimiter(tensor: index, limit: limit, rows: rows, rowCount: rowCount))
      }
      result.withLock { $0 = limiters }
    }
    return result.withLock { $0 }
  }

  /// Shrinks the rows that are too long to the limit.
  func limit(_ weights: UnsafeMutablePointer<Float>) {
    var squares = [Double](repeating: 0, count: rowCount + 1)
    for (index, row) in rows.enumerated() { squares[Int(row)] += Double(weights[index]) * Double(weights[index]) }
    let factors = squares.map { square in square > limit * limit ? Float(limit / square.squareRoot()) : 1 }
    for (index, row) in rows.enumerated() where factors[Int(row)] != 1 { weights[index] *= factors[Int(row)] }
  }
}
