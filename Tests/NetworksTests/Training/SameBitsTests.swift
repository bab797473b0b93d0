import Kernels
import Models
import Networks
import Testing

/// Every optimizer and regulariser: the same bits for any number of threads, and resumed from any step.
@Suite struct SameBitsTests {
  struct Recipe: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let options: TrainingOptions
    var network = smallNetwork

    init(
      _ name: String, _ kind: OptimizerSettings.Kind = .sgd, rate: Double = 0.05,
      network: String = smallNetwork, _ change: (inout TrainingOptions) -> Void
    ) {
      self.network = network
      testDescription = name
      var options = TrainingOptions(
        epochs: 3, batch: 40, optimizer: OptimizerSettings(kind: kind), rate: rate, schedule: .cosine, seed: 3
      )
      change(&options)
      self.options = options
    }
  }

  static let recipes = [
    Recipe("nesterov, L1, clipped norm") {
      $0.optimizer.isNesterov = true
      $0.optimizer.l1 = 1e-3
      $0.limits.norm = 0.5
      $0.schedule = Schedule(.step(every: 1, factor: 0.5), warmup: 0.5)
    },
    Recipe("sgd, L2, norm of rows, average") {
      $0.optimizer.decay = 1e-2
      $0.maxNorm = 0.8
      $0.emaDecay = 0.7
      $0.schedule = Schedule(.oneCycle(rise: 0.25))
      $0.schedule.momentum = 0.85...0.95
    },
    Recipe("adam, smoothing, accumulated", .adam, rate: 0.003) {
      $0.loss = CrossEntropyLoss(smoothing: 0.1)
      ($0.batch, $0.accumulation) = (20, 2)
      $0.schedule = Schedule(.restarts(every: 1, growth: 2, lowest: 1e-4))
    },
    Recipe("adamw, patience, average", .adamw, rate: 0.01) {
      $0.patience = .init(epochs: 1)
      $0.emaDecay = 0.5
      $0.schedule = Schedule(.exponential(factor: 0.7))
    },
    Recipe("rmsprop, plateau, focal", .rmsprop, rate: 0.01) {
      $0.optimizer.momentum = 0.5
      $0.loss = FocalLoss()
      $0.schedule = Schedule(.plateau(.init(factor: 0.5, wait: 0)))
    },
    Recipe("adagrad, cut gradients, balanced", .adagrad, rate: 0.02) {
      $0.limits.value = 0.01
      $0.classWeights = .balanced
    },
    Recipe("16 bits") {
      $0.precision = KernelLibrary.hasBFloat16 ? .bfloat16 : .float32
      $0.limits.norm = 1
    },
    Recipe("small shards, clipped norm, accumulated") {
      $0.shard = 3
      $0.limits.norm = 0.5
      ($0.batch, $0.accumulation) = (20, 3)
    },
    Recipe("statistics of the batch", network: synchronizedNetwork) { $0.shard = 7 },
    Recipe("statistics of each of several batches, clipped numbers", network: synchronizedNetwork) {
      $0.shard = 4
      $0.limits.value = 0.01
      ($0.batch, $0.accumulation) = (20, 3)
      $0.emaDecay = 0.7
    },
    Recipe("statistics of the batch, 16 bits", network: synchronizedNetwork) {
      $0.shard = 8
      $0.precision = KernelLibrary.hasBFloat16 ? .bfloat16 : .float32
    },
    Recipe("planned steps, bce") {
      $0.seconds = 60
      $0.plan = StepPlan(first: 12, revisions: [.init(step: 2, total: 9), .init(step: 5, total: 8)])
      $0.loss = BinaryCrossEntropyLoss()
    },
  ]

  private let source = Spots(count: 110)
  private let validation = Spots(count: 30, seed: 8)

  @Test(arguments: recipes) func anyThreads(recipe: Recipe) throws {
    var hashes: Set<String> = []
    var histories: Set<[EpochRecord]> = []
    for threads in [1, 2, 3, 4, 8, 16] {
      let network = try makeNetwork(recipe.network, source: source)
      histories.insert(
        try network.train(on: source, validation: validation, options: recipe.options, threads: threads)
          .history)
      hashes.insert(network.weightsHash)
    }
    #expect(hashes.count == 1)
    #expect(histories.count == 1)
  }

  @Test(arguments: recipes) func resumedAnywhere(recipe: Recipe) throws {
    let whole = try makeNetwork(recipe.network, source: source)
    var checkpoints: [TrainingCheckpoint] = []
    let outcome = try whole.train(
      on: source, validation: validation, options: recipe.options, threads: 2, checkpointEvery: .zero,
      checkpoint: { checkpoints.append($0) })
    // Within epochs too: 3 steps each.
    #expect(checkpoints.contains { $0.counters.openCount > 0 })
    #expect(checkpoints.count >= 6)
    for checkpoint in checkpoints {
      let resumed = try makeNetwork(recipe.network, source: source, seed: 99)
      let read = try #require(TrainingCheckpoint(Safetensors(decoding: checkpoint.file().encoded())))
      #expect(read == checkpoint)
      let rest = try resumed.train(
        on: source, validation: validation, options: recipe.options, threads: 1, resuming: read)
      #expect(resumed.weightsHash == whole.weightsHash, "from step \(checkpoint.step)")
      #expect(rest.history == outcome.history)
      #expect(rest.bestEpoch == outcome.bestEpoch)
    }
  }
}
