internal import Glibc
internal import Kernels
internal import Tensors

/// What a worker has for computing rows of kernel values between classes.
final class PairWorker {
  let context: KernelContext
  let blocks: [KernelBlock]
  let map: KernelMap
  let pool: RowPool
  private var products: [Int: DotProducts] = [:]
  private let queries: FeatureRows
  private let results: FloatBuffer

  /// Rows that are computed together: a batch keeps the units for matrix products busy, and the rows that violate the
  /// conditions of optimality most are those that will be asked for next. On Fashion-MNIST two in three are; of batches of
  /// 32 it is every second one, and fewer than 16 leave the units waiting for memory.
  static let batch = 16

  /// - Parameter blocks: A block a class, packed for batches of `batch`.
  init(blocks: [KernelBlock], map: KernelMap, pool: RowPool, context: KernelContext) {
    self.blocks = blocks
    self.map = map
    self.pool = pool
    self.context = context
    let first = blocks[0].rows
    queries = FeatureRows(count: Self.batch, width: first.width, isBytes: first.isBytes)
    memset(queries.memory, 0, queries.count * queries.rowBytes)
    results = FloatBuffer(count: Self.batch * (blocks.map(\.count).max() ?? 0))
  }

  /// A row that is to be computed, and where it goes.
  struct Request {
    let block: Int
    let row: Int
    let target: UnsafeMutablePointer<Float>
  }

  /// Computes the kernels of rows with all rows of two classes: those of the first from `target`, those of the second from
  /// `target + offset`.
  ///
  /// - Precondition: At most `batch` requests.
  func compute(_ requests: [Request], _ first: Int, _ second: Int, offset: Int) throws(KernelError) {
    for (index, request) in requests.enumerated() {
      queries.row(index).copyMemory(from: blocks[request.block].rows.row(request.row), byteCount: queries.rowBytes)
    }
    for (block, start) in [(first, 0), (second, offset)] {
      let rows = blocks[block]
      try dotProducts(block).run(queries: queries.memory, into: results.pointer)
      for (index, request) in requests.enumerated() {
        let target = request.target + start
        map.apply(
          products: results.pointer + index * rows.count, query: blocks[request.block].facts[request.row], block: rows,
          into: target)
        // Rounding would leave a point at a distance from itself.
        if request.block == block { target[request.row] = Float(rows.facts[request.row].diagonal) }
      }
    }
  }

  private func dotProducts(_ block: Int) throws(KernelError) -> DotProducts {
    if let own = products[block] { return own }
    let made = try DotProducts(blocks[block].packed, context: context)
    products[block] = made
    return made
  }
}
