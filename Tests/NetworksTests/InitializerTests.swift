import Testing

@testable import Networks

@Suite struct InitializerTests {
  static let drawn: [Initializer] = [
    .fanIn, .xavier(.uniform), .xavier(.normal), .he(.uniform), .he(.normal), .lecun(.uniform),
    .lecun(.normal),
  ]

  /// The variance of 90,000 numbers is within 0.5% of its theory in two of three draws, and within 2% always.
  @Test(arguments: drawn) func hasTheVarianceOfItsTheory(initializer: Initializer) throws {
    let fan = Fan(inputs: 300, outputs: 120)
    let values = initializer.values(shape: [300, 300], fan: fan, seed: 5, tensor: 2).map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let expected = try #require(initializer.variance(fan))
    #expect(abs(variance / expected - 1) < 0.02)
    #expect(abs(mean) < 4 * (expected / Double(values.count)).squareRoot())
  }

  @Test(arguments: [[8, 3, 3, 3], [64, 4, 2, 2], [20, 20], [1, 7]]) func orthogonalVectorsStandAtRightAngles(
    shape: [Int]
  ) {
    let columns = shape.dropFirst().reduce(1, *)
    let values = Initializer.orthogonal.values(
      shape: shape, fan: Fan(inputs: 1, outputs: 1), seed: 1, tensor: 0)
    let isWide = shape[0] <= columns
    let (count, length) = isWide ? (shape[0], columns) : (columns, shape[0])
    func vector(_ index: Int) -> [Double] {
      (0..<length).map { Double(values[isWide ? index * columns + $0 : $0 * columns + index]) }
    }
    for first in 0..<count {
      for second in 0...first {
        let product = zip(vector(first), vector(second)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (first == second ? 1 : 0)) < 1e-5)
      }
    }
  }

  /// Quantiles that scipy.stats.norm.ppf gives.
  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.959963984540054), (0.01, -2.3263478740408408), (1e-10, -6.361340902404056),
    (0.3, -0.5244005127080409),
  ]) func quantilesAreThoseOfTheNormalDistribution(p: Double, quantile: Double) {
    #expect(abs(NormalQuantile.value(p) - quantile) < 1e-13)
  }

  @Test func layersAndNetworksSayHowWeightsBegin() throws {
    let definition = try NetworkDefinition(
      lines: lines("conv 4 3x3 init=0.5\ndense classes"), initializer: .constant(0.25))
    let source = Spots(count: 1)
    let network = try Network(definition: definition, input: source.shape, classes: 4, seed: 1)
    #expect(network.current.values[0].allSatisfy { $0 == 0.5 })
    #expect(network.current.values[1].allSatisfy { $0 == 0 })
    #expect(network.current.values[2].allSatisfy { $0 == 0.25 })
  }
}
