import Datasets
import Declarations
import Models
import Testing

@testable import Networks

/// Training on mixed samples: the loss is λ L(a) + (1 − λ) L(b), whatever the loss.
@Suite("Training on mixed samples")
struct MixedSampleTests {
  /// Four samples of `Spots` in one step, each with a partner; with `label`, the mixed images as samples of
  /// their own, labeled by themselves or by their partners.
  private struct MixedSpots: SampleSource {
    enum Label { case mixed, own, partner }

    let label: Label
    let mixtures: [Mixture]
    private let spots = Spots(count: 4)
    private let partners = [2, 0, 3, 1]

    init(_ label: Label, _ mixtures: [Mixture]) { (self.label, self.mixtures) = (label, mixtures) }

    var count: Int { 4 }
    var shape: SampleShape { spots.shape }
    var classes: Int { 4 }

    func label(_ position: Int) -> Int { spots.label(label == .partner ? partners[position] : position) }

    func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) {
      spots.read(position, epoch: epoch, into: &destination)
      guard label != .mixed else { return }
      var other = [Float](repeating: 0, count: shape.count)
      var span = other.mutableSpan
      spots.read(partners[position], epoch: epoch, into: &span)
      pair(position).mix(other.span, into: &destination, shape: shape)
    }

    func pairs(of positions: [Int], epoch: Int) -> [SamplePair] {
      label == .mixed ? positions.map(pair) : []
    }

    private func pair(_ position: Int) -> SamplePair {
      SamplePair(partner: partners[position], mixture: mixtures[position])
    }
  }

  /// All samples share one λ here, so that the mean over the step is the mixture of the means.
  private static let blends = [Mixture](repeating: Mixture(share: 0.7, patch: nil), count: 4)
  private static let patches = [Mixture](
    repeating: Mixture(share: 1 - 36 / 144.0, patch: .init(rows: 2..<8, columns: 5..<11)), count: 4)

  /// The loss of one step of plain SGD, and what it adds to the weights.
  private func step(_ source: MixedSpots, _ loss: any Loss) throws -> (loss: Double, change: [Float]) {
    let network = try makeNetwork("conv 3 3x3\nrelu\ndense classes", source: source)
    let before = network.tensors().flatMap(\.values)
    var options = TrainingOptions(
      epochs: 1, batch: 4, optimizer: OptimizerSettings(kind: .sgd, momentum: 0), rate: 0.5)
    options.loss = loss
    let outcome = try network.train(on: source, options: options, threads: 1)
    return (outcome.history[0].loss, zip(network.tensors().flatMap(\.values), before).map { $0 - $1 })
  }

  @Test(arguments: Losses.all.map(\.name), [blends, patches])
  func everyLossIsMixedByShares(name: String, mixtures: [Mixture]) throws {
    let declaration = try #require(Losses.named(name))
    let arguments = Dictionary(
      uniqueKeysWithValues: declaration.parameters.map { ($0.name, $0.defaultValue) })
    let loss = declaration.make(.init(arguments.compactMapValues { $0 }))
    let mixed = try step(MixedSpots(.mixed, mixtures), loss)
    let own = try step(MixedSpots(.own, mixtures), loss)
    let partner = try step(MixedSpots(.partner, mixtures), loss)
    let share = mixtures[0].share
    #expect(abs(mixed.loss - (share * own.loss + (1 - share) * partner.loss)) < 1e-12)
    let expected = zip(own.change, partner.change).map { Float(share) * $0 + Float(1 - share) * $1 }
    // Weights are added in Float32.
    #expect(zip(mixed.change, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(mixed.change.contains { $0 != 0 })
  }

  @Test func aMixedSampleIsRightByItsLargerShare() throws {
    let source = Spots(count: 64)
    let network = try makeNetwork(source: source)
    _ = try network.train(on: source, options: options(epochs: 6, batch: 16), threads: 1)
    // Nearly nothing is left of the samples' own pixels, and all answers are those of the partners.
    let mixtures = [Mixture](repeating: Mixture(share: 0.02, patch: nil), count: 4)
    let still = TrainingOptions(
      epochs: 1, batch: 4, optimizer: OptimizerSettings(kind: .sgd, momentum: 0), rate: 0)
    let outcome = try network.train(on: MixedSpots(.mixed, mixtures), options: still, threads: 1)
    #expect(outcome.history[0].accuracy == 1)
  }
}
