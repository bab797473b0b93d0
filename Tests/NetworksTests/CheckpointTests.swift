import Models
import Networks
import Testing

@Suite("Checkpoints as files") struct CheckpointTests {
  private func checkpoints(_ kind: OptimizerSettings.Kind) throws -> (
    network: Network, all: [TrainingCheckpoint]
  ) {
    let source = Spots(count: 100)
    let network = try makeNetwork(source: source)
    var all: [TrainingCheckpoint] = []
    _ = try network.train(
      on: source, validation: Spots(count: 30, seed: 8), options: options(epochs: 3, kind: kind, rate: 0.003),
      threads: 2,
      checkpoint: { all.append($0) })
    return (network, all)
  }

  @Test(arguments: OptimizerSettings.Kind.allCases) func comesBackWholeFromItsBytes(
    kind: OptimizerSettings.Kind
  ) throws {
    for checkpoint in try checkpoints(kind).all {
      let file = checkpoint.file(metadata: ["command": "train small on spots"])
      let read = try Safetensors(decoding: file.encoded())
      #expect(TrainingCheckpoint(read) == checkpoint)
      #expect(read.metadata["command"] == "train small on spots")
      #expect(read.digest == file.digest)
    }
  }

  @Test func trainingGoesOnFromAFileWithAnotherThreadCount() throws {
    let (whole, all) = try checkpoints(.adam)
    let source = Spots(count: 100)
    let resumed = try makeNetwork(source: source, seed: 99)
    let file = try Safetensors(decoding: all[1].file().encoded())
    let outcome = try resumed.train(
      on: source, validation: Spots(count: 30, seed: 8),
      options: options(epochs: 3, kind: .adam, rate: 0.003), threads: 1,
      resuming: TrainingCheckpoint(file))
    #expect(resumed.weightsHash == whole.weightsHash)
    #expect(outcome.history.count == 3)
    // Steps 0, 1, 2, 4 and 8, as of the whole training: 9 steps.
    #expect(outcome.trace.map(\.step) == [0, 1, 2, 4, 8])
  }

  @Test func aFileWithoutACheckpointIsNone() throws {
    #expect(TrainingCheckpoint(Safetensors(tensors: [], metadata: [:])) == nil)
    #expect(TrainingCheckpoint(Safetensors(tensors: [], metadata: ["fovea.checkpoint": "{}"])) == nil)
  }

  @Test func theDigestFollowsEveryPart() {
    let tensor = NamedTensor(name: "a", shape: [2], values: [1, 2])
    let digests = [
      Safetensors(tensors: [tensor]), Safetensors(tensors: [tensor], metadata: ["a": "b"]),
      Safetensors(tensors: [NamedTensor(name: "b", shape: [2], values: [1, 2])]),
      Safetensors(tensors: [NamedTensor(name: "a", shape: [1, 2], values: [1, 2])]),
      Safetensors(tensors: [NamedTensor(name: "a", shape: [2], values: [1, -2])]),
    ].map(\.digest)
    #expect(Set(digests).count == digests.count)
  }
}

@Suite("Traces of weights") struct TrainingTraceTests {
  private func trace(stop: Int? = nil, rate: Double = 0.05, threads: Int = 2) throws -> [TracePoint] {
    let source = Spots(count: 100)
    return try makeNetwork(source: source).train(
      on: source, options: options(rate: rate, stop: stop), threads: threads
    ).trace
  }

  @Test func namesLayersAtGrowingDistances() throws {
    let trace = try trace()
    #expect(trace.map(\.step) == [0, 1, 2, 4])
    #expect(trace[0].layers.map(\.name) == ["1.conv", "2.batchnorm", "5.conv", "8.dense", "11.dense"])
    #expect(trace[0].layers.allSatisfy { $0.fingerprint.count == 8 })
    #expect(Set(trace.map(\.layers)).count == 4)
  }

  @Test func isTheSameForAnyThreadsAndShowsWhereAnotherRateBegins() throws {
    #expect(try trace(threads: 1) == trace(threads: 3))
    let (one, other) = (try trace(), try trace(rate: 0.06))
    #expect(one[0] == other[0])
    #expect(one[1] != other[1])
    #expect(try trace(stop: 3) == Array(one.prefix(3)))
  }
}
