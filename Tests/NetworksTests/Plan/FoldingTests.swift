import Models
import Networks
import Testing

/// Prediction makes batch normalisation a part of the convolution before it.
@Suite struct FoldingTests {
  /// `dropout 0` does nothing but stand between the two, so that nothing is folded.
  @Test(arguments: [
    "conv 6 3x3\n|batchnorm\nrelu\npool max 2x2\nconv 16 3x3 bias=no\n|batchnorm\npool global\ndense classes",
    "conv 5 3x3\n|batchnorm scale=no\ndepthwise 3x3 bias=no\n|batchnorm shift=no epsilon=0.01\nrelu\ndense "
      + "classes",
    "conv 8 3x3\nresidual {\nconv 8 3x3\n|batchnorm\nrelu\nconv 8 1x1 groups=2\n|batchnorm\n}\nrelu\ndense "
      + "classes",
  ])
  func foldedPredictsTheSame(text: String) throws {
    let source = Spots(count: 40)
    let folded = try makeNetwork(text.replacing("|", with: ""), source: source)
    // Statistics and scales that change something.
    let tensors = folded.tensors().map { tensor in
      let isSpread = tensor.name.hasSuffix(".variance") || tensor.name.hasSuffix(".scale")
      guard isSpread || tensor.name.hasSuffix(".mean") || tensor.name.hasSuffix(".shift") else {
        return tensor
      }
      return NamedTensor(
        name: tensor.name, shape: tensor.shape,
        values: tensor.values.indices.map { (isSpread ? 0.7 : -0.2) + Float($0 % 5) * 0.2 })
    }
    try folded.restore(tensors)
    let plain = try makeNetwork(text.replacing("|", with: "dropout 0\n"), source: source)
    try plain.restore(
      zip(plain.tensors(), tensors).map { NamedTensor(name: $0.name, shape: $0.shape, values: $1.values) })
    let expected = try #require(try plain.predict(source, threads: 1)).probabilities
    let found = try #require(try folded.predict(source, threads: 1)).probabilities
    // The sums are the same up to rounding.
    for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 2e-6) }
    #expect(found != expected, "nothing was folded")
  }

  /// A value that something else reads too must stay as the convolution gave it.
  @Test func whatOthersReadIsNotFolded() throws {
    let source = Spots(count: 40)
    let network = try makeNetwork(
      "conv 4 3x3 name=stem\nbatchnorm\nadd stem\nrelu\ndense classes", source: source)
    _ = try network.train(on: source, options: options(epochs: 6, batch: 40, rate: 0.1), threads: 1)
    let accuracy = try #require(try network.predict(source, threads: 1))
    let right = zip(accuracy.predictedLabels, accuracy.labels).count { $0 == $1 }
    #expect(right > 30)
  }
}
