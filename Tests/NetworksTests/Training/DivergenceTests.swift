import Datasets
import Models
import Networks
import Testing

@Suite struct DivergenceTests {
  private let source = Spots(count: 64)

  private func failure(_ text: String, _ options: TrainingOptions, _ source: some SampleSource) throws
    -> NetworkError?
  {
    let network = try makeNetwork(text, source: source)
    let before = network.weightsHash
    let error = #expect(throws: NetworkError.self) {
      try network.train(on: source, options: options, threads: 2)
    }
    #expect(network.weightsHash == before)
    return error
  }

  @Test func namesStepRateAndTheLayerThatOverflows() throws {
    let error = try failure(
      "dense 16\nrelu\ndense 8\nrelu\ndense classes", options(epochs: 50, batch: 32, rate: 1e30), source)
    guard case .diverged(let step, let rate, let place, _) = error else {
      Issue.record("expected a divergence, found \(String(describing: error))")
      return
    }
    #expect(step >= 2 && rate > 0)
    #expect(place.contains("'dense") && place.contains("(layer "))
    #expect(
      error?.message.contains(
        "in step \(step) at rate \(rate): there is a number that isn't finite in \(place).") == true)
    #expect(error?.message.hasSuffix("The model is as it was before this training.") == true)
    #expect(error?.hint?.contains("find rate MODEL on DATA") == true)
  }

  @Test func suggestsARateOfOneDigit() {
    let error = NetworkError.diverged(
      step: 3, rate: 0.05, place: "the output of 'dense 8' (layer 1)", usual: 0.05)
    #expect(error.hint?.hasPrefix("Try a smaller rate, rate=0.005, or") == true)
    #expect(
      error.message
        == "training diverged in step 3 at rate 0.05: there is a number that isn't finite in the output of "
        + "'dense 8' (layer 1). The model is as it was before this training.")
    for (rate, usual, suggested) in [(1e30, 0.05, "0.05"), (0.01, 0.001, "0.001"), (0.001, 0.001, "0.0001")] {
      let error = NetworkError.diverged(step: 1, rate: rate, place: "x", usual: usual)
      #expect(error.hint?.contains(" rate=\(suggested),") == true, "never above the usual rate")
    }
  }

  @Test func namesTheWeightsThatTheLastStepSpoilt() throws {
    // One step: nothing but a look at the weights can find it. Adagrad's first step is the rate itself.
    let error = try failure(
      "dense classes", options(epochs: 1, batch: 64, kind: .adagrad, rate: 1e39), source)
    guard case .diverged(let step, _, let place, _) = error else {
      Issue.record("expected a divergence, found \(String(describing: error))")
      return
    }
    #expect(step == 1)
    #expect(place == "the weights of 'dense classes' (layer 1)")
  }

  /// A relu makes what is no number 0, so that the loss of the next steps looks well.
  @Test func isFoundInItsStepBehindARelu() throws {
    let error = try failure(
      "dense 8 init=1e30\nrelu\ndense classes init=1e30", options(epochs: 3, batch: 16, rate: 1e30), source)
    guard case .diverged(1, _, _, _) = error else {
      Issue.record("expected a divergence in step 1, found \(String(describing: error))")
      return
    }
  }

  @Test func blamesTheImagesWhereTheyHoldNoNumbers() throws {
    let error = try failure("dense classes", options(epochs: 1, batch: 32), BrokenSpots())
    #expect(error == .badSamples(step: 1))
    #expect(error?.hint?.contains("describe DATA") == true)
  }

  @Test func findsALayerDeepInTheNetwork() throws {
    let text =
      "conv 8 3x3\nrepeat 30 {\nresidual {\nconv 8 3x3\nbatchnorm\nrelu\n}\n}\ndense 20 "
      + "init=3e38\nrelu\ndense classes"
    let error = try failure(text, options(epochs: 1, batch: 32), source)
    guard case .diverged(1, _, let place, _) = error else {
      Issue.record("expected a divergence, found \(String(describing: error))")
      return
    }
    #expect(place == "the output of 'dense 20 init=3e38' (layer 7)")
  }

  /// The third sample has a number that is none.
  private struct BrokenSpots: SampleSource {
    let whole = Spots(count: 32)
    var count: Int { whole.count }
    var shape: SampleShape { whole.shape }
    var classes: Int { whole.classes }
    func label(_ position: Int) -> Int { whole.label(position) }
    func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) {
      whole.read(position, epoch: epoch, into: &destination)
      if position == 2 { destination[7] = .nan }
    }
  }
}
