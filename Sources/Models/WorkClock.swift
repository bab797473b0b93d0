internal import Synchronization

/// The clock by which work is measured. It stands still while the process is stopped, as by Ctrl-Z.
public enum WorkClock {
  /// Tells how long the process was stopped so far.
  ///
  /// A struct, since a function as a generic argument ends the process in optimized builds (Swift 6.3.1).
  private struct Stops: Sendable {
    let total: @Sendable () -> Duration
  }

  private static let start = ContinuousClock.now
  private static let stops = Mutex(Stops { .zero })

  /// Leaves out the time that the process was stopped; only who handles signals knows it.
  ///
  /// - Parameter total: Gives the time in all, from the start of the process on; called from any thread.
  public static func leaveOut(_ total: @escaping @Sendable () -> Duration) {
    stops.withLock { $0 = Stops(total: total) }
  }

  /// The time since some fixed moment.
  public static var now: Duration { ContinuousClock.now - start - stops.withLock { $0.total() } }

  /// The same in seconds.
  public static var seconds: Double { now / .seconds(1) }
}
