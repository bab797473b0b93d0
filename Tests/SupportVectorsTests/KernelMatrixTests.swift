import Datasets
import Kernels
import Testing

@testable import SupportVectors

@Suite("Kernel values of many small classes") struct KernelMatrixTests {
  private static let width = 20
  /// Classes of 1, 2 and 3 samples in turns: 40 samples, more than one batch of queries.
  private static let starts = (0..<20).reduce(into: [0]) { $0.append($0[$0.count - 1] + $1 % 3 + 1) }

  private func rows(isBytes: Bool) -> FeatureRows {
    let rows = FeatureRows(count: Self.starts[20], width: Self.width, isBytes: isBytes)
    for row in 0..<rows.count {
      for k in 0..<Self.width {
        let value = (row * 37 + k * 53 + row * k) % 251
        if isBytes { rows.bytes(row)[k] = UInt8(value) } else { rows.floats(row)[k] = Float(value) / 251 }
      }
    }
    return rows
  }

  private func map(_ kind: KernelKind, isBytes: Bool) -> KernelMap {
    KernelMap(
      function: KernelFunction(kind: kind, gamma: 0.5, coef0: 1, degree: 3),
      bytes: isBytes ? ByteScale(offset: 0, step: 1 / 255) : nil, width: Self.width,
      means: Array(repeating: 0, count: Self.width))
  }

  /// Bytes give the same bits; floats may be summed in another order for rows of another number, and have 24
  /// bits.
  @Test(arguments: [false, true], [KernelKind.rbf, .polynomial])
  func areThoseThatPairsCompute(isBytes: Bool, kind: KernelKind) throws {
    let (rows, map, starts) = (rows(isBytes: isBytes), map(kind, isBytes: isBytes), Self.starts)
    let matrix = try KernelMatrix(rows, starts: starts, map: map, group: WorkerGroup(threads: 3))
    let one = try KernelMatrix(rows, starts: starts, map: map, group: WorkerGroup(threads: 1))
    let context = try KernelContext()
    let blocks = try (0..<20).map {
      try KernelBlock(
        rows.slice(starts[$0]..<starts[$0 + 1]), map: map, batch: PairWorker.batch, context: context)
    }
    let pool = try #require(RowPool(bytes: 1 << 16))
    let worker = PairWorker(blocks: blocks, map: map, pool: pool, shared: nil, context: context)
    for (first, second) in [(0, 1), (2, 5), (18, 19), (7, 2)] {
      for own in [first, second] {
        for row in 0..<blocks[own].count {
          let target = pool.row(0, length: 64)
          try worker.compute([.init(block: own, row: row, target: target)], first, second, offset: 16)
          for (other, offset) in [(first, 0), (second, 16)] {
            let values = matrix.row(row, of: own, with: other)
            for place in 0..<blocks[other].count {
              #expect(values[place] == one.row(row, of: own, with: other)[place], "threads change no bit")
              let expected = target[offset + place]
              #expect(
                isBytes
                  ? values[place] == expected : abs(values[place] - expected) <= 1e-5 * max(1, abs(expected)))
            }
          }
        }
      }
    }
  }

  @Test func payForManySmallClassesOnly() {
    func starts(_ classes: Int, of size: Int) -> [Int] { (0...classes).map { $0 * size } }
    #expect(KernelMatrix.suits(starts: starts(1000, of: 2)))
    #expect(KernelMatrix.suits(starts: starts(16, of: 16)))
    #expect(!KernelMatrix.suits(starts: starts(10, of: 2)))
    #expect(!KernelMatrix.suits(starts: starts(100, of: 17)))
    #expect(!KernelMatrix.suits(starts: starts(2500, of: 2)), "its memory is bounded")
  }
}
