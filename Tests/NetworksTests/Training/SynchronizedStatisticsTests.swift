import Models
import Networks
import Testing

/// `batchnorm sync=yes`: the statistics of the whole batch, in however many shards it goes through.
@Suite struct SynchronizedStatisticsTests {
  private let source = Spots(count: 120)

  private func losses(_ text: String, shard: Int) throws -> (losses: [Double], network: Network) {
    var options = options(epochs: 4, batch: 60)
    options.shard = shard
    let network = try makeNetwork(text, source: source)
    return (try network.train(on: source, options: options, threads: 3).history.map(\.loss), network)
  }

  /// One shard is the whole batch, which any batch normalization takes its statistics of; the sums are in
  /// another order, so that 32 bits agree to some 1e-6, and more after several steps.
  @Test(arguments: [1, 4, 7, 16, 60])
  func shardsTogetherAreTheBatch(shard: Int) throws {
    let layers = "conv 8 3x3 bias=no\n|\nrelu\npool max 2x2\nconv 12 3x3\n|\nrelu\ndense classes"
    let whole = try losses(layers.replacing("|", with: "batchnorm"), shard: 60)
    let shared = try losses(layers.replacing("|", with: "batchnorm sync=yes"), shard: shard)
    for (one, other) in zip(whole.losses, shared.losses) { #expect(abs(one - other) < 1e-4 * one) }
    for (one, other) in zip(whole.network.tensors(), shared.network.tensors()) {
      for (a, b) in zip(one.values, other.values) { #expect(abs(a - b) < 1e-3, "\(one.name)") }
    }
    let apart = try losses(layers.replacing("|", with: "batchnorm"), shard: 4)
    #expect(abs(apart.losses[0] - whole.losses[0]) > 1e-3)
  }

  @Test func frozenItUsesWhatItLearned() throws {
    let (_, network) = try losses("batchnorm sync=yes\ndense classes", shard: 16)
    let frozen = try network.freezing([1])
    let outcome = try frozen.train(on: source, options: options(epochs: 1, batch: 32, rate: 0), threads: 2)
    let predicted = try #require(try network.predict(source, threads: 1)).summedLoss / 120
    #expect(abs(outcome.history[0].loss - predicted) < 1e-6)
  }

  @Test func oneNumberHasNoVariance() throws {
    var options = options(batch: 8)
    options.shard = 1
    let error = #expect(throws: NetworkError.self) {
      try makeNetwork("conv 4 3x3\nbatchnorm\ndense 8\nbatchnorm\ndense classes", source: source)
        .train(on: source, options: options, threads: 1)
    }
    #expect(
      error?.message
        == "with shard=1 each channel of 'batchnorm' (layer 4) has one number, whose mean is itself."
    )
    #expect(error?.hint == "Take shard=16, or batchnorm sync=yes.")
    // Of the whole batch it has.
    _ = try makeNetwork("dense 8\nbatchnorm sync=yes\ndense classes", source: source)
      .train(on: source, options: options, threads: 1)
  }

  @Test func isNotCountedAmongSmallShards() throws {
    var options = options(batch: 60)
    options.shard = 4
    let shared = try NetworkDefinition(lines: lines("batchnorm sync=yes\ndense classes"))
    #expect(shared.normalizedShards(samples: 120, options: options) == nil)
    let apart = try NetworkDefinition(lines: lines("batchnorm\ndense classes"))
    #expect(apart.normalizedShards(samples: 120, options: options)?.full == 4)
  }
}
