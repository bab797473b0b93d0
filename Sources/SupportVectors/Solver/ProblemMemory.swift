/// What a worker's problems need one after the other: of a thousand classes there are half a million pairs,
/// and to ask the system for memory anew for each would take as long as to solve it.
final class ProblemMemory {
  /// See `PairProblem`.
  private(set) var f = ProblemMemory.allocate(0)
  private(set) var up = ProblemMemory.allocate(0)
  private(set) var down = ProblemMemory.allocate(0)
  private(set) var diagonal = ProblemMemory.allocate(0)
  private var room = 0

  /// Makes room for numbers of a problem; what was there before is lost.
  func reserve(_ count: Int) {
    guard count > room else { return }
    free()
    room = count
    (f, up) = (Self.allocate(count), Self.allocate(count))
    (down, diagonal) = (Self.allocate(count), Self.allocate(count))
  }

  deinit { free() }

  private func free() { for memory in [f, up, down, diagonal] { memory.deallocate() } }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 8, alignment: 64).bindMemory(
      to: Double.self, capacity: max(1, count))
  }
}
