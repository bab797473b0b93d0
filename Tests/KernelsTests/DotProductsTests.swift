import Tensors
import Testing

@testable import Kernels

/// A query's dot products are the same bits whichever queries are asked with it: pairs of classes share rows
/// on the strength of it, and problems that are broken off compute theirs again.
@Suite struct DotProductsTests {
  private static let (count, width) = (150, 77)

  private func products(
    _ packed: PackedRows, queries: [[UInt8]], bytesEach: Int, _ context: KernelContext
  ) throws -> [[UInt32]] {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: queries.count * Self.width * bytesEach, alignment: 64)
    let result = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: queries.count * Self.count)
    defer {
      memory.deallocate()
      result.deallocate()
    }
    for (place, query) in queries.enumerated() {
      for (k, byte) in query.enumerated() {
        // Numbers whose products round.
        if bytesEach == 1 {
          memory.storeBytes(of: byte, toByteOffset: place * Self.width + k, as: UInt8.self)
        } else {
          memory.storeBytes(
            of: Float(byte) / 7 - 11, toByteOffset: 4 * (place * Self.width + k), as: Float.self)
        }
      }
    }
    let base = try #require(result.baseAddress)
    try DotProducts(packed, batch: queries.count, context: context).run(
      queries: memory, into: UnsafeMutableRawPointer(base))
    return queries.indices.map { Array(result[$0 * Self.count..<($0 + 1) * Self.count]) }
  }

  @Test(arguments: [PackedRows.Elements.floats, .bytes]) func hangOnNoOtherQuery(
    elements: PackedRows.Elements
  ) throws {
    let context = try KernelContext()
    let bytesEach = elements == .bytes ? 1 : 4
    let rows = UnsafeMutableRawPointer.allocate(byteCount: Self.count * Self.width * bytesEach, alignment: 64)
    defer { rows.deallocate() }
    for index in 0..<Self.count * Self.width {
      let byte = UInt8(truncatingIfNeeded: index &* 2_654_435_761 >> 7)
      if bytesEach == 1 {
        rows.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
      } else {
        rows.storeBytes(of: Float(byte) / 3 - 40, toByteOffset: 4 * index, as: Float.self)
      }
    }
    let packed = try PackedRows(
      rows, count: Self.count, width: Self.width, elements: elements, batch: 32, isSteady: true,
      context: context)
    let queries = (0..<packed.batch).map { query in
      (0..<Self.width).map { UInt8(truncatingIfNeeded: (query * 131 + $0 * 29) % 251) }
    }
    let all = try products(packed, queries: queries, bytesEach: bytesEach, context)
    for turn in 1..<packed.batch {
      let turned = Array(queries[turn...] + queries[..<turn])
      #expect(
        try products(packed, queries: turned, bytesEach: bytesEach, context)
          == Array(all[turn...] + all[..<turn]))
    }
    guard packed.takesFewer else { return }
    for size in stride(from: 4, to: 32, by: 4) {
      // Others beside it, and another place.
      let some = Array(queries.suffix(size).reversed())
      #expect(
        try products(packed, queries: some, bytesEach: bytesEach, context)
          == Array(all.suffix(size).reversed()))
    }
  }
}
