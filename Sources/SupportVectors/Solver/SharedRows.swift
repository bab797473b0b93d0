internal import Synchronization

/// Rows of kernel values of a class with itself. A sample that is hard to tell from one class is hard to tell
/// from others too: its row is computed by the first pair that asks for it.
///
/// What a row holds hangs on nothing but its sample, so that it is the same whichever pair came first.
///
/// Unchecked: rows are written and found under the lock, and never changed; a class is dropped when no pair
/// of it is left.
final class SharedRows: @unchecked Sendable {
  private let lock = Mutex(())
  private var rows: [[UnsafeMutablePointer<Float>?]]
  private var room: Int

  /// - Parameters:
  ///   - counts: Samples of each class.
  ///   - bytes: How much is kept at most.
  init(counts: [Int], bytes: Int) {
    rows = counts.map { Array(repeating: nil, count: $0) }
    room = bytes
  }

  deinit { for own in rows.indices { drop(own) } }

  /// The kernels of a sample with all of its class, where they are known.
  func row(_ own: Int, _ row: Int) -> UnsafePointer<Float>? {
    lock.withLock { _ in rows[own][row].map { UnsafePointer($0) } }
  }

  /// Keeps a copy, where there is room and none is there.
  func keep(_ own: Int, _ row: Int, _ values: UnsafePointer<Float>) {
    lock.withLock { _ in
      let count = rows[own].count
      guard rows[own][row] == nil, room >= 4 * count else { return }
      let copy = UnsafeMutablePointer<Float>.allocate(capacity: count)
      copy.initialize(from: values, count: count)
      rows[own][row] = copy
      room -= 4 * count
    }
  }

  /// Gives the memory of a class back.
  func drop(_ own: Int) {
    lock.withLock { _ in
      for index in rows[own].indices {
        guard let row = rows[own][index] else { continue }
        row.deallocate()
        rows[own][index] = nil
        room += 4 * rows[own].count
      }
    }
  }
}
