internal import Glibc
internal import Synchronization
internal import Tensors

/// Calls `body` for every number below `count`, on as many threads as there are cores. Which thread does what
/// is left open: the result must hang on nothing but the number.
///
/// - Parameter shouldStop: Asked on the caller's thread between pieces of work; what is in work is finished.
/// - Returns: Whether it was called for all; false when it was stopped.
///
/// The threads are our own: those of Dispatch need a file that is open, and end the process where no more may
/// be opened. Where the system gives no more threads, fewer do the work; the caller is one of them.
@discardableResult
func inParallel(
  _ count: Int, shouldStop: () -> Bool = { false }, _ body: @Sendable (Int) -> Void
) -> Bool {
  guard count > 1 else {
    if count == 1 { body(0) }
    return true
  }
  return withoutActuallyEscaping(body) { body in
    let pieces = Pieces(count: count, body)
    var threads: [pthread_t] = []
    for _ in 1..<max(1, min(count, Processors.available)) {
      let helped = Unmanaged.passRetained(pieces)
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { argument in
          var signals = sigset_t()
          sigfillset(&signals)
          pthread_sigmask(SIG_BLOCK, &signals, nil)
          // Always what was passed below.
          Unmanaged<Pieces>.fromOpaque(argument!).takeRetainedValue().work { false }
          return nil
        }, helped.toOpaque())
      guard code == 0 else {
        helped.release()
        break
      }
      threads.append(thread)
    }
    pieces.work(shouldStop)
    for thread in threads { pthread_join(thread, nil) }
    return !pieces.isStopped
  }
}

/// Work that threads take piece by piece.
private final class Pieces: Sendable {
  private let count: Int
  private let body: @Sendable (Int) -> Void
  private let next = Atomic<Int>(0)
  private let stopped = Atomic<Bool>(false)

  var isStopped: Bool { stopped.load(ordering: .relaxed) }

  init(count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = body
  }

  func work(_ shouldStop: () -> Bool) {
    while !isStopped {
      if shouldStop() {
        stopped.store(true, ordering: .relaxed)
        return
      }
      let piece = next.add(1, ordering: .relaxed).oldValue
      guard piece < count else { return }
      body(piece)
    }
  }
}

/// `count` chunks of `each` bytes, written by `body` in parallel, each chunk by one call.
///
/// - Precondition: `body` writes all bytes of its chunk.
func parallelBytes(
  count: Int, each size: Int,
  _ body: @Sendable (_ index: Int, _ chunk: UnsafeMutableBufferPointer<UInt8>) -> Void
) -> [UInt8] { parallelChunks(of: UInt8.self, count: count, each: size, body) ?? [] }

/// `count` chunks of `each` values of a plain type, written by `body` in parallel, each chunk by one call;
/// nil when it was stopped.
///
/// - Precondition: `body` writes all values of its chunk.
func parallelChunks<Value: BitwiseCopyable>(
  of type: Value.Type, count: Int, each size: Int, shouldStop: () -> Bool = { false },
  _ body: @Sendable (_ index: Int, _ chunk: UnsafeMutableBufferPointer<Value>) -> Void
) -> [Value]? {
  var isWhole = true
  let values = [Value](unsafeUninitializedCapacity: count * size) { buffer, written in
    // Every call writes its own chunk of the buffer, which outlives them all.
    nonisolated(unsafe) let buffer = buffer
    let chunk = 64
    isWhole = inParallel((count + chunk - 1) / chunk, shouldStop: shouldStop) { block in
      for index in block * chunk..<min(count, (block + 1) * chunk) {
        body(index, UnsafeMutableBufferPointer(rebasing: buffer[index * size..<(index + 1) * size]))
      }
    }
    written = isWhole ? count * size : 0
  }
  return isWhole ? values : nil
}
