import Datasets
import Models
import Networks
import Testing

/// Residuals, branches, repetitions and joins by name.
@Suite struct StructureTests {
  /// As PyTorch counts the same network: 272,186 parameters (He et al., widths 16, 32, 64, three blocks
  /// each).
  @Test func resNet20HasTheShapesOfItsPaper() throws {
    let source = Spots(count: 1, shape: SampleShape(channels: 1, height: 28, width: 28), classes: 10)
    let network = try makeNetwork(resNet20, source: source)
    let summary = network.summary
    #expect(summary.parameters == 272_186)
    #expect(summary.layers.count == 72)
    let sums = summary.layers.filter { $0.text == "residual" }
    #expect(sums.count == 9)
    #expect(sums[2].output == SampleShape(channels: 16, height: 28, width: 28))
    #expect(sums[5].output == SampleShape(channels: 32, height: 14, width: 14))
    #expect(sums[8].output == SampleShape(channels: 64, height: 7, width: 7))
    // 3x3 layers, the two 1x1 skips, and the dense layer.
    let first = 784 * 9 * 16
    let stages = 784 * 9 * 16 * 16 * 6 + 196 * 9 * 32 * (16 + 32 * 5) + 49 * 9 * 64 * (32 + 64 * 5)
    #expect(summary.macs == first + stages + 196 * 16 * 32 + 49 * 32 * 64 + 640)
    #expect(
      try NetworkDefinition(lines: lines(resNet20)).layerCount == summary.layers.count,
      "counted before shapes are known")
  }

  @Test func resNet20TrainsToTheSameBitsOnAnyNumberOfThreads() throws {
    var hashes: Set<String> = []
    for threads in [1, 3] {
      let source = Spots(count: 64, shape: SampleShape(channels: 1, height: 12, width: 12))
      let network = try makeNetwork(resNet20, source: source)
      let outcome = try network.train(on: source, options: options(epochs: 2, batch: 64), threads: threads)
      #expect(outcome.history[1].loss < outcome.history[0].loss)
      hashes.insert(network.weightsHash)
    }
    #expect(hashes.count == 1)
  }

  @Test func tensorsBearTheNamesOfTheirLayers() throws {
    let text = """
      conv 4 3x3 bias=no name=stem
      repeat 2 {
        conv 4 1x1 bias=no
        batchnorm name=norm
      }
      dense classes bias=no
      """
    let names = try makeNetwork(text, source: Spots(count: 1)).tensors().map(\.name)
    #expect(
      names.filter { $0.hasSuffix("weights") } == [
        "stem.weights", "3.conv.1.weights", "3.conv.2.weights", "5.dense.weights",
      ])
    #expect(names.contains("norm.2.variance"))
  }

  @Test func aResidualOfNothingButZerosHandsItsInputOn() throws {
    let source = Spots(count: 8)
    let plain = try makeNetwork("conv 16 3x3\ndense classes", source: source)
    let around = try makeNetwork("conv 16 3x3\nresidual {\nconv 16 3x3\n}\ndense classes", source: source)
    var tensors = around.tensors()
    let start = plain.tensors()
    tensors = tensors.map { tensor in
      if tensor.name.hasPrefix("3.") {
        return NamedTensor(name: tensor.name, shape: tensor.shape, values: tensor.values.map { _ in 0 })
      }
      let same = start.first { $0.shape == tensor.shape }
      return NamedTensor(name: tensor.name, shape: tensor.shape, values: same?.values ?? [])
    }
    try around.restore(tensors)
    #expect(try around.predict(source, threads: 1) == plain.predict(source, threads: 1))
  }

  @Test(
    arguments: [
      (
        "residual {\nconv 8 3x3 stride=2\n}\ndense classes",
        "'residual' (layer 1) gets 6x6x8 and 12x12x1 (width x height x channels); it needs equal shapes to "
          + "add.",
        "skip { conv FILTERS 1x1 stride=N }"
      ),
      (
        "branch concat {\nconv 8 3x3\n} {\npool max 2x2\n}\ndense classes",
        "'branch concat' (layer 1) gets 12x12x8 and 6x6x1 (width x height x channels); it needs equal width "
          + "and height",
        "Each block must come to the same width and height."
      ),
      (
        "conv 8 3x3 name=stem\npool max 2x2\nadd stem\ndense classes",
        "'add stem' (layer 3) gets 6x6x8 and 12x12x8", ""
      ),
      (
        "conv 8 3x3\nadd stem\ndense classes", "'add stem' (layer 2): no layer above is called 'stem'.",
        "name=stem"
      ),
      (
        "conv 8 3x3 name=a\nconv 8 3x3 name=b\nadd c\ndense classes", "no layer above is called 'c'.",
        "Named are: a, b."
      ),
      (
        "conv 8 3x3 name=a\nconv 8 3x3 name=a\ndense classes",
        "'conv 8 3x3 name=a' (layer 2) has the name 'a' of another layer.", ""
      ),
      (
        "conv 8 3x3 name=1a\ndense classes",
        "'conv 8 3x3 name=1a' (layer 1) has the name '1a'; a name is a letter", ""
      ),
      (
        "skip {\nconv 8 3x3\n}\ndense classes",
        "'skip' (layer 1) stands inside the block of 'residual' alone.", ""
      ),
      (
        "residual {\nskip {\nconv 8 3x3\n}\n}\ndense classes", "'residual' (layer 1) needs a block of layers",
        ""
      ),
      ("branch add {\nconv 8 3x3\n}\ndense classes", "'branch add' (layer 1) needs 2 blocks of layers", ""),
      ("relu {\nconv 8 3x3\n}\ndense classes", "'relu' (layer 1) takes no block.", ""),
      (
        "residual {\nrelu\nskip {\nrelu\n}\nskip {\nrelu\n}\n}\ndense classes",
        "'skip' (layer 5) is the second skip of its residual", ""
      ),
      (
        "repeat 1000 {\nrepeat 1000 {\nrelu\n}\n}\ndense classes", "the network has more than 20000 layers",
        ""
      ),
    ])
  func namesTheLineThatDoesNotFit(text: String, message: String, hint: String) throws {
    let error = #expect(throws: NetworkError.self) { try makeNetwork(text, source: Spots(count: 1)) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "none")")
    #expect(hint.isEmpty || error?.hint?.contains(hint) == true, "\(error?.hint ?? "none")")
    #expect(error?.line != nil)
  }
}

/// He et al., doi:10.1109/CVPR.2016.90, section 4.2, with learned skips.
let resNet20 = """
  conv 16 3x3 bias=no
  batchnorm
  relu
  repeat 3 {
    \(residual(16))
    relu
  }
  \(residual(32, stride: 2))
  relu
  repeat 2 {
    \(residual(32))
    relu
  }
  \(residual(64, stride: 2))
  relu
  repeat 2 {
    \(residual(64))
    relu
  }
  pool global
  dense classes
  """

private func residual(_ width: Int, stride: Int = 1) -> String {
  let skip = "skip {\nconv \(width) 1x1 stride=\(stride) bias=no\nbatchnorm\n}\n"
  return """
    residual {
      conv \(width) 3x3 stride=\(stride) padding=1 bias=no
      batchnorm
      relu
      conv \(width) 3x3 bias=no
      batchnorm
      \(stride == 1 ? "" : skip)}
    """
}
