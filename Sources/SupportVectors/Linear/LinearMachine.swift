internal import CSolver

/// A linear machine for each class against the rest.
struct LinearMachine: Sendable {
  /// The classes that had samples, in order.
  let classes: [Int]
  let width: Int
  /// A row a class.
  let weights: [Double]
  let biases: [Double]
  let sigmoids: [PlattSigmoid]?

  /// A value a class: how far a sample lies on the side of the class.
  func decide(_ sample: UnsafePointer<Float>) -> [Double] {
    weights.withUnsafeBufferPointer { weights in
      guard let base = weights.baseAddress else { return [] }
      return classes.indices.map { fovea_dot(sample, base + $0 * width, width) + biases[$0] }
    }
  }

  /// Probabilities, or without sigmoids numbers that rank the classes; the largest is that of the largest
  /// value.
  ///
  /// Each class has a sigmoid of its own, and they are divided by their sum: B. Zadrozny, C. Elkan,
  /// "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002
  /// (doi:10.1145/775047.775151). Where another class comes out first the two exchange their probabilities,
  /// or, where the most probable class is asked for, that is the label.
  func evaluate(
    _ decisions: UnsafePointer<Double>, classes count: Int, answer: SupportVectorDefinition.Answer = .votes,
    into target: UnsafeMutablePointer<Float>
  ) {
    var label = 0
    for index in classes.indices where decisions[index] > decisions[label] { label = index }
    var scores = classes.indices.map { index in
      // Without sigmoids, a fixed one: it ranks the classes and isn't meant as a probability.
      (sigmoids?[index] ?? PlattSigmoid(a: -1, b: 0)).probability(decisions[index])
    }
    let sum = scores.reduce(0, +)
    scores = scores.map { sum > 0 ? $0 / sum : 1 / Double(classes.count) }
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    if sigmoids != nil, answer == .probable { label = best } else { scores.swapAt(best, label) }
    for index in 0..<count { target[index] = 0 }
    for (index, place) in classes.enumerated() { target[place] = Float(scores[index]) }
    for index in 0..<count where index != classes[label] && target[index] >= target[classes[label]] {
      target[classes[label]] = target[index].nextUp
    }
  }
}
