import Datasets
import Models
import Networks
import Testing

@Suite struct NetworkTests {
  @Test func predictsTheSameWithAnyNumberOfThreads() throws {
    let source = Spots(count: 71)
    let network = try makeNetwork(source: source)
    let one = try #require(try network.predict(source, threads: 1))
    let three = try #require(try network.predict(source, threads: 3))
    #expect(one == three)
    #expect(one.count == 71)
    let sum = one.probabilities[..<4].reduce(0, +)
    #expect(abs(sum - 1) < 1e-6)
  }

  @Test func stateGoesOutAndIn() throws {
    let source = Spots(count: 64)
    let network = try makeNetwork(source: source)
    _ = try network.train(on: source, options: options(epochs: 1, batch: 32), threads: 1)
    let other = try makeNetwork(source: source, seed: 5)
    #expect(other.weightsHash != network.weightsHash)
    try other.restore(network.tensors())
    #expect(other.weightsHash == network.weightsHash)
    #expect(throws: NetworkError.self) { try other.restore(Array(network.tensors().dropLast())) }
  }

  @Test func summaryCountsWhatFashionNetworksHave() throws {
    let source = Spots(count: 1, shape: SampleShape(channels: 1, height: 28, width: 28), classes: 10)
    let lenet = """
      conv 6 5x5 padding=2
      relu
      pool max 2x2
      conv 16 5x5 padding=valid
      relu
      pool max 2x2
      dense 120
      relu
      dense 84
      relu
      dense classes
      """
    let summary = try makeNetwork(lenet, source: source).summary
    #expect(summary.parameters == 61_706)
    #expect(summary.macs == 117_600 + 240_000 + 48_000 + 10_080 + 840)
    #expect(summary.layers[3].output == SampleShape(channels: 16, height: 10, width: 10))
  }

  @Test(
    arguments: [
      ("conv 8 5x5 padding=valid\ndense 7", "the last layer, 'dense 7' (layer 2), gives 1x1x7"),
      (
        "pool max 13x13\ndense classes",
        "'pool max 13x13' (layer 1) gets an image of 12x12; it needs at least 13x13"
      ),
      (
        "conv 9 3x3 groups=2\ndense classes",
        "'conv 9 3x3 groups=2' (layer 1) gets 1 channel for 9 filters; it needs channels and filters that "
          + "groups=2 divides."
      ),
      ("conv 8 13x13 padding=valid\ndense classes", "it needs at least 13x13, its kernel"),
      ("pool global 2x2\ndense classes", "gets a size"),
      ("conv 1000000 65536x65536 padding=valid\ndense classes", "image of 12x12"),
      ("conv 1000000 12x12\nconv 1000000 12x12\ndense classes", "too large"),
    ])
  func namesTheLayerThatDoesNotFit(text: String, message: String) throws {
    let source = Spots(count: 1)
    let error = #expect(throws: NetworkError.self) { try makeNetwork(text, source: source) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "none")")
  }

  @Test func refusesWhatNoMemoryHolds() throws {
    let source = Spots(count: 1)
    let error = #expect(throws: NetworkError.self) {
      try makeNetwork(
        (0..<20).map { _ in "dense 40000" }.joined(separator: "\n") + "\ndense classes", source: source)
    }
    guard case .noMemory(_, let bytes, let memory) = error else {
      Issue.record("expected .noMemory, found \(String(describing: error))")
      return
    }
    #expect(bytes > memory)
  }

  @Test func everyLayerRunsInSomeOrder() throws {
    let text = """
      batchnorm
      conv 16 3x3 stride=2 dilation=1
      relu
      dropout 0.1
      conv 32 3x3 groups=2 bias=no
      batchnorm
      pool average 3x3 stride=2 padding=1
      relu
      conv 12 2x2 dilation=2 padding=same
      dropout 0.2
      pool max 2x2 stride=1 padding=same
      flatten
      relu
      dense 40
      batchnorm
      relu
      dropout 0.1
      dense classes bias=no
      """
    let source = Spots(count: 80, shape: SampleShape(channels: 3, height: 12, width: 12))
    var hashes: Set<String> = []
    for threads in [1, 2] {
      let network = try makeNetwork(text, source: source)
      _ = try network.train(on: source, options: options(batch: 33), threads: threads)
      hashes.insert(network.weightsHash)
      #expect(network.tensors().allSatisfy { $0.values.allSatisfy(\.isFinite) })
    }
    #expect(hashes.count == 1)
  }

  @Test func endsInGlobalPooling() throws {
    let source = Spots(count: 64)
    let network = try makeNetwork("conv 16 3x3\nbatchnorm\nrelu\nconv 4 1x1\npool global", source: source)
    let outcome = try network.train(on: source, options: options(epochs: 1, batch: 32), threads: 2)
    #expect(outcome.steps == 2)
    #expect(try network.predict(source, threads: 2)?.count == 64)
  }
}
