/// What a model says of samples.
public struct Predictions: Sendable, Hashable {
  public let classes: Int
  /// A row a sample, in order: the probability of each class.
  public let probabilities: [Float]
  /// The true classes, -1 where unknown.
  public let labels: [Int]
  /// The summed cross-entropy of the samples whose class is known.
  public let summedLoss: Double

  /// - Precondition: `probabilities.count == labels.count * classes`.
  public init(classes: Int, probabilities: [Float], labels: [Int], summedLoss: Double) {
    precondition(probabilities.count == labels.count * classes)
    self.classes = classes
    self.probabilities = probabilities
    self.labels = labels
    self.summedLoss = summedLoss
  }

  public var count: Int { labels.count }

  /// The first sample for which a model computed no finite number; nil where all is well.
  ///
  /// A probability that is none comes from weights that are too large to count with, or from an image that
  /// holds such numbers. An infinite loss stands beside a probability of 0 for the true class.
  public var firstBroken: Int? {
    if let place = probabilities.firstIndex(where: { !$0.isFinite }) { return place / classes }
    guard summedLoss.isInfinite else { return nil }
    let lost = labels.indices.first { labels[$0] >= 0 && probabilities[$0 * classes + labels[$0]] == 0 }
    return lost ?? 0
  }

  /// The most probable class of each sample; ties go to the lower class.
  public var predictedLabels: [Int] { (0..<count).map { top(1, of: $0)[0] } }

  /// The `k` most probable classes of a sample, the most probable first; ties go to the lower class.
  public func top(_ k: Int, of sample: Int) -> [Int] {
    let row = probabilities[sample * classes..<(sample + 1) * classes]
    if k == 1 {
      var best = 0
      for (index, value) in row.enumerated() where value > row[row.startIndex + best] { best = index }
      return [best]
    }
    let order = (0..<classes).sorted {
      let (one, other) = (row[row.startIndex + $0], row[row.startIndex + $1])
      return one != other ? one > other : $0 < $1
    }
    return Array(order.prefix(k))
  }
}

/// Numbers with a name and a shape: how the state of a model is given and taken.
public struct NamedTensor: Sendable, Hashable {
  public let name: String
  public let shape: [Int]
  /// Row-major.
  public let values: [Float]

  /// - Precondition: `values.count` is the product of `shape`.
  public init(name: String, shape: [Int], values: [Float]) {
    precondition(values.count == shape.reduce(1, *))
    self.name = name
    self.shape = shape
    self.values = values
  }
}
