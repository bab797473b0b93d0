import Datasets
import Foundation
import Glibc
import Models
import Testing

@testable import Networks

@Suite struct ForecastTests {
  private let source = Spots(count: 600)

  @Test func takesNothingFromTheNetwork() throws {
    let network = try makeNetwork(source: source)
    let before = network.tensors()
    let forecast = try #require(
      try network.forecast(on: source, validation: Spots(count: 60), options: options(batch: 64), threads: 2))
    #expect(network.tensors() == before)
    #expect(network.epochsTrained == 0)
    #expect(forecast.memory > 0)
    #expect(try #require(forecast.secondsPerEpoch) > 0)
    let outcome = try network.train(on: source, options: options(epochs: 1, batch: 64), threads: 2)
    let other = try makeNetwork(source: source)
    #expect(
      try other.train(on: source, options: options(epochs: 1, batch: 64), threads: 1).history
        == outcome.history)
    #expect(
      try network.forecast(on: source, options: options(batch: 64), threads: 1, shouldStop: { true }) == nil)
  }

  /// Large enough that nothing but the training counts: what the process holds grows by what was told.
  @Test func memoryIsWhatTheProcessTakes() throws {
    let wide = Spots(count: 64, shape: SampleShape(channels: 3, height: 64, width: 64))
    let text = "conv 64 3x3\nbatchnorm\nrelu\nconv 64 3x3\nrelu\npool max 2x2\ndense 128\nrelu\ndense classes"
    let network = try makeNetwork(text, source: wide)
    let told = try network.trainingMemory(
      options: options(batch: 64, kind: .adam), samples: 64, isValidated: false, threads: 2)
    let before = try Self.resident()
    var most = before
    _ = try network.train(
      on: wide, options: options(epochs: 2, batch: 64, kind: .adam, rate: 1e-4), threads: 2,
      checkpoint: { _ in most = max(most, (try? Self.resident()) ?? 0) })
    let taken = most - before
    // Checkpoints that are written, which are counted, don't come here; other tests take memory beside this
    // one.
    #expect(taken < told + 600_000_000, "told \(told), taken \(taken)")
    #expect(Double(taken) > 0.5 * Double(told), "told \(told), taken \(taken)")
  }

  @Test func moreThreadsAndLargerBatchesTakeMore() throws {
    let network = try makeNetwork(source: source)
    func bytes(_ batch: Int, _ threads: Int, _ kind: OptimizerSettings.Kind = .sgd) throws -> Int {
      try network.trainingMemory(
        options: options(batch: batch, kind: kind), samples: 600, isValidated: false, threads: threads)
    }
    #expect(try bytes(64, 1) < bytes(64, 2))
    #expect(try bytes(64, 4) == bytes(64, 8), "there are four shards")
    #expect(try bytes(64, 1) < bytes(128, 1))
    #expect(try bytes(64, 1) < bytes(64, 1, .adam))
  }

  @Test func whatDoesNotFitIsRefusedBeforeItIsTaken() throws {
    let network = try makeNetwork(source: source)
    var need = MemoryNeed(graph: network.graph)
    need.limit = 1000
    #expect(throws: NetworkError.noMemory(what: "training", bytes: 2000, memory: 1000)) {
      try need.check("training", 2000)
    }
    #expect(throws: NetworkError.self) { try need.checkTraining(options()) }
    let error = NetworkError.noMemory(what: "training", bytes: 12_340_000_000, memory: 8_000_000_000)
    #expect(error.message == "training would take about 12.3 GB of memory; this machine has 8.0 GB left.")
    #expect(error.hint?.contains("a smaller batch") == true)
  }

  private static func resident() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return (Int(text[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
