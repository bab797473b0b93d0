internal import Glibc

/// Numbers in memory of their own, at an address that is a multiple of 64, zero at first.
///
/// The alignment is that of a cache line and of the widest vector; it has no effect on results.
///
/// Unchecked, because whoever shares a buffer between threads must keep their parts apart: workers write disjoint ranges,
/// and a barrier stands between writing and reading.
public final class FloatBuffer: @unchecked Sendable {
  public let count: Int
  public let pointer: UnsafeMutablePointer<Float>

  /// - Complexity: O(count).
  public init(count: Int) {
    precondition(count >= 0 && count < Int.max / 8, "callers check sizes that come from people")
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memset(memory, 0, bytes)
    pointer = memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  /// A buffer with these numbers.
  public convenience init(_ values: [Float]) {
    self.init(count: values.count)
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { pointer.update(from: base, count: source.count) }
    }
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  /// A copy of the numbers.
  public var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
