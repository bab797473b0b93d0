internal import Synchronization

/// The worker threads of one job, each with its own context.
///
/// ```swift
/// let group = try WorkerGroup(threads: 2)
/// try group.run { worker, context throws(KernelError) in … }
/// ```
///
/// `@unchecked Sendable`: `contexts[i]` is accessed by worker i only, or by the caller while no worker runs.
public final class WorkerGroup: @unchecked Sendable {
  /// The threads.
  public let pool: WorkerPool
  /// Separates the phases of a `run`; all workers must reach it equally often.
  public let barrier: Barrier
  private let contexts: UnsafeMutableBufferPointer<KernelContext?>

  /// The number of workers.
  public var count: Int { pool.count }

  /// Starts this many workers, at least 1.
  public init(threads: Int) throws(KernelError) {
    pool = try WorkerPool(count: threads)
    barrier = Barrier(count: threads)
    contexts = .allocate(capacity: threads)
    contexts.initialize(repeating: nil)
  }

  deinit {
    contexts.deinitialize()
    contexts.deallocate()
  }

  /// Runs `body` on all workers and waits. If several fail, the error of the first worker is thrown.
  public func run(_ body: @escaping @Sendable (Int, KernelContext) throws(KernelError) -> Void)
    throws(KernelError)
  {
    let failure = Mutex<(worker: Int, error: KernelError)?>(nil)
    withoutActuallyEscaping(body) { body in
      pool.run { [self] worker in
        do throws(KernelError) {
          let context: KernelContext
          if let own = contexts[worker] {
            context = own
          } else {
            context = try KernelContext()
            contexts[worker] = context
          }
          try body(worker, context)
        } catch {
          failure.withLock { if $0 == nil || worker < $0!.worker { $0 = (worker, error) } }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }

  /// Runs `body` on the first worker.
  public func runOnOne(_ body: @escaping @Sendable (KernelContext) throws(KernelError) -> Void)
    throws(KernelError)
  {
    try run { worker, context throws(KernelError) in
      if worker == 0 { try body(context) }
    }
  }
}
