internal import Glibc

/// A fixed-size array of floats on the heap, aligned to 64 bytes and initialized to zero.
///
/// The alignment is that of a cache line and of the widest vector register; it has no effect on results.
///
/// `@unchecked Sendable`, because threads that share a buffer must coordinate their access: workers write
/// disjoint ranges, and a barrier separates writing from reading.
public final class FloatBuffer: @unchecked Sendable {
  /// The number of floats.
  public let count: Int
  /// The first element; valid as long as the buffer lives.
  public let pointer: UnsafeMutablePointer<Float>
  /// Bytes that were mapped; 0 where the memory is the allocator's.
  private let mapped: Int

  /// Large buffers are mapped: the system gives their pages, which are zero, when they are first touched. So
  /// a plan can be laid out, and its size be known, before it takes any memory.
  private static let smallestMapping = 4 << 20

  /// A buffer of zeros.
  ///
  /// - Parameters:
  ///   - count: The number of floats.
  ///   - inLargePages: Whether to ask the system for huge pages; only worthwhile for large buffers that are
  ///     used entirely.
  /// - Complexity: O(count).
  package init(count: Int, inLargePages: Bool = false) {
    precondition(count >= 0 && count < Int.max / 8, "callers check sizes that come from people")
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let memory: UnsafeMutableRawPointer
    if bytes >= Self.smallestMapping {
      mapped = bytes
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
      guard let pages = mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0), pages != MAP_FAILED else {
        // As the allocator would: callers compare such sizes with the machine's memory before.
        preconditionFailure("the system gives no \(bytes) bytes")
      }
      // A buffer that matrix products read again and again: a table of few pages makes that up to half again
      // as fast.
      if inLargePages { madvise(pages, bytes, Int32(MADV_HUGEPAGE)) }
      memory = pages
    } else {
      mapped = 0
      memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      memset(memory, 0, bytes)
    }
    pointer = memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  /// A buffer with a copy of these values.
  public convenience init(_ values: [Float]) {
    self.init(count: values.count)
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { pointer.update(from: base, count: source.count) }
    }
  }

  deinit {
    if mapped > 0 { munmap(pointer, mapped) } else { UnsafeMutableRawPointer(pointer).deallocate() }
  }

  /// A copy of the elements.
  public var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
