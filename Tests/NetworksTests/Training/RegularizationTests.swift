import Models
import Networks
import Testing

/// What one plain step of gradient descent shows: weights before minus weights after, at rate 1, is the
/// gradient.
@Suite struct RegularizationTests {
  private let source = Spots(count: 64)
  private let text = "dense 6\nrelu\ndense classes"

  private func step(_ change: (inout TrainingOptions) -> Void) throws -> (before: [Double], moved: [Double]) {
    let network = try makeNetwork(text, source: source)
    let before = network.tensors().flatMap(\.values).map(Double.init)
    var options = TrainingOptions(
      epochs: 1, batch: 64, optimizer: OptimizerSettings(kind: .sgd, momentum: 0), rate: 1, seed: 1)
    change(&options)
    _ = try network.train(on: source, options: options, threads: 2)
    return (before, zip(before, network.tensors().flatMap(\.values)).map { $0 - Double($1) })
  }

  private func distance(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).map { abs($0 - $1) }.max() ?? 0
  }

  private func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  // 32-bit weights of size 0.1 to 1 give differences with errors up to 6e-8; factors and sums double that a
  // few times.
  private let tolerance = 5e-7

  @Test func l1AddsTheSignAndL2TheWeight() throws {
    let plain = try step { _ in }
    let l1 = try step { $0.optimizer.l1 = 0.03 }
    #expect(
      distance(l1.moved, zip(plain.moved, plain.before).map { $0 + ($1 > 0 ? 0.03 : $1 < 0 ? -0.03 : 0) })
        < tolerance)
    let l2 = try step { $0.optimizer.decay = 0.2 }
    #expect(distance(l2.moved, zip(plain.moved, plain.before).map { $0 + 0.2 * $1 }) < tolerance)
    // With a rate of 1 and no momentum, taking a share of the weight away comes to the same.
    let decoupled = try step {
      $0.optimizer.decay = 0.2
      $0.optimizer.decouplesDecay = true
    }
    #expect(distance(decoupled.moved, l2.moved) < tolerance)
  }

  @Test func clippingLimitsTheNormOrEachNumber() throws {
    let plain = try step { _ in }
    let size = norm(plain.moved)
    let clipped = try step { $0.limits.norm = size / 4 }
    #expect(abs(norm(clipped.moved) - size / 4) < tolerance * 10)
    #expect(distance(clipped.moved, plain.moved.map { $0 / 4 }) < tolerance)
    let free = try step { $0.limits.norm = size * 2 }
    #expect(distance(free.moved, plain.moved) == 0)
    let largest = plain.moved.map(abs).max() ?? 0
    let cut = try step { $0.limits.value = largest / 3 }
    #expect(distance(cut.moved, plain.moved.map { max(-largest / 3, min(largest / 3, $0)) }) < tolerance)
  }

  @Test func rowsStayWithinTheirNorm() throws {
    let network = try makeNetwork("conv 20 3x3\nrelu\ndense 7\nrelu\ndense classes", source: source)
    var limited = options(epochs: 4, batch: 32, rate: 0.1)
    limited.maxNorm = 0.5
    _ = try network.train(on: source, options: limited, threads: 2)
    var longest = 0.0
    for tensor in network.tensors() where tensor.name.hasSuffix("weights") {
      let length = tensor.values.count / tensor.shape[0]
      for row in 0..<tensor.shape[0] {
        longest = max(longest, norm(tensor.values[row * length..<(row + 1) * length].map(Double.init)))
      }
    }
    #expect(longest <= 0.5 + 1e-6 && longest > 0.49)
  }

  @Test func accumulatedBatchesAreOneBigBatch() throws {
    let big = try step { _ in }
    let small = try step { ($0.batch, $0.accumulation) = (16, 4) }
    #expect(distance(small.moved, big.moved) < 1e-5 * (big.moved.map(abs).max() ?? 0))
    // The last step of an epoch takes what is left, in part batches too.
    let network = try makeNetwork(text, source: source)
    var settings = options(epochs: 2, batch: 10)
    settings.accumulation = 3
    #expect(try network.train(on: source, options: settings, threads: 2).steps == 6)
  }

  @Test func theMovingAverageIsThatOfTheWeightsStepByStep() throws {
    func weights(after steps: Int, emaDecay: Double? = nil) throws -> [Double] {
      let network = try makeNetwork(source: source)
      var settings = options(epochs: 2, batch: 16, rate: 0.1, stop: steps)
      settings.emaDecay = emaDecay
      _ = try network.train(on: source, options: settings, threads: 2)
      return network.tensors().flatMap(\.values).map(Double.init)
    }
    // PyTorch's AveragedModel with get_ema_multi_avg_fn(0.75): the first step's weights, then 0.75 of the
    // old, 0.25 of the new.
    var expected = try weights(after: 1)
    for step in 2...5 { expected = zip(expected, try weights(after: step)).map { 0.75 * $0 + 0.25 * $1 } }
    #expect(distance(try weights(after: 5, emaDecay: 0.75), expected) < tolerance)
    #expect(distance(try weights(after: 5), expected) > 1e-3)
  }

  @Test func patienceBringsTheBestWeightsBack() throws {
    // A rate this high spoils what was learned at some epoch.
    var settings = options(epochs: 40, batch: 16, rate: 0.9)
    settings.schedule = .constant
    settings.patience = .init(epochs: 3)
    let validation = Spots(count: 40, seed: 8)
    let network = try makeNetwork(source: source)
    let outcome = try network.train(on: source, validation: validation, options: settings, threads: 2)
    let losses = outcome.history.compactMap(\.validationLoss)
    let best = try #require(losses.min())
    #expect(outcome.endedEarly)
    #expect(outcome.history.count < 40)
    #expect(outcome.history.first { $0.validationLoss == best }?.epoch == outcome.bestEpoch)
    #expect(outcome.history.last?.epoch == (outcome.bestEpoch ?? 0) + 3)
    // The weights are those of a training that had stopped there.
    settings.patience = nil
    settings.epochs = try #require(outcome.bestEpoch)
    let stopped = try makeNetwork(source: source)
    _ = try stopped.train(on: source, options: settings, threads: 1)
    #expect(network.weightsHash == stopped.weightsHash)
    settings.patience = .init(epochs: 1)
    #expect(throws: NetworkError.patienceNeedsValidation) {
      _ = try network.train(on: source, options: settings, threads: 1)
    }
  }

  @Test func rareClassesWeighMore() throws {
    var settings = options(epochs: 1, batch: 16)
    settings.classWeights = .given([1, 2, 3])
    let error = #expect(throws: NetworkError.self) {
      try makeNetwork(text, source: source).train(on: source, options: settings, threads: 1)
    }
    #expect(error?.message.contains("class_weights") == true)
    // Balanced weights of equal classes are all 1.
    settings.classWeights = .balanced
    let balanced = try makeNetwork(text, source: source)
    let one = try balanced.train(on: source, options: settings, threads: 1)
    settings.classWeights = .equal
    let equal = try makeNetwork(text, source: source)
    #expect(try equal.train(on: source, options: settings, threads: 1).history == one.history)
    #expect(balanced.weightsHash == equal.weightsHash)
  }
}
