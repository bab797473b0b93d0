public import Models

/// How well predictions meet the true classes. The definitions are scikit-learn's; where a ratio has nothing below its line
/// it counts 0, and `undefined` names the classes that this touched.
public struct Classification: Sendable, Hashable {
  /// The figures of one class.
  public struct ClassScore: Sendable, Hashable {
    /// Of those called so, the share that is.
    public let precision: Double
    /// Of those that are, the share that was called so.
    public let recall: Double
    /// Harmonic mean of precision and recall.
    public let f1: Double
    /// How many samples truly are of the class.
    public let support: Int
  }

  public let count: Int
  public let accuracy: Double
  /// The share whose true class is among the five most probable.
  public let top5: Double
  /// Mean cross-entropy.
  public let loss: Double
  /// How many samples of each true class (row) were called each class (column).
  public let confusion: [[Int]]
  public let scores: [ClassScore]
  /// Classes whose precision or recall has nothing below its line.
  public let undefined: [Int]

  /// - Precondition: At least one sample, every class known.
  public init(_ predictions: Predictions) {
    let classes = predictions.classes
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    var hits = 0
    var nearHits = 0
    for (sample, label) in predictions.labels.enumerated() {
      let best = predictions.top(min(5, classes), of: sample)
      confusion[label][best[0]] += 1
      if best[0] == label { hits += 1 }
      if best.contains(label) { nearHits += 1 }
    }
    count = predictions.count
    accuracy = Double(hits) / Double(count)
    top5 = Double(nearHits) / Double(count)
    loss = predictions.summedLoss / Double(count)
    var scores: [ClassScore] = []
    var undefined: [Int] = []
    for index in 0..<classes {
      let right = confusion[index][index]
      let called = confusion.reduce(0) { $0 + $1[index] }
      let support = confusion[index].reduce(0, +)
      if called == 0 || support == 0 { undefined.append(index) }
      scores.append(
        ClassScore(
          precision: called == 0 ? 0 : Double(right) / Double(called),
          recall: support == 0 ? 0 : Double(right) / Double(support),
          f1: called + support == 0 ? 0 : Double(2 * right) / Double(called + support), support: support))
    }
    self.confusion = confusion
    self.scores = scores
    self.undefined = undefined
  }

  /// Classes that occur, as truth or as prediction: those that averages are taken over.
  private var occurring: [ClassScore] {
    scores.enumerated().filter { index, score in score.support > 0 || confusion.contains { $0[index] > 0 } }.map(\.element)
  }

  public var macroPrecision: Double { mean(\.precision) }
  public var macroRecall: Double { mean(\.recall) }
  public var macroF1: Double { mean(\.f1) }

  /// F1 of each class, weighted by how often the class occurs.
  public var weightedF1: Double {
    occurring.reduce(0) { $0 + $1.f1 * Double($1.support) } / Double(count)
  }

  private func mean(_ value: KeyPath<ClassScore, Double>) -> Double {
    occurring.reduce(0) { $0 + $1[keyPath: value] } / Double(max(occurring.count, 1))
  }
}
