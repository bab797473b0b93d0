import Datasets
import Testing

@testable import Networks

/// Losses of label sets against PyTorch: `binary_cross_entropy_with_logits` with `pos_weight`, the sigmoid focal
/// loss of arXiv:1708.02002 and `mse_loss`, all as means in float64.
@Suite("Losses of label sets")
struct LabelSetLossTests {
  struct Case: Sendable {
    let name: String
    let loss: any LossFunction
    let isWeighted: Bool
    let value: Double
    let gradient: [Double]

    init(_ name: String, _ loss: any LossFunction, weighted: Bool, value: Double, gradient: [Double]) {
      (self.name, self.loss, isWeighted, self.value, self.gradient) = (name, loss, weighted, value, gradient)
    }
  }

  private static let logits: [[Float]] = [
    [0.5, -1.25, 2, 0], [3, -0.75, -2.5, 1.5], [10_000, -10_000, 10_000, -10_000], [-1, 0.25, 0.75, -3.5],
  ]
  private static let sets = LabelSets([[0, 2], [], [0, 3], [0, 1, 2, 3]], classes: 4)
  private static let weights = ClassWeights([1, 0.5, 2, 3])

  static let cases = [
    Case(
      "bce", BinaryCrossEntropyLoss(), weighted: false, value: 1250.7854790724298,
      gradient: [
        -0.023596291799884088, 0.013918758676581803, -0.007450182626382355, 0.03125,
        0.059535882926402085, 0.02005133130153794, 0.004741136251327722, 0.05109840476210273,
        0.0, 0.0, 0.0625, -0.0625,
        -0.045691161164375306, -0.02736396869463762, -0.02005133130153794, -0.06066798557804023,
      ]),
    Case(
      "bce weights", BinaryCrossEntropyLoss(), weighted: true, value: 2501.240812206415,
      gradient: [
        -0.023596291799884088, 0.013918758676581803, -0.01490036525276471, 0.03125,
        0.059535882926402085, 0.02005133130153794, 0.004741136251327722, 0.05109840476210273,
        0.0, 0.0, 0.0625, -0.1875,
        -0.045691161164375306, -0.01368198434731881, -0.04010266260307588, -0.1820039567341207,
      ]),
    Case(
      "focal", FocalLoss(gamma: 2), weighted: false, value: 1250.5235579233656,
      gradient: [
        -0.008621062334432151, 0.0019043034832739014, -0.0003044337622120478, 0.018642924696249147,
        0.07042186753968051, 0.00544435387679929, 7.972405804143095e-05, 0.060089042966897516,
        0.0, -0.0, 0.0625, -0.0625,
        -0.04801467019995735, -0.01300352369530402, -0.00544435387679929, -0.06934950704863746,
      ]),
    Case(
      "focal weights", FocalLoss(gamma: 1.5), weighted: true, value: 2500.98299891897,
      gradient: [
        -0.011891466127667082, 0.003392172502611363, -0.0014759457316643983, 0.022535943574811843,
        0.06795301557987751, 0.00811993170873448, 0.0002418591157097473, 0.059285321143591314,
        0.0, -0.0, 0.0625, -0.1875,
        -0.04925720159987626, -0.008360498801284817, -0.01623986341746896, -0.20188993285299497,
      ]),
    Case(
      "mse", MeanSquaredErrorLoss(), weighted: false, value: 25000002.984375,
      gradient: [
        -0.0625, -0.15625, 0.125, 0.0,
        0.375, -0.09375, -0.3125, 0.1875,
        1249.875, -1250.0, 1250.0, -1250.125,
        -0.25, -0.09375, -0.03125, -0.5625,
      ]),
  ]

  @Test(arguments: cases) func equalPyTorch(of wanted: Case) {
    let loss = WeightedLoss(
      function: wanted.loss, classes: 4, weights: wanted.isWeighted ? Self.weights : .equal)
    var sum = 0.0
    var gradients: [Float] = []
    for (row, logits) in Self.logits.enumerated() {
      let target = Target.anyOf(Self.sets, row: row)
      #expect(loss.weights.weight(of: target) == 1)
      var gradient = [Float](repeating: .nan, count: 4)
      sum += loss.value(logits, target, scale: 1 / 4, gradient: &gradient)
      gradients += gradient
    }
    #expect(abs(sum / 4 - wanted.value) <= 1e-12 * max(1, abs(wanted.value)))
    for (found, gradient) in zip(gradients, wanted.gradient) {
      // Gradients are 32-bit numbers.
      #expect(abs(Double(found) - gradient) <= 2e-7 * max(abs(gradient), 1e-3))
    }
  }

  @Test func theUsualLossesGoWithTheirTasks() {
    #expect(Losses.usual(for: .multilabel) is BinaryCrossEntropyLoss)
    #expect(Losses.usual(for: .classification) is CrossEntropyLoss)
    #expect(Losses.names(for: .multilabel) == ["bce", "focal", "mse", "mae", "huber"])
    #expect(Losses.names(for: .classification).count == Losses.all.count)
  }

  @Test func balancedWeightsAreNegativesByPositives() {
    let sets = LabelSets([[0], [0, 1], [0], [1], [0]], classes: 3)
    let weights = ClassWeights(balancing: sets)
    #expect((0..<3).map { weights[$0] } == [0.25, 1.5, 1])
  }
}
