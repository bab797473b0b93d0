import Models
import Testing

@testable import Networks

@Suite struct StepProfileTests {
  private let source = Spots(count: 200)

  private func train(_ network: Network, profiled: Bool, threads: Int) throws -> TrainingOutcome {
    var settings = options(epochs: 2, batch: 40)
    settings.isProfiled = profiled
    settings.emaDecay = 0.5
    settings.limits.norm = 1
    settings.maxNorm = 2
    return try network.train(on: source, options: settings, threads: threads)
  }

  @Test(arguments: [1, 3]) func sumsToTheStepAndChangesNothing(threads: Int) throws {
    let plain = try makeNetwork(source: source)
    #expect(try train(plain, profiled: false, threads: threads).profile == nil)
    let watched = try makeNetwork(source: source)
    let profile = try #require(try train(watched, profiled: true, threads: threads).profile)
    #expect(watched.weightsHash == plain.weightsHash)
    #expect(profile.workers == threads)
    // The first step compiles.
    #expect((1...9).contains(profile.steps))
    #expect(profile.samples == 40)
    #expect(profile.layers.map(\.text) == watched.summary.layers.map(\.text))
    let parts = profile.data + profile.loss + profile.update + profile.waiting
    let sum = profile.layers.reduce(parts) { $0 + $1.milliseconds }
    #expect(abs(sum / profile.milliseconds - 1) < 0.02)
    #expect(profile.data > 0 && profile.loss > 0 && profile.update > 0 && profile.peak > 0)
    #expect(
      profile.layers.filter { $0.text.hasPrefix("conv") }.allSatisfy { $0.forward > 0 && $0.backward > 0 })
  }

  @Test func countsTheProductsThatAStepMakes() throws {
    let network = try makeNetwork(
      "conv 4 3x3\nresidual {\nconv 4 3x3\n}\nrelu\ndense classes", source: source)
    #expect(network.graph.products == [2, 3, 2, 2, 3])
    // What comes before the first layer that learns goes forward alone.
    #expect(try network.freezing([1]).graph.products == [1, 2, 2, 2, 3])
    #expect(try network.freezing([3]).graph.products == [2, 2, 2, 2, 3])
    let profile = try #require(try train(network, profiled: true, threads: 1).profile)
    #expect(abs(profile.layers[0].work - 2 * 2 * 40 * Double(144 * 9 * 4) / 1e9) < 1e-12)
    #expect(profile.layers[2].work == 0)
  }

  @Test func aSingleStepIsNoMeasure() throws {
    let network = try makeNetwork("dense classes", source: source)
    var settings = options(epochs: 1, batch: 200)
    settings.isProfiled = true
    #expect(try network.train(on: source, options: settings, threads: 1).profile == nil)
  }
}
