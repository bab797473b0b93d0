internal import Synchronization

/// How many pieces of a step's work were taken, phase by phase.
final class StepCounters: Sendable {
  let squares = Atomic<Int>(0)
  let chunks = Atomic<Int>(0)
  let constraints = Atomic<Int>(0)
  let averages = Atomic<Int>(0)

  /// Before a step, while no worker runs.
  func reset() {
    squares.store(0, ordering: .relaxed)
    chunks.store(0, ordering: .relaxed)
    constraints.store(0, ordering: .relaxed)
    averages.store(0, ordering: .relaxed)
  }
}
