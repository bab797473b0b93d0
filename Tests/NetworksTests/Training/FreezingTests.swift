import Models
import Networks
import Testing

@Suite struct FreezingTests {
  private let source = Spots(count: 64)

  private func tensors(_ network: Network, line: Int) -> [NamedTensor] {
    network.tensors().filter { $0.name.hasPrefix("\(line).") }
  }

  /// Lines of `smallNetwork`: 1 conv, 2 batchnorm, 5 conv, 8 dense, 11 dense.
  @Test(arguments: [[1, 2], [5], [2, 8], [1, 2, 5, 8], [11], [2]])
  func frozenLayersKeepTheirBytesAndOthersLearn(lines: [Int]) throws {
    var hashes: Set<String> = []
    for threads in [1, 2, 3] {
      let network = try makeNetwork(source: source).freezing(Set(lines))
      let before = network.tensors()
      _ = try network.train(
        on: source, options: options(batch: 33, kind: .adamw, rate: 0.01), threads: threads)
      for (old, new) in zip(before, network.tensors()) {
        let line = Int(old.name.prefix { $0 != "." }) ?? 0
        #expect((old.values == new.values) == lines.contains(line), "\(old.name)")
      }
      hashes.insert(network.weightsHash)
    }
    #expect(hashes.count == 1)
  }

  @Test func frozenBatchNormJudgesAsInPrediction() throws {
    let network = try makeNetwork("batchnorm\ndense classes", source: source)
    _ = try network.train(on: source, options: options(batch: 32), threads: 2)
    let frozen = try network.freezing([1])
    // With a rate of 0 the training loss of an epoch is the loss of prediction: nothing is taken from the
    // batch.
    let outcome = try frozen.train(on: source, options: options(epochs: 1, batch: 32, rate: 0), threads: 2)
    let predicted = try #require(try network.predict(source, threads: 1)).summedLoss / 64
    #expect(abs(outcome.history[0].loss - predicted) < 1e-6)
    let free = try network.copy().train(
      on: source, options: options(epochs: 1, batch: 32, rate: 0), threads: 2)
    #expect(abs(free.history[0].loss - predicted) > 1e-4)
  }

  /// The gradient goes through a frozen normalisation as through constants: what the first layer learns
  /// follows differences of the predicted loss.
  @Test func gradientsPassThroughFrozenNormalisation() throws {
    let start = try makeNetwork("conv 4 3x3\nbatchnorm\nrelu\ndense classes", source: source)
    _ = try start.train(on: source, options: options(batch: 32), threads: 2)
    let network = try start.freezing([2])
    let before = network.tensors()
    let settings = TrainingOptions(
      epochs: 1, batch: 64, optimizer: OptimizerSettings(kind: .sgd, momentum: 0), rate: 0.125, seed: 1)
    _ = try network.train(on: source, options: settings, threads: 2)
    let gradients = zip(before[0].values, network.tensors()[0].values).map { Double($0 - $1) / 0.125 }
    var error = 0.0
    var size = 0.0
    for place in [0, 5, 13, 22, 35] {
      let losses = try [0x1p-9, -0x1p-9].map { (offset: Float) in
        var values = before[0].values
        values[place] += offset
        var tensors = before
        tensors[0] = NamedTensor(name: before[0].name, shape: before[0].shape, values: values)
        try start.restore(tensors)
        return try #require(try start.predict(source, threads: 1)).summedLoss / 64
      }
      let expected = (losses[0] - losses[1]) / 0x1p-8
      error += (gradients[place] - expected) * (gradients[place] - expected)
      size += expected * expected
    }
    // A few of the values before the ReLU change sides between the two losses.
    #expect(error.squareRoot() < 0.05 * size.squareRoot())
  }

  @Test func nothingLeftToLearnIsRefused() throws {
    let network = try makeNetwork("dense 8\nrelu\ndense classes", source: source).freezing([1, 3])
    #expect(throws: NetworkError.allFrozen) { try network.train(on: source, options: options(), threads: 1) }
  }

  @Test func linesInBlocksCanBeFrozen() throws {
    let definition = try NetworkDefinition(lines: lines("conv 4 3x3\nrelu\ndense classes"))
    #expect(definition.freezing([1, 2, 9]).frozen == [1, 2])
    #expect(definition.learns(line: 1) && !definition.learns(line: 2) && !definition.learns(line: 9))
  }
}
