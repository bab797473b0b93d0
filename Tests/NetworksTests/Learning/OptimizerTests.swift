import Testing

@testable import Networks

/// A hundred steps of each optimizer on the noisy bowl of learning.py.
@Suite struct OptimizerTests {
  private static func settings(_ name: String) -> (settings: OptimizerSettings, rate: Double) {
    switch name {
    case "sgd": return (OptimizerSettings(kind: .sgd, momentum: 0), 0.1)
    case "momentum": return (OptimizerSettings(kind: .sgd), 0.05)
    case "momentum decay": return (OptimizerSettings(kind: .sgd, momentum: 0.8, decay: 0.01), 0.05)
    case "nesterov":
      var settings = OptimizerSettings(kind: .sgd)
      settings.isNesterov = true
      return (settings, 0.05)
    case "momentum cycle": return (OptimizerSettings(kind: .sgd), 0.05)
    case "adam", "adam cycle": return (OptimizerSettings(kind: .adam), 0.01)
    case "adam decay":
      var settings = OptimizerSettings(kind: .adam, decay: 0.1)
      settings.betas = .init(first: 0.8, second: 0.99)
      settings.epsilon = 1e-6
      return (settings, 0.01)
    case "adamw": return (OptimizerSettings(kind: .adamw), 0.01)
    case "rmsprop": return (OptimizerSettings(kind: .rmsprop), 0.01)
    case "rmsprop momentum":
      var settings = OptimizerSettings(kind: .rmsprop, momentum: 0.5, decay: 0.01)
      settings.alpha = 0.9
      return (settings, 0.01)
    default: return (OptimizerSettings(kind: .adagrad), 0.1)
    }
  }

  @Test(arguments: Expected.values.optimizers.keys.sorted()) func followsPyTorch(name: String) throws {
    let traces = try #require(Expected.values.optimizers[name])
    let (settings, rate) = Self.settings(name)
    let optimizer = Optimizer(settings)
    let count = 16
    var weights = (0..<count).map { Float(Double($0 * 13 % 11) / 5 - 1) }
    var slots = [Float](repeating: 0, count: count * max(optimizer.slotCount, 1))
    for step in 1...100 {
      var gradients = (0..<count).map { index in
        let (slope, centre) = (0.2 + 0.1 * Double(index), Double(index * 29 % 17) / 8 - 1)
        let noise = Double((step * 37 + index * 101) % 97) / 97 - 0.5
        return Float(slope * (Double(weights[index]) - centre) + noise)
      }
      weights.withUnsafeMutableBufferPointer { weights in
        gradients.withUnsafeMutableBufferPointer { gradients in
          slots.withUnsafeMutableBufferPointer { slots in
            optimizer.update(
              WeightChunk(
                parameters: weights.baseAddress!, gradients: gradients.baseAddress!,
                slots: slots.baseAddress!,
                stride: count, count: count),
              at: UpdatePoint(
                step: step, rate: rate,
                momentum: name.hasSuffix("cycle") ? 0.95 - Double(step * 7 % 10) / 100 : nil))
          }
        }
      }
      guard let expected = traces[String(step)] else { continue }
      let size = (expected.reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot()
      for (found, wanted) in zip(weights, expected) {
        // PyTorch's own roundings in 32 bits; a wrong constant shows in the fourth digit.
        let error = abs(Double(found) - wanted)
        #expect(error <= 1e-6 * (abs(wanted) + size), "step \(step)")
      }
    }
  }

  @Test func defaultsArePyTorchs() {
    #expect(OptimizerSettings.Kind.allCases.map(\.defaultRate) == [0.05, 0.001, 0.001, 0.01, 0.01])
    #expect(OptimizerSettings(kind: .adamw).decay == 0.01)
    #expect(OptimizerSettings(kind: .adagrad).epsilon == 1e-10)
    #expect(OptimizerSettings(kind: .rmsprop).momentum == 0)
  }
}
