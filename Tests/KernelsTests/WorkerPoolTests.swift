import Kernels
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
  @Test(arguments: 1...3) func runsOnceOnEachWorker(count: Int) throws {
    let pool = try WorkerPool(count: count)
    let seen = Mutex([Int](repeating: 0, count: count))
    for _ in 0..<50 { pool.run { index in seen.withLock { $0[index] += 1 } } }
    #expect(seen.withLock { $0 } == [Int](repeating: 50, count: count))
  }

  @Test func workersFlushDenormals() throws {
    let pool = try WorkerPool(count: 1)
    let result = Mutex(Float(1))
    pool.run { _ in result.withLock { $0 = Float.leastNormalMagnitude / Float(2 + $0 - $0) } }
    #expect(result.withLock { $0 } == 0)
  }
}
