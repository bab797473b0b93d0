import Tensors
import Testing

@testable import Datasets

@Suite("Mixed training samples")
struct MixingTests {
  private static let shape = SampleShape(channels: 3, height: 11, width: 17)

  private static func chance(_ sample: Int, epoch: Int = 0, seed: UInt64 = 5) -> AugmentationChance {
    AugmentationChance(
      stream: RandomStream(seed: seed, stream: .mix), epoch: epoch, sample: sample, step: 1)
  }

  /// What scipy.stats.beta.cdf(x, alpha, alpha) gives at 0.001, 0.05, 0.2, 0.35, 0.5, 0.8 and 0.99.
  private static let distribution: [(alpha: Double, below: [Double])] = [
    (0.05, [0.3553486065, 0.433101808, 0.4677861294, 0.4855278306, 0.5, 0.5322138706, 0.6011290844]),
    (0.2, [0.1322012917, 0.2910250664, 0.3927221644, 0.4509348481, 0.5, 0.6072778356, 0.7902223099]),
    (0.5, [0.0201350416, 0.1435662931, 0.2951672353, 0.403013316, 0.5, 0.7048327647, 0.9362314391]),
    (1, [0.001, 0.05, 0.2, 0.35, 0.5, 0.8, 0.99]),
    (2, [2.998e-06, 0.00725, 0.104, 0.28175, 0.5, 0.896, 0.999702]),
    (8, [0.0, 1.83e-07, 0.0042397497, 0.1132311308, 0.5, 0.9957602503, 1.0]),
  ]

  @Test(arguments: distribution) func sharesHaveTheBetaDistribution(alpha: Double, below: [Double]) {
    let count = 20_000
    let shares = (0..<count).map { Self.chance($0).beta(alpha) }
    #expect(shares.allSatisfy { $0 >= 0 && $0 <= 1 })
    for (place, expected) in zip([0.001, 0.05, 0.2, 0.35, 0.5, 0.8, 0.99], below) {
      let found = Double(shares.count { $0 <= place }) / Double(count)
      // Four standard errors of a share of 20,000.
      #expect(abs(found - expected) < 4 * (expected * (1 - expected) / Double(count)).squareRoot() + 1e-9)
    }
  }

  @Test func extremeParametersGiveShares() {
    for alpha in [0.001, 0.01, 100, 1000] {
      let shares = (0..<200).map { Self.chance($0).beta(alpha) }
      #expect(shares.allSatisfy { $0 >= 0 && $0 <= 1 })
      if alpha > 1 { #expect(shares.allSatisfy { abs($0 - 0.5) < 0.2 }) }
    }
  }

  @Test func parametersThatAreNoneGiveTheirLimits() {
    for alpha in [0, -1, -Double.infinity] {
      #expect(Set((0..<50).map { Self.chance($0).beta(alpha) }) == [0, 1])
    }
    #expect(Self.chance(0).beta(.infinity) == 0.5 && Self.chance(0).beta(.nan) == 0.5)
  }

  @Test func whatOfAPatchLiesOutsideCountsForNothing() {
    let (rows, columns) = (Self.shape.height, Self.shape.width)
    let patch = Mixture.Patch(rows: 1..<rows + 5, columns: -3..<2)
    #expect(
      mixed(Mixture(share: 0.5, patch: patch)).count { $0 == 0 } == Self.shape.channels * (rows - 1) * 2)
    let outside = Mixture.Patch(rows: rows + 2..<rows + 5, columns: 0..<columns)
    #expect(mixed(Mixture(share: 0.5, patch: outside)).allSatisfy { $0 == 1 })
  }

  /// Two images of one brightness each: what is mixed can be read off.
  private func mixed(_ mixture: Mixture) -> [Float] {
    var values = [Float](repeating: 1, count: Self.shape.count)
    let other = [Float](repeating: 0, count: Self.shape.count)
    var span = values.mutableSpan
    SamplePair(partner: 1, mixture: mixture).mix(other.span, into: &span, shape: Self.shape)
    return values
  }

  @Test func theShareOfCutMixIsThatOfThePixels() {
    var areas: Set<Int> = []
    for sample in 0..<500 {
      let mixture = CutMixStep().mixture(Self.chance(sample), shape: Self.shape)
      let values = mixed(mixture)
      let own = values.count { $0 == 1 }
      #expect(abs(Double(own) / Double(values.count) - mixture.share) < 1e-12)
      #expect(mixture.share < 1 || mixture == .none)
      areas.insert(own)
    }
    #expect(areas.count > 50)
  }

  @Test func mixUpBlendsValues() {
    for sample in 0..<100 {
      let mixture = MixUpStep(alpha: 1).mixture(Self.chance(sample), shape: Self.shape)
      #expect(mixture.patch == nil)
      #expect(mixed(mixture).allSatisfy { $0 == Float(mixture.share) })
    }
  }

  @Test func partnersAreOtherSamplesOfTheStepEachAsLikely() throws {
    var data = try counting(classes: 2, perClass: 4)
    data.augmentation = Augmentation([MixUpStep(alpha: 1)])
    let source = try data.source(.train, training: true, seed: 3)
    let positions = [6, 1, 4, 3]
    var found = [Int: Int]()
    for epoch in 0..<3000 {
      let pairs = source.pairs(of: positions, epoch: epoch)
      for (position, pair) in zip(positions, pairs) { #expect(pair.partner != position) }
      found[pairs[0].partner, default: 0] += 1
    }
    #expect(found.keys.sorted() == [1, 3, 4])
    #expect(found.values.allSatisfy { abs($0 - 1000) < 120 })
  }

  @Test func aMixtureFollowsFromSeedEpochAndSample() throws {
    var data = try load("digits")
    data.augmentation = Augmentation([MixUpStep(alpha: 1), CutMixStep()])
    let source = try data.source(.train, training: true, seed: 3)
    let whole = source.pairs(of: Array(0..<100), epoch: 2)
    #expect(whole == source.pairs(of: Array(0..<100), epoch: 2))
    #expect(whole != source.pairs(of: Array(0..<100), epoch: 3))
    #expect(whole != (try data.source(.train, training: true, seed: 4)).pairs(of: Array(0..<100), epoch: 2))
    // Both steps have their turn.
    #expect(whole.contains { $0.mixture.patch == nil && $0.mixture.share < 1 })
    #expect(whole.contains { $0.mixture.patch != nil })
    // A sample keeps its share when a split takes others away.
    let split = try data.splitting(validation: 0.5, seed: 1)
    let part = try split.source(.train, training: true, seed: 3)
    let position = try #require(split.train.indices.firstIndex { $0 < 100 })
    let own = part.pairs(of: [position, position + 1], epoch: 2)[0]
    #expect(own.mixture == whole[split.train.indices[position]].mixture)
  }

  @Test func onlyTrainingSamplesAreMixed() throws {
    var data = try load("digits")
    data.augmentation = Augmentation([MixUpStep()])
    #expect(try data.source(.train, training: true, seed: 1).pairs(of: [0, 1], epoch: 0).count == 2)
    #expect(try data.source(.train, training: false, seed: 1).pairs(of: [0, 1], epoch: 0).isEmpty)
    // One sample has no partner.
    #expect(try data.source(.train, training: true, seed: 1).pairs(of: [0], epoch: 0).isEmpty)
  }

  @Test func probabilityIsHowOftenAnImageIsMixed() throws {
    var data = try load("digits")
    data.augmentation = Augmentation([CutMixStep(alpha: 8, probability: 0.25)])
    let pairs = try data.source(.train, training: true, seed: 1).pairs(of: Array(0..<1000), epoch: 0)
    #expect(abs(pairs.count { $0.mixture.share < 1 } - 250) < 60)
    for (position, pair) in pairs.enumerated() {
      #expect((pair.partner == position) == (pair.mixture == .none))
    }
  }

  @Test(arguments: [
    ("mixup", MixUpStep().text), ("mixup 1 probability=50%", MixUpStep(alpha: 1, probability: 0.5).text),
    ("cutmix", CutMixStep().text), ("cutmix 0.5", CutMixStep(alpha: 0.5).text),
  ])
  func textsAreWhatIsTyped(expected: String, text: String) { #expect(text == expected) }
}
