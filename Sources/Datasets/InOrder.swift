internal import Synchronization

/// Makes something of every number of some blocks on all cores, and takes it in the order of the numbers: one
/// at a time, while the next block is made. No more than two blocks are in memory.
///
/// - Parameters:
///   - blocks: Of numbers, one after the other.
///   - shouldStop: Asked on the caller's thread between pieces of work.
///   - make: Called on many threads at once.
///   - take: Called for one number after the other, in their order.
/// - Returns: Whether all were taken; false when it was stopped.
func inOrder<Made: Sendable>(
  _ blocks: [Range<Int>], shouldStop: () -> Bool = { false }, make: @Sendable (Int) -> Made,
  take: @Sendable (Int, Made) -> Void
) -> Bool {
  var waiting: [(Int, Made)] = []
  // Behind the last block stands one in which the last is taken.
  for block in blocks + [0..<0] {
    let ready = waiting
    waiting = []
    let made = Mutex([Made?](repeating: nil, count: block.count))
    let isWhole = inParallel(block.count + 1, shouldStop: shouldStop) { piece in
      guard piece > 0 else {
        for (number, made) in ready { take(number, made) }
        return
      }
      let result = make(block.lowerBound + piece - 1)
      made.withLock { $0[piece - 1] = result }
    }
    guard isWhole else { return false }
    waiting = zip(block, made.withLock { $0 }).compactMap { number, made in made.map { (number, $0) } }
  }
  return true
}

enum InOrder {
  /// What a block takes in memory, about.
  private static let bytes = 1 << 25
  private static let most = 1024

  /// Blocks of numbers whose results take some bytes each.
  static func blocks(_ count: Int, bytes size: (Int) -> Int) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var start = 0
    var sum = 0
    for number in 0..<count {
      sum += size(number)
      guard sum >= bytes || number + 1 - start >= most else { continue }
      blocks.append(start..<number + 1)
      (start, sum) = (number + 1, 0)
    }
    if start < count { blocks.append(start..<count) }
    return blocks
  }
}
