import Kernels
import Models
import Networks
import Testing

/// Training in 16 bits; where the processor has no code for it, it is refused.
@Suite(.enabled(if: KernelLibrary.hasBFloat16)) struct PrecisionTests {
  private let source = Spots(count: 96)

  /// Every layer, so that numbers go from 16 to 32 bits and back in all the ways there are.
  static let layers = [
    "conv 16 3x3\nbatchnorm\nrelu\nconv 16 3x3\nrelu\npool max 2x2\nconv 32 3x3\nbatchnorm\nrelu\npool "
      + "global\ndense classes",
    "conv 6 3x3\nrelu\npool max 2x2\nconv 5 3x3 stride=2\nrelu\ndense 9\nrelu\ndropout 0.1\ndense classes",
    "conv 16 3x3\ndepthwise 3x3\nbatchnorm\nrelu6\nconv 16 1x1\nlrn\nconv 8 3x3\nprelu\nconv 8 "
      + "3x3\nlayernorm\ndense classes",
    "conv 16 3x3\nsqueeze 4\nconv 16 3x3\nupsample 2x2\nconv 8 3x3 stride=2\ngelu\nconvtranspose 8 2x2 "
      + "stride=2\ndense classes",
    "conv 5 3x3\nsigmoid\nconv 16 3x3\ntanh\nconv 16 3x3\nswish\nconv 5 3x3\nsoftplus\nconv 16 "
      + "3x3\nelu\nhardswish\ndense classes",
    "conv 16 3x3 name=stem\nresidual {\nconv 16 3x3\nrelu\nconv 16 3x3\n}\nrelu\nbranch concat {\nconv 16 "
      + "3x3\n} {\nconv 5 1x1\n}\nconv 16 1x1\nadd stem\npool average 2x2\nflatten\ndense classes",
    "flatten\ndense 16\nrelu\ndense 16\nleakyrelu\ndense classes",
  ]

  /// One step moves the weights by the gradient; it is that of 32 bits but for the digits that 16 don't have.
  @Test(arguments: layers) func gradientsAreNearThoseOf32Bits(text: String) throws {
    func step(_ precision: Precision) throws -> (moves: [[Float]], loss: Double) {
      let network = try makeNetwork(text, source: source)
      let before = network.tensors()
      var settings = TrainingOptions(
        epochs: 1, batch: 96, optimizer: OptimizerSettings(kind: .sgd, momentum: 0), rate: 1, seed: 1)
      settings.precision = precision
      let outcome = try network.train(on: source, options: settings, threads: 2)
      let moves = zip(before, network.tensors()).map { zip($0.values, $1.values).map { $0 - $1 } }
      return (moves, outcome.history[0].loss)
    }
    let (wide, loss) = try step(.float32)
    let (narrow, narrowLoss) = try step(.bfloat16)
    #expect(abs(loss - narrowLoss) < 0.02 * loss)
    #expect(wide != narrow, "it wasn't trained in 16 bits")
    var difference = 0.0
    var size = 0.0
    for (one, other) in zip(wide.joined(), narrow.joined()) {
      difference += Double(one - other) * Double(one - other)
      size += Double(one) * Double(one)
    }
    // 8 bits of precision: 2^-9 a number; through several layers, with ReLUs and maxima that change sides.
    #expect((difference / size).squareRoot() < 0.1)
  }

  @Test func itLearns() throws {
    let network = try makeNetwork(source: source)
    var settings = options(epochs: 20, batch: 48, kind: .adam, rate: 0.01)
    settings.precision = .bfloat16
    let outcome = try network.train(on: source, options: settings, threads: 2)
    #expect(outcome.history.last!.accuracy > 0.9)
    let predictions = try #require(try network.predict(source, threads: 1))
    #expect(zip(predictions.predictedLabels, predictions.labels).count { $0 == $1 } > 85)
  }

  @Test(arguments: layers) func sameBitsOnAnyThreads(text: String) throws {
    let hashes = try Set(
      [1, 2, 3, 4].map { threads in
        let network = try makeNetwork(text, source: source)
        var settings = options(epochs: 2, batch: 96)
        settings.precision = .bfloat16
        _ = try network.train(on: source, options: settings, threads: threads)
        return network.weightsHash
      })
    #expect(hashes.count == 1)
  }
}
