import Models
import Networks
import Testing

@Suite struct TrainingTests {
  @Test func sameBitsForAnyNumberOfThreads() throws {
    var hashes: [String] = []
    var losses: [[EpochRecord]] = []
    for threads in [1, 2, 3, 4, 2] {
      let source = Spots(count: 100)
      let network = try makeNetwork(source: source)
      let outcome = try network.train(
        on: source, validation: Spots(count: 50, seed: 8), options: options(), threads: threads)
      hashes.append(network.weightsHash)
      losses.append(outcome.history)
    }
    #expect(Set(hashes).count == 1)
    #expect(Set(losses).count == 1)
    #expect(hashes[0].hasPrefix("sha256:") && hashes[0].count == 71)
  }

  @Test func moreShardsThanLanes() throws {
    var hashes: Set<String> = []
    for threads in [1, 3] {
      let source = Spots(count: 300)
      let network = try makeNetwork("dense 8\nrelu\ndense classes", source: source)
      _ = try network.train(
        on: source, options: options(epochs: 1, batch: 300, kind: .adam, rate: 0.01), threads: threads)
      hashes.insert(network.weightsHash)
    }
    #expect(hashes.count == 1)
  }

  @Test func learns() throws {
    let source = Spots(count: 200)
    let network = try makeNetwork(source: source)
    let outcome = try network.train(
      on: source, validation: Spots(count: 100, seed: 9), options: options(epochs: 6, batch: 32), threads: 2)
    #expect(outcome.history.count == 6)
    #expect(outcome.steps == 42)
    let last = try #require(outcome.history.last)
    #expect(last.loss < outcome.history[0].loss)
    #expect((last.validationAccuracy ?? 0) >= 0.95)
  }

  @Test func stoppedByHandEqualsStoppedByNumber() throws {
    let source = Spots(count: 100)
    let byHand = try makeNetwork(source: source)
    var looks = 0
    let first = try byHand.train(
      on: source, options: options(), threads: 2,
      shouldStop: {
        looks += 1
        return looks == 4
      })
    let byNumber = try makeNetwork(source: source)
    let second = try byNumber.train(on: source, options: options(stop: 4), threads: 1)
    #expect(first.stoppedAtStep == 4)
    #expect(second.stoppedAtStep == 4)
    #expect(first.history == second.history)
    #expect(byHand.weightsHash == byNumber.weightsHash)
    let whole = try makeNetwork(source: source)
    #expect(try whole.train(on: source, options: options(), threads: 1).stoppedAtStep == nil)
    #expect(whole.weightsHash != byHand.weightsHash)
  }

  @Test(arguments: [OptimizerSettings.Kind.sgd, .adam]) func goesOnFromACheckpoint(
    kind: OptimizerSettings.Kind
  ) throws {
    let source = Spots(count: 100)
    let whole = try makeNetwork(source: source)
    var checkpoints: [TrainingCheckpoint] = []
    let rate = kind == .sgd ? 0.05 : 0.003
    let outcome = try whole.train(
      on: source, options: options(kind: kind, rate: rate), threads: 2, checkpoint: { checkpoints.append($0) }
    )
    #expect(checkpoints.map { $0.step } == [3, 6])
    let resumed = try makeNetwork(source: source, seed: 99)
    let rest = try resumed.train(
      on: source, options: options(kind: kind, rate: rate), threads: 1, resuming: checkpoints[0])
    #expect(resumed.weightsHash == whole.weightsHash)
    #expect(rest.history == outcome.history)
  }

  @Test func secondTrainingGoesOn() throws {
    let source = Spots(count: 64)
    let network = try makeNetwork(source: source)
    _ = try network.train(on: source, options: options(epochs: 1, batch: 32), threads: 1)
    let copy = network.copy()
    let after = network.weightsHash
    let outcome = try network.train(on: source, options: options(epochs: 1, batch: 32), threads: 1)
    #expect(outcome.history.map(\.epoch) == [2])
    #expect(network.epochsTrained == 2)
    #expect(copy.weightsHash == after)
    #expect(network.weightsHash != after)
    network.reset()
    #expect(try network.weightsHash == makeNetwork(source: source).weightsHash)
  }

  @Test func refusesWhatCannotBe() throws {
    let source = Spots(count: 40)
    let network = try makeNetwork(source: source)
    #expect(throws: NetworkError.batchTooLarge(batch: 48, samples: 40)) {
      try network.train(on: source, options: options(), threads: 1)
    }
    let other = Spots(count: 40, classes: 3)
    #expect(throws: NetworkError.wrongClasses(found: 3, expected: 4)) {
      try network.train(on: other, options: options(batch: 8), threads: 1)
    }
    #expect(throws: NetworkError.invalidOption(name: "rate", found: "nan", expected: "a number from 0")) {
      try network.train(on: source, options: options(batch: 8, rate: .nan), threads: 1)
    }
  }
}
