internal import Dispatch

/// Calls `body` for every number below `count`, on as many threads as there are cores. Which thread does what is left
/// open: the result must hang on nothing but the number.
func inParallel(_ count: Int, _ body: @Sendable (Int) -> Void) {
  DispatchQueue.concurrentPerform(iterations: count, execute: body)
}

/// `count` stretches of `each` bytes, written by `body` in parallel, each stretch by one call.
///
/// - Precondition: `body` writes all bytes of its stretch.
func parallelBytes(
  count: Int, each size: Int, _ body: @Sendable (_ index: Int, _ stretch: UnsafeMutableBufferPointer<UInt8>) -> Void
) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: count * size) { buffer, written in
    // Every call writes its own stretch of the buffer, which outlives them all.
    nonisolated(unsafe) let buffer = buffer
    let chunk = 64
    inParallel((count + chunk - 1) / chunk) { block in
      for index in block * chunk..<min(count, (block + 1) * chunk) {
        body(index, UnsafeMutableBufferPointer(rebasing: buffer[index * size..<(index + 1) * size]))
      }
    }
    written = count * size
  }
}
