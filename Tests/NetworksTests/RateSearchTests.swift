import Models
import Networks
import Testing

@Suite struct RateSearchTests {
  @Test func leavesTheWeightsAsTheyWere() throws {
    let source = Spots(count: 200)
    let network = try makeNetwork(source: source)
    _ = try network.train(on: source, options: options(epochs: 1), threads: 2)
    let before = network.weightsHash
    var searches: Set<RateSearch> = []
    for threads in [1, 2, 3] {
      searches.insert(
        try #require(try network.findRate(on: source, options: options(batch: 32), threads: threads)))
    }
    #expect(network.weightsHash == before)
    #expect(network.epochsTrained == 1)
    #expect(searches.count == 1)
  }

  @Test func findsARateThatLearns() throws {
    let source = Spots(count: 200)
    let network = try makeNetwork(source: source)
    let search = try #require(try network.findRate(on: source, options: options(batch: 32), threads: 2))
    #expect(search.points.count <= 100)
    #expect(abs(search.points[0].rate / 1e-7 - 1) < 1e-12)
    let ratios = zip(search.points.dropFirst(), search.points).map { $0.rate / $1.rate }
    #expect(ratios.allSatisfy { abs($0 - 1.2022644346174130) < 1e-9 })
    let rate = try #require(search.suggestions.valley)
    #expect((1e-4...1).contains(rate))
    let outcome = try network.train(
      on: source, options: options(epochs: 6, batch: 32, rate: rate), threads: 2)
    #expect(outcome.history[5].loss < outcome.history[0].loss)
  }

  @Test func endsWhereTheLossExplodes() throws {
    let source = Spots(count: 200)
    let network = try makeNetwork("dense 30\nrelu\ndense classes", source: source)
    var settings = options(batch: 32)
    settings.loss = MeanSquaredErrorLoss()
    let search = try #require(try network.findRate(on: source, options: settings, threads: 2))
    #expect(search.exploded)
    #expect(search.points.count < 100)
    let stopped = try network.findRate(
      on: source, options: options(batch: 32), threads: 2, shouldStop: { true })
    #expect(stopped == nil)
  }
}
