internal import COneDNN
internal import Glibc
internal import Synchronization

/// A pool of threads that run the kernels.
///
/// Each thread has set its number of OpenMP threads to one, flushes denormals to zero and blocks signals,
/// which Swift's task pool can't guarantee.
public final class WorkerPool: Sendable {
  /// The number of threads.
  public let count: Int
  private let queue: JobQueue
  private let threads: [pthread_t]

  /// Starts `count` threads, at least 1.
  public init(count: Int) throws(KernelError) {
    precondition(count >= 1)
    let queue = JobQueue()
    var threads: [pthread_t] = []
    for index in 0..<count {
      let start = Unmanaged.passRetained(Start(queue: queue, index: index))
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { argument in
          // Always the box that was passed below.
          let start = Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue()
          WorkerPool.setUp()
          start.queue.serve(start.index)
          return nil
        }, start.toOpaque())
      guard code == 0 else {
        start.release()
        queue.close()
        for thread in threads { pthread_join(thread, nil) }
        throw .noThread(code: Int(code))
      }
      threads.append(thread)
    }
    self.count = count
    self.queue = queue
    self.threads = threads
  }

  deinit {
    queue.close()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs `body` once on each worker, with the worker's index, and waits for all. Calls must not overlap.
  public func run(_ body: @escaping @Sendable (Int) -> Void) { queue.run(body, workers: count) }

  private static func setUp() {
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    omp_set_num_threads(1)
    _ = fovea_flush_denormals()
  }
}

/// What a new thread gets.
private final class Start {
  let queue: JobQueue
  let index: Int

  init(queue: JobQueue, index: Int) {
    self.queue = queue
    self.index = index
  }
}

/// Where jobs are laid down and picked up. Unchecked: all that changes is guarded by `lock`.
private final class JobQueue: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let started = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let finished = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var job: (@Sendable (Int) -> Void)?
  /// Changed under the lock; read without it by workers that spin.
  private let generation = Atomic<Int>(0)
  private var working = 0
  private var isClosing = false

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(started, nil)
    pthread_cond_init(finished, nil)
  }

  deinit {
    pthread_cond_destroy(started)
    pthread_cond_destroy(finished)
    pthread_mutex_destroy(lock)
    started.deallocate()
    finished.deallocate()
    lock.deallocate()
  }

  func serve(_ index: Int) {
    var done = 0
    pthread_mutex_lock(lock)
    while true {
      while generation.load(ordering: .relaxed) == done && !isClosing { pthread_cond_wait(started, lock) }
      if isClosing { break }
      done = generation.load(ordering: .relaxed)
      perform(index)
      working -= 1
      if working == 0 { pthread_cond_signal(finished) }
      pthread_mutex_unlock(lock)
      // The next job mostly comes at once.
      _ = SpinWait.waits { generation.load(ordering: .relaxed) != done }
      pthread_mutex_lock(lock)
    }
    pthread_mutex_unlock(lock)
  }

  /// Runs the job, for which it gives the lock away. Not inlined: the job is let go of before the worker says
  /// that it is done.
  @inline(never)
  private func perform(_ index: Int) {
    let job = job
    pthread_mutex_unlock(lock)
    job?(index)
    pthread_mutex_lock(lock)
  }

  func run(_ body: @escaping @Sendable (Int) -> Void, workers: Int) {
    pthread_mutex_lock(lock)
    job = body
    working = workers
    generation.add(1, ordering: .relaxed)
    pthread_cond_broadcast(started)
    while working > 0 { pthread_cond_wait(finished, lock) }
    job = nil
    pthread_mutex_unlock(lock)
  }

  func close() {
    pthread_mutex_lock(lock)
    isClosing = true
    pthread_cond_broadcast(started)
    pthread_mutex_unlock(lock)
  }
}
