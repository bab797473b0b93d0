internal import Kernels

/// Rows of kernel values, as they are asked for.
extension PairProblem {
  /// The kernels of an element with all, computed with those that will be needed next where it isn't there.
  func row(_ index: Int, pinned: Int) throws(KernelError) -> UnsafeMutablePointer<Float> {
    if !slots.holds(index) { try fetch(index, pinned: pinned) }
    return worker.pool.row(slots.use(index), length: length)
  }

  private func fetch(_ index: Int, pinned: Int) throws(KernelError) {
    var wanted = [index]
    let half = (worker.batch - 1) / 2
    wanted += violating(half, except: wanted) { self.up[$0] == 0 ? self.f[$0] : nil }
    wanted += violating(worker.batch - wanted.count, except: wanted) {
      self.down[$0] == 0 ? -self.f[$0] : nil
    }
    // A small cache must not lose the row that is asked for to those that may be asked for later.
    if slots.capacity < length { wanted = Array(wanted.prefix(max(1, slots.capacity / 2))) }
    try compute(wanted, pinned: pinned)
  }

  /// Computes rows that aren't there; the row `pinned` keeps its place.
  func compute(_ wanted: [Int], pinned: Int) throws(KernelError) {
    var requests: [PairWorker.Request] = []
    for element in wanted {
      let target = worker.pool.row(slots.take(for: element, pinned: pinned), length: length)
      for padding in counts.first..<start { target[padding] = 0 }
      for padding in start + counts.second..<length { target[padding] = 0 }
      requests.append(
        element < start
          ? .init(block: first, row: element, target: target)
          : .init(block: second, row: element - start, target: target))
    }
    try worker.compute(requests, first, second, offset: start)
  }

  /// The elements without a row that have the largest values, ties to the lower index.
  @inline(__always)
  private func violating(_ count: Int, except: [Int], _ value: (Int) -> Double?) -> [Int] {
    guard count > 0 else { return [] }
    var best: [(value: Double, index: Int)] = []
    best.reserveCapacity(count + 1)
    for index in 0..<length where !slots.holds(index) {
      guard let value = value(index), best.count < count || value > best[count - 1].value,
        !except.contains(index)
      else {
        continue
      }
      var place = best.count
      while place > 0, best[place - 1].value < value { place -= 1 }
      best.insert((value, index), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map(\.index)
  }
}
