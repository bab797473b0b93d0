internal import Glibc
internal import Synchronization

/// How long Ctrl-Z stopped the process.
public enum StoppedTime {
  private static let nanoseconds = Atomic<Int64>(0)

  /// From the start of the process on.
  public static var total: Duration { .nanoseconds(nanoseconds.load(ordering: .acquiring)) }

  /// Nanoseconds of the clock that `ContinuousClock` reads. Safe in a signal handler.
  static func clock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Counts what went by since a moment of that clock as stopped. Safe in a signal handler.
  static func add(since begin: Int64) { nanoseconds.add(clock() - begin, ordering: .releasing) }
}
