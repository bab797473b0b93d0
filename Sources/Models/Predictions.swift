public import Datasets

/// Class probabilities predicted for samples: of one of the classes, or of each class by itself where a
/// sample may show any number of them.
public struct Predictions: Sendable, Hashable {
  /// The number of classes.
  public let classes: Int
  /// The class probabilities, samples x classes in row-major order.
  public let probabilities: [Float]
  /// What is true.
  public let truth: Targets
  /// The cross-entropy summed over samples of known class; of label sets the mean over the classes of the
  /// binary cross-entropy, summed over samples.
  public let summedLoss: Double

  /// The true classes; -1 where unknown, and where samples have label sets.
  public var labels: [Int] {
    if case .classes(let labels) = truth { labels } else { [Int](repeating: -1, count: count) }
  }

  /// The true label sets; nil where samples have one class.
  public var labelSets: LabelSets? { if case .labelSets(let sets) = truth { sets } else { nil } }

  /// Predictions with these values.
  ///
  /// - Parameters:
  ///   - probabilities: Samples x classes in row-major order.
  ///   - classes: The number of classes, at least 1.
  ///   - labels: The true classes, below `classes`; -1 where unknown.
  ///   - summedLoss: The cross-entropy summed over samples of known class.
  /// - Returns: nil where the numbers don't go together.
  public init?(checking probabilities: [Float], classes: Int, labels: [Int], summedLoss: Double) {
    guard classes > 0, probabilities.count.isMultiple(of: classes),
      probabilities.count / classes == labels.count, labels.allSatisfy({ $0 >= -1 && $0 < classes })
    else { return nil }
    self.init(classes: classes, probabilities: probabilities, labels: labels, summedLoss: summedLoss)
  }

  /// Predictions with these values.
  ///
  /// - Precondition: `probabilities.count == labels.count * classes`.
  package init(classes: Int, probabilities: [Float], truth: Targets, summedLoss: Double) {
    precondition(probabilities.count == truth.count * classes)
    self.classes = classes
    self.probabilities = probabilities
    self.truth = truth
    self.summedLoss = summedLoss
  }

  /// Predictions of one class each.
  package init(classes: Int, probabilities: [Float], labels: [Int], summedLoss: Double) {
    self.init(
      classes: classes, probabilities: probabilities, truth: .classes(labels), summedLoss: summedLoss)
  }

  /// The number of samples.
  public var count: Int { truth.count }

  /// Whether the values are votes or the like, which rank classes but are no probabilities: then the loss is
  /// NaN.
  public var areVotes: Bool { summedLoss.isNaN }

  /// The probability of a class for a sample.
  ///
  /// - Precondition: `label` is from 0 to below `classes`, and there is a sample at `sample`.
  public func probability(of label: Int, for sample: Int) -> Float {
    precondition(label >= 0 && label < classes)
    return probabilities[sample * classes + label]
  }

  /// The classes whose probability for a sample is at least their threshold, ascending.
  ///
  /// - Parameter thresholds: One for each class.
  public func labels(reaching thresholds: [Float], for sample: Int) -> [Int] {
    (0..<classes).filter { probability(of: $0, for: sample) >= thresholds[$0] }
  }

  /// The first sample with a non-finite probability or an infinite loss; nil when there is none.
  ///
  /// Non-finite probabilities come from weights that are too large or from images with such values. An
  /// infinite loss comes with a probability of 0 for the true class.
  public var firstBroken: Int? {
    if let place = probabilities.firstIndex(where: { !$0.isFinite }) { return place / classes }
    guard summedLoss.isInfinite else { return nil }
    let labels = labels
    let lost = labels.indices.first { labels[$0] >= 0 && probabilities[$0 * classes + labels[$0]] == 0 }
    return lost ?? 0
  }

  /// The most probable class of each sample; ties go to the lower class.
  public var predictedLabels: [Int] { (0..<count).map { top(1, of: $0)[0] } }

  /// How many samples are right: the most probable class is theirs; of label sets, exactly the classes that
  /// they show have a probability of at least 0.5.
  public var correct: Int {
    guard let sets = labelSets else { return zip(predictedLabels, labels).count { $0 == $1 } }
    let thresholds = [Float](repeating: 0.5, count: classes)
    return (0..<count).count { labels(reaching: thresholds, for: $0) == sets[$0] }
  }

  /// The `k` most probable classes of a sample, most probable first; ties go to the lower class.
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

/// A named array of values, the form in which the state of a model is saved and restored.
public struct NamedTensor: Sendable, Hashable {
  /// The name, unique within a model.
  public let name: String
  /// The size of each dimension; empty for a scalar.
  public let shape: [Int]
  /// The elements in row-major order.
  public let values: [Float]

  /// A tensor with these elements; nil where their number isn't the product of the shape.
  public init?(checking values: [Float], name: String, shape: [Int]) {
    var count = 1
    for side in shape {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: side)
      guard side >= 0, !isTooLarge else { return nil }
      count = product
    }
    guard values.count == count else { return nil }
    self.init(name: name, shape: shape, values: values)
  }

  /// A tensor with these elements.
  ///
  /// - Precondition: `values.count` is the product of `shape`.
  package init(name: String, shape: [Int], values: [Float]) {
    precondition(values.count == shape.reduce(1, *))
    self.name = name
    self.shape = shape
    self.values = values
  }
}
