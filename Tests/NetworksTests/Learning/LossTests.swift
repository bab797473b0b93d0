import Datasets
import Declarations
import Testing

@testable import Networks

@Suite struct LossTests {
  /// The loss of a case of learning.py.
  private static func loss(_ name: String) -> any LossFunction {
    let words = name.split(separator: " ").map(String.init)
    return switch words[0] {
    case "kl": KullbackLeiblerLoss(smoothing: 0.2)
    case "focal": FocalLoss(gamma: name == "focal weights" ? 1.5 : 2)
    case "huber": HuberLoss(delta: 0.7)
    case "cross_entropy": CrossEntropyLoss(smoothing: words.contains("smoothing") ? 0.1 : 0)
    default: plain(words[0])
    }
  }

  private static func plain(_ name: String) -> any LossFunction {
    guard let declaration = Losses.named(name) else { preconditionFailure("no loss is called \(name)") }
    let defaults = declaration.parameters.map { ($0.name, $0.defaultValue) }
    let arguments = Arguments(Dictionary(uniqueKeysWithValues: defaults).compactMapValues { $0 })
    guard let loss = declaration.make(arguments) as? any LossFunction else {
      preconditionFailure("\(name) computes nothing")
    }
    return loss
  }

  /// The batch of learning.py, two samples of which have outputs of ±10,000.
  @Test(arguments: Expected.values.losses.cases.keys.sorted()) func equalsPyTorch(name: String) throws {
    let expected = Expected.values.losses
    let wanted = try #require(expected.cases[name])
    let weights = ClassWeights(name.hasSuffix("weights") ? expected.weights : [])
    let loss = WeightedLoss(function: Self.loss(name), classes: 4, weights: weights)
    let total = expected.labels.reduce(0) { $0 + weights[$1] }
    var sum = 0.0
    var gradients: [Float] = []
    for (sample, label) in zip(expected.samples, expected.labels) {
      var gradient = [Float](repeating: .nan, count: 4)
      sum += loss.value(sample, .oneOf(label), scale: Float(1 / total), gradient: &gradient)
      gradients += gradient
    }
    let value = sum / total
    #expect(abs(value - wanted.value) <= 1e-6 * max(1, abs(wanted.value)))
    let size = wanted.gradient.map(abs).max() ?? 0
    for (found, gradient) in zip(gradients, wanted.gradient) {
      // Gradients are 32-bit numbers.
      let error = abs(Double(found) - gradient)
      #expect(error <= 2e-7 * size + 1e-12)
    }
  }

  /// Central differences of every loss, at outputs that are exact in 32 bits and away from corners.
  @Test(arguments: Losses.all.map(\.name)) func gradientsAreThoseOfTheValues(name: String) {
    let functions: [String: any LossFunction] = [
      "cross_entropy": CrossEntropyLoss(smoothing: 0.15), "kl": KullbackLeiblerLoss(smoothing: 0.15),
      "focal": FocalLoss(gamma: 1.7),
    ]
    let loss = WeightedLoss(
      function: functions[name] ?? Self.plain(name), classes: 5, weights: ClassWeights([1, 0.5, 2, 0, 3]))
    let logits: [Float] = [0.75, -1.5, 0.625, 2.25, -0.3125]
    for label in 0..<5 {
      var gradient = [Float](repeating: .nan, count: 5)
      _ = loss.value(logits, .oneOf(label), scale: 1, gradient: &gradient)
      for index in 0..<5 {
        let step: Float = 0x1p-10
        let values = [step, -step].map { offset in
          var moved = logits
          moved[index] += offset
          return loss.value(moved, .oneOf(label), scale: 1, gradient: nil)
        }
        let difference = (values[0] - values[1]) / Double(2 * step)
        let error = abs(Double(gradient[index]) - difference)
        #expect(error < 2e-6, "\(name), class \(label), output \(index)")
      }
    }
  }

  @Test(arguments: Losses.all.map(\.name)) func staysFiniteFarOut(name: String) {
    let loss = WeightedLoss(function: Self.plain(name), classes: 3, weights: .equal)
    for logits: [Float] in [[1e4, -1e4, 0], [-1e4, 1e4, 1e4], [-1e4, -1e4, -1e4], [0, 0, 0]] {
      for label in 0..<3 {
        var gradient = [Float](repeating: .nan, count: 3)
        let value = loss.value(logits, .oneOf(label), scale: 1, gradient: &gradient)
        #expect(value.isFinite)
        let isFinite = gradient.allSatisfy { $0.isFinite }
        #expect(isFinite)
      }
    }
  }

  @Test func valuesOutsideTheirLimitsAreRefused() {
    struct OwnLoss: Loss { var arguments: Arguments { Arguments() } }
    let wrong: [any Loss] = [
      CrossEntropyLoss(smoothing: 1), KullbackLeiblerLoss(smoothing: -0.1), FocalLoss(gamma: .nan),
      HuberLoss(delta: 0), OwnLoss(),
    ]
    for loss in wrong { #expect(throws: NetworkError.self) { try Losses.function(loss) } }
  }

  @Test func everyOptionNamesTheLossesThatTakeIt() {
    let rules = Losses.parameters.map { "\($0.name): \($0.rule?.shortText ?? "all")" }
    #expect(rules == ["label_smoothing: loss=cross_entropy or kl", "gamma: loss=focal", "delta: loss=huber"])
  }

  @Test func balancedWeightsAreScikitLearns() {
    // compute_class_weight("balanced", classes=[0, 1, 2], y=[0] * 6 + [1] * 3 + [2]): 10 / (3 n).
    let weights = ClassWeights(balancing: [6, 3, 1])
    let expected = [6, 3, 1].map { 10 / (3 * Double($0)) }
    #expect((0..<3).map { weights[$0] } == expected)
    // A class that doesn't occur isn't one of those that share.
    #expect(ClassWeights(balancing: [5, 0, 5])[0] == 1)
  }
}
