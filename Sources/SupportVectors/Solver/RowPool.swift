internal import Glibc

/// Memory for rows of kernel values, taken from the system page by page as rows are written: a bound, not a
/// need.
final class RowPool {
  let bytes: Int
  private let memory: UnsafeMutableRawPointer

  /// Nil where the system has no such address space.
  init?(bytes: Int) {
    guard
      let memory = mmap(
        nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
      memory != MAP_FAILED
    else { return nil }
    // Rows are read in no order: large pages spare a third of the time.
    madvise(memory, bytes, Int32(MADV_HUGEPAGE))
    self.bytes = bytes
    self.memory = memory
  }

  deinit { munmap(memory, bytes) }

  func row(_ slot: Int, length: Int) -> UnsafeMutablePointer<Float> {
    memory.assumingMemoryBound(to: Float.self) + slot * length
  }
}

/// Which rows of a problem lie in the pool. When it is full, rows that weren't asked for since the hand last
/// passed make room (the clock of Corbató). Recomputed rows have the same bits, so nothing but time depends
/// on the room.
struct RowCache {
  let capacity: Int
  /// The slot of each row, -1 where it has none.
  private(set) var slots: [Int32]
  private var owners: [Int32]
  private var wasUsed: [Bool]
  private var hand = 0
  private var filled = 0

  init(rows: Int, capacity: Int) {
    self.capacity = capacity
    slots = Array(repeating: -1, count: rows)
    owners = Array(repeating: -1, count: capacity)
    wasUsed = Array(repeating: false, count: capacity)
  }

  func holds(_ row: Int) -> Bool { slots[row] >= 0 }

  /// The slot of a row that is there.
  mutating func use(_ row: Int) -> Int {
    let slot = Int(slots[row])
    wasUsed[slot] = true
    return slot
  }

  /// A slot for a new row; the row `pinned` keeps its own.
  mutating func take(for row: Int, pinned: Int) -> Int {
    var slot = filled
    if filled < capacity {
      filled += 1
    } else {
      while wasUsed[hand] || Int(owners[hand]) == pinned {
        wasUsed[hand] = false
        hand = (hand + 1) % capacity
      }
      slot = hand
      hand = (hand + 1) % capacity
      slots[Int(owners[slot])] = -1
    }
    owners[slot] = Int32(row)
    slots[row] = Int32(slot)
    wasUsed[slot] = true
    return slot
  }
}
