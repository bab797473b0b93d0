import Datasets
import Foundation
import Kernels
import Models
import Synchronization
import Tensors
import Testing

@testable import Networks

/// The sum of a step's gradients: one association, whoever adds, and however many buffers there are.
@Suite struct GradientTreeTests {
  @Test func halvesAreTheLargestPowerOfTwoAndTheRest() {
    #expect(GradientTree.middle(of: 0..<2) == 1)
    #expect(GradientTree.middle(of: 0..<3) == 2)
    #expect(GradientTree.middle(of: 8..<13) == 12)
    #expect(GradientTree.middle(of: 0..<64) == 32)
    let depths = [1: 0, 2: 1, 3: 2, 4: 2, 5: 3, 8: 3, 9: 4, 64: 6, 65: 7]
    for (leaves, depth) in depths { #expect(GradientTree(leaves: leaves).depth == depth) }
    let tree = GradientTree(leaves: 13)
    #expect(tree.parent(of: 8..<12) == 8..<13)
    #expect(tree.parent(of: 12..<13) == 8..<13)
    #expect(tree.parent(of: 0..<8) == 0..<13)
    #expect(tree.parent(of: 0..<13) == nil)
    #expect(tree.parent(of: 4..<6) == 4..<8)
    #expect(tree.parent(of: 3..<5) == nil, "no node")
  }

  private static let length = 37

  /// Numbers whose sum has other bits in another association.
  private static func leaf(_ number: Int) -> [Float] {
    (0..<length).map { Float(sin(Double(number * 101 + $0))) * (($0 + number) % 5 == 0 ? 1e6 : 1) }
  }

  /// The rule as it is written down.
  private static func sum(_ node: Range<Int>) -> [Float] {
    if node.count == 1 { return leaf(node.lowerBound) }
    var step = 1
    while step * 2 < node.count { step *= 2 }
    let middle = node.lowerBound + step
    return zip(sum(node.lowerBound..<middle), sum(middle..<node.upperBound)).map(+)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 11, 16, 23, 64], [1, 2, 3, 8])
  func sumsFollowTheTree(leaves: Int, workers: Int) throws {
    let group = try WorkerGroup(threads: workers)
    let fewest = GradientBuffers.fewest(leaves: leaves)
    let most = GradientBuffers.most(leaves: leaves, workers: workers)
    for count in Set([fewest, (fewest + most) / 2, most]) {
      let buffers = GradientBuffers(count: count, length: Self.length)
      // A second step finds what the first one left behind.
      for _ in 0..<2 {
        buffers.begin(leaves: leaves)
        try group.run { worker, _ in
          while let leaf = buffers.take(meter: nil) {
            for (index, number) in Self.leaf(leaf.number).enumerated() { leaf.gradients[index] = number }
            // Workers come in ever other orders.
            if (leaf.number + worker) % 3 == 0 { usleep(200) }
            buffers.finish(leaf)
          }
        }
        let expected = Self.sum(0..<leaves)
        let sum = buffers.sum
        let pieces = [0..<16, 16..<Self.length]
        let room = FloatBuffer(count: 21 * (1 + sum.temporaries))
        for piece in pieces {
          sum.add(piece, to: room.pointer, scratch: room.pointer + 21)
          #expect((0..<piece.count).map { room.pointer[$0] } == Array(expected[piece]))
        }
        let home = try #require(sum.home)
        for piece in pieces {
          sum.add(piece, to: home + piece.lowerBound, scratch: room.pointer + 21)
        }
        #expect((0..<Self.length).map { home[$0] } == expected)
      }
    }
  }

  @Test func nobodyWaitsForAWorkerThatFailed() throws {
    let group = try WorkerGroup(threads: 3)
    let buffers = GradientBuffers(count: 3, length: 4)
    buffers.begin(leaves: 4)
    let taken = Atomic<Int>(0)
    try group.run { _, _ in
      while let leaf = buffers.take(meter: nil) {
        // Nobody ever finishes, so that the fourth leaf finds no buffer.
        if taken.add(1, ordering: .relaxed).newValue == 3 { buffers.abandon() }
        _ = leaf
      }
    }
    #expect(taken.load(ordering: .relaxed) == 3)
  }

  /// Samples that are read only when so many workers read.
  private final class GatedSpots: SampleSource, @unchecked Sendable {
    let whole = Spots(count: 128)
    let wanted: Int
    private let condition = NSCondition()
    private var readers: Set<UInt> = []
    private(set) var isOpen = false

    init(wanted: Int) { self.wanted = wanted }

    var count: Int { whole.count }
    var shape: SampleShape { whole.shape }
    var classes: Int { whole.classes }
    func label(_ position: Int) -> Int { whole.label(position) }

    func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) {
      condition.lock()
      readers.insert(UInt(pthread_self()))
      if readers.count >= wanted { isOpen = true }
      condition.broadcast()
      // The limit is for a failure alone: the gate opens as soon as all have come, however slow they are.
      let limit = Date(timeIntervalSinceNow: 120)
      while !isOpen, condition.wait(until: limit) {}
      condition.unlock()
      whole.read(position, epoch: epoch, into: &destination)
    }
  }

  @Test(.enabled(if: Numerics.shardSize <= 16)) func eightWorkersHaveWorkInTheDefaultBatch() throws {
    let gated = GatedSpots(wanted: 8)
    var options = options(epochs: 1, batch: 128)
    options.shard = 16
    let network = try makeNetwork(source: gated)
    _ = try network.train(on: gated, options: options, threads: 8)
    #expect(gated.isOpen)
    let other = try makeNetwork(source: gated.whole)
    _ = try other.train(on: gated.whole, options: options, threads: 1)
    #expect(network.weightsHash == other.weightsHash)
  }

  @Test func shortMemoryMeansFewerBuffersAndTheSameBits() throws {
    let source = Spots(count: 128)
    var options = options(epochs: 2, batch: 128, kind: .adam, rate: 0.003)
    options.shard = 4
    let wide = "conv 8 3x3\nrelu\ndense 600\nrelu\ndense classes"
    let network = try makeNetwork(wide, source: source)
    let usual = try network.train(on: source, options: options, threads: 8, memory: 1 << 40)
    #expect(!usual.hasFewBuffers)
    let needed = try network.copy().trainingMemory(
      options: options, samples: source.count, isValidated: false, threads: 8)
    let saving = try makeNetwork(wide, source: source)
    let outcome = try saving.train(on: source, options: options, threads: 8, memory: needed - 1)
    #expect(outcome.hasFewBuffers)
    #expect(saving.weightsHash == network.weightsHash)
    #expect(outcome.history == usual.history)
    #expect(throws: NetworkError.self) {
      try makeNetwork(wide, source: source).train(
        on: source, options: options, threads: 8, memory: needed / 4)
    }
  }
}
