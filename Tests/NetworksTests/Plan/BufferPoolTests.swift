import Tensors
import Testing

@testable import Networks

@Suite struct BufferPoolTests {
  @Test func givesBackWhatFits() {
    var pool = BufferPool()
    let (small, large) = (pool.take(count: 10).buffer, pool.take(count: 100).buffer)
    #expect(small !== large)
    let given = [pool.give(small), pool.give(large)]
    #expect(given == [true, true])
    // The smallest that is large enough, and nothing twice.
    let again = [pool.take(count: 9), pool.take(count: 9), pool.take(count: 9)]
    #expect(again[0].buffer === small && again[1].buffer === large)
    #expect(again.map(\.isNew) == [false, false, true])
  }

  @Test func takesOnlyItsOwnAndOnce() {
    var pool = BufferPool()
    let foreign = pool.give(FloatBuffer(count: 10))
    let buffer = pool.take(count: 10).buffer
    let answers = [foreign, pool.give(buffer), pool.give(buffer)]
    #expect(answers == [false, true, false])
  }
}
