/// The solution of the problem of one class against the rest.
struct LinearSolution: Sendable {
  /// Of the features, and the bias behind them.
  let weights: [Double]
  let objective: Double
  let epochs: Int
  let isSolved: Bool
  /// Of all samples.
  let isSupport: [Bool]
  let isBounded: [Bool]
}

extension LinearSolution {
  /// All of it in words; numbers in their shortest form that brings the same bits back.
  var text: [String: String] {
    let vectors = isSupport.indices.filter { isSupport[$0] }.map { isBounded[$0] ? "\($0)C" : "\($0)" }
    return [
      "weights": weights.map { "\($0)" }.joined(separator: " "), "objective": "\(objective)",
      "epochs": "\(epochs)",
      "solved": "\(isSolved)", "vectors": vectors.joined(separator: " "),
    ]
  }

  /// - Returns: nil where the text makes no sense.
  init?(_ text: [String: String], samples: Int, width: Int) {
    guard let weights = text["weights"]?.split(separator: " ").map({ Double($0) ?? .nan }),
      weights.count == width + 1,
      weights.allSatisfy(\.isFinite), let objective = text["objective"].flatMap({ Double($0) }),
      let epochs = text["epochs"].flatMap({ Int($0) }), let isSolved = text["solved"].flatMap({ Bool($0) }),
      let vectors = text["vectors"]?.split(separator: " ")
    else { return nil }
    var isSupport = [Bool](repeating: false, count: samples)
    var isBounded = isSupport
    for vector in vectors {
      let bounded = vector.hasSuffix("C")
      guard let sample = Int(bounded ? vector.dropLast() : vector), isSupport.indices.contains(sample) else {
        return nil
      }
      isSupport[sample] = true
      isBounded[sample] = bounded
    }
    self.init(
      weights: weights, objective: objective, epochs: epochs, isSolved: isSolved, isSupport: isSupport,
      isBounded: isBounded)
  }
}
