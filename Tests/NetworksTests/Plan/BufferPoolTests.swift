import Tensors
import Testing

@testable import Networks

@Suite struct BufferPoolTests {
  @Test func givesBackWhatFits() {
    var pool = BufferPool()
    let (small, large) = (pool.take(count: 10).buffer, pool.take(count: 100).buffer)
    #expect(small !== large)
    #expect(pool.give(small) && pool.give(large))
    // The smallest that is large enough, and nothing twice.
    #expect(pool.take(count: 9).buffer === small)
    #expect(pool.take(count: 9).buffer === large)
    let another = pool.take(count: 9).buffer
    #expect(another !== small && another !== large)
  }

  @Test func takesOnlyItsOwnAndOnce() {
    var pool = BufferPool()
    #expect(!pool.give(FloatBuffer(count: 10)))
    let buffer = pool.take(count: 10).buffer
    #expect(pool.give(buffer))
    #expect(!pool.give(buffer))
  }
}
