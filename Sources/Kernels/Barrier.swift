internal import COneDNN
internal import Glibc
internal import Synchronization

/// Where the workers of a group wait for each other.
///
/// They spin a little before they sleep: between the phases of a training step a worker waits for
/// microseconds, and being woken takes longer.
///
/// Unchecked: the lock guards sleep alone; who waits is counted by atomics.
public final class Barrier: @unchecked Sendable {
  private let count: Int
  private let arrived = Atomic<Int>(0)
  private let round = Atomic<Int>(0)
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let opened = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init(count: Int) {
    self.count = count
    pthread_mutex_init(lock, nil)
    pthread_cond_init(opened, nil)
  }

  deinit {
    pthread_cond_destroy(opened)
    pthread_mutex_destroy(lock)
    opened.deallocate()
    lock.deallocate()
  }

  /// Returns when all have come here; what they wrote before is then seen by all.
  public func wait() {
    let mine = round.load(ordering: .relaxed)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == count {
      arrived.store(0, ordering: .relaxed)
      pthread_mutex_lock(lock)
      round.store(mine + 1, ordering: .releasing)
      pthread_cond_broadcast(opened)
      pthread_mutex_unlock(lock)
      return
    }
    if SpinWait.waits(until: { self.round.load(ordering: .acquiring) != mine }) { return }
    pthread_mutex_lock(lock)
    while round.load(ordering: .acquiring) == mine { pthread_cond_wait(opened, lock) }
    pthread_mutex_unlock(lock)
  }
}

/// Waiting without giving the processor away.
enum SpinWait {
  /// About 100 microseconds: longer than it takes to be woken, shorter than anybody notices.
  private static let rounds = 4000

  /// - Returns: Whether it came true in that time.
  @inline(__always)
  static func waits(until isTrue: () -> Bool) -> Bool {
    for _ in 0..<rounds {
      if isTrue() { return true }
      fovea_relax()
    }
    return false
  }
}
