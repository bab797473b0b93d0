internal import Glibc
internal import Kernels
internal import Tensors

/// What a worker has for computing rows of kernel values between classes.
final class PairWorker {
  let context: KernelContext
  let blocks: [KernelBlock]
  let map: KernelMap
  let pool: RowPool
  /// For the problem that it is at.
  let memory = ProblemMemory()
  /// Rows of a class with itself, for all workers; nil where each computes its own.
  private let shared: SharedRows?
  /// All values, where classes are small and many.
  private let matrix: KernelMatrix?
  private var products: [Size: DotProducts] = [:]
  private let queries: FeatureRows
  private let results: FloatBuffer

  private struct Size: Hashable {
    let block: Int
    let queries: Int
  }

  /// Rows that are computed together: a batch keeps the units for matrix products busy, and the rows that
  /// violate the conditions of optimality most are those that will be asked for next. On Fashion-MNIST three
  /// in four are.
  static let batch = 32
  /// As many as the processor's code takes.
  let batch: Int

  /// - Parameter blocks: A block a class, packed for batches of `batch`.
  init(
    blocks: [KernelBlock], map: KernelMap, pool: RowPool, shared: SharedRows?, matrix: KernelMatrix? = nil,
    context: KernelContext
  ) {
    self.blocks = blocks
    self.map = map
    self.pool = pool
    self.shared = shared
    self.matrix = matrix
    self.context = context
    batch = blocks.reduce(Self.batch) { min($0, $1.packed.batch) }
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

  /// Computes the kernels of rows with all rows of two classes: those of the first from `target`, those of
  /// the second from `target + offset`.
  ///
  /// - Precondition: At most `batch` requests.
  func compute(_ requests: [Request], _ first: Int, _ second: Int, offset: Int) throws(KernelError) {
    if let matrix {
      for request in requests {
        for (block, start) in [(first, 0), (second, offset)] {
          (request.target + start).update(
            from: matrix.row(request.row, of: request.block, with: block), count: blocks[block].count)
        }
      }
      return
    }
    for (block, start) in [(first, 0), (second, offset)] {
      let rows = blocks[block]
      var missing: [Request] = []
      for request in requests {
        if request.block == block, let known = shared?.row(block, request.row) {
          (request.target + start).update(from: known, count: rows.count)
        } else {
          queries.row(missing.count).copyMemory(
            from: blocks[request.block].rows.row(request.row), byteCount: queries.rowBytes)
          missing.append(request)
        }
      }
      guard !missing.isEmpty else { continue }
      try dotProducts(block, missing.count).run(queries: queries.memory, into: results.pointer)
      for (index, request) in missing.enumerated() {
        let target = request.target + start
        map.apply(
          products: results.pointer + index * rows.count, query: blocks[request.block].facts[request.row],
          block: rows,
          into: target)
        guard request.block == block else { continue }
        // Rounding would leave a point at a distance from itself.
        target[request.row] = Float(rows.facts[request.row].diagonal)
        shared?.keep(block, request.row, target)
      }
    }
  }

  /// For at least this many queries: where their number changes no bits, few more than that.
  private func dotProducts(_ block: Int, _ count: Int) throws(KernelError) -> DotProducts {
    let packed = blocks[block].packed
    let size = Size(block: block, queries: packed.takesFewer ? (count + 3) / 4 * 4 : packed.batch)
    if let own = products[size] { return own }
    let made = try DotProducts(packed, batch: size.queries, context: context)
    products[size] = made
    return made
  }
}
