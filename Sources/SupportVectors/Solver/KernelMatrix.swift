internal import Kernels
internal import Synchronization
internal import Tensors

/// The kernel values of all samples with each other, where there are many small classes. Their pairs ask for
/// a few values each, and a matrix product for each of them would take far longer than the pair.
///
/// Unchecked: nothing of it changes once it is made.
final class KernelMatrix: @unchecked Sendable {
  /// 64 MB of values.
  private static let mostSamples = 4096
  /// In the mean over the classes; above, products of whole classes keep the units for matrix products busy.
  private static let mostPerClass = 16
  private static let fewestClasses = 16

  private let values: UnsafeMutablePointer<Float>
  /// Where each class begins, and behind the last where it ends.
  private let starts: [Int]
  private var count: Int { starts[starts.count - 1] }

  /// Whether it pays: a question of the samples alone, so that the same data has the same bits with any
  /// memory and any threads.
  static func suits(starts: [Int]) -> Bool {
    let (classes, samples) = (starts.count - 1, starts[starts.count - 1])
    return classes >= fewestClasses && samples <= mostSamples && samples <= classes * mostPerClass
  }

  /// - Parameters:
  ///   - rows: All samples, class after class.
  ///   - starts: Where each class begins, and behind the last where it ends.
  /// - Complexity: O(n²) memory for n samples.
  init(_ rows: FeatureRows, starts: [Int], map: KernelMap, group: WorkerGroup) throws(KernelError) {
    self.starts = starts
    let count = rows.count
    values = .allocate(capacity: count * count)
    values.initialize(repeating: 0, count: count * count)
    let made = Mutex<KernelBlock?>(nil)
    try group.runOnOne { context throws(KernelError) in
      let block = try KernelBlock(rows, map: map, batch: PairWorker.batch, context: context)
      made.withLock { $0 = block }
    }
    guard let block = made.withLock({ $0 }) else { preconditionFailure("the first worker made the block") }
    let next = Atomic<Int>(0)
    nonisolated(unsafe) let target = values  // each row is written by one worker
    let batch = block.packed.batch
    try group.run { _, context throws(KernelError) in
      let products = try DotProducts(block.packed, context: context)
      let queries = FeatureRows(count: batch, width: rows.width, isBytes: rows.isBytes)
      queries.memory.initializeMemory(as: UInt8.self, repeating: 0, count: batch * queries.rowBytes)
      let results = FloatBuffer(count: batch * count)
      while true {
        let first = next.add(batch, ordering: .relaxed).oldValue
        guard first < count else { return }
        let rowsHere = min(batch, count - first)
        queries.memory.copyMemory(from: rows.row(first), byteCount: rowsHere * rows.rowBytes)
        try products.run(queries: queries.memory, into: results.pointer)
        for row in 0..<rowsHere {
          let own = target + (first + row) * count
          map.apply(
            products: results.pointer + row * count, query: block.facts[first + row], block: block, into: own)
          // Rounding would leave a point at a distance from itself.
          own[first + row] = Float(block.facts[first + row].diagonal)
        }
      }
    }
  }

  deinit { values.deallocate() }

  /// The kernels of a sample of a class with all samples of another.
  func row(_ row: Int, of own: Int, with other: Int) -> UnsafePointer<Float> {
    UnsafePointer(values + (starts[own] + row) * count + starts[other])
  }
}
