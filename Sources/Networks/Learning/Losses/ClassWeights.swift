internal import Datasets

/// Sample weights by class.
public enum ClassWeighting: Sendable, Hashable {
  /// 1 for all classes.
  case equal
  /// n / (k n_c) for n training samples, n_c of them of the class, and k nonempty classes: scikit-learn's
  /// `balanced`. Of label sets, (n - n_c) / n_c for the samples that show the class: PyTorch's `pos_weight`.
  case balanced
  /// One nonnegative weight per class.
  case given([Double])

  /// Checks the weights for a number of classes.
  ///
  /// - Throws: `.invalidOption`.
  public func check(classes: Int) throws(NetworkError) {
    guard case .given(let values) = self else { return }
    guard values.count == classes else {
      throw .invalidOption(
        name: "class_weights", found: "\(values)", expected: "\(classes) numbers, one per class")
    }
    guard values.allSatisfy({ $0.isFinite && $0 >= 0 }), values.contains(where: { $0 > 0 }) else {
      throw .invalidOption(
        name: "class_weights", found: "\(values)", expected: "numbers from 0, not all of them 0")
    }
  }
}

/// How much a sample of each class counts.
struct ClassWeights: Sendable, Hashable {
  /// Empty where all count 1.
  private let values: [Double]

  static let equal = ClassWeights([])

  init(_ values: [Double]) { self.values = values }

  /// - Parameter counts: Samples of each class.
  init(balancing counts: [Int]) {
    let total = Double(counts.reduce(0, +))
    let occurring = Double(counts.count { $0 > 0 })
    values = counts.map { $0 == 0 ? 0 : total / (occurring * Double($0)) }
  }

  /// - Parameter sets: Of the samples; a class that none of them shows counts 1.
  init(balancing sets: LabelSets) {
    values = sets.counts.map { $0 == 0 ? 1 : Double(sets.count - $0) / Double($0) }
  }

  subscript(label: Int) -> Double { values.isEmpty ? 1 : values[label] }

  /// What a sample counts; of label sets, weights are those of single outputs.
  func weight(of target: Target) -> Double {
    if case .oneOf(let label) = target { self[label] } else { 1 }
  }
}

/// A loss with the classes of a training and their weights.
struct WeightedLoss: Sendable {
  let function: any LossFunction
  let classes: Int
  let weights: ClassWeights

  /// The loss of one sample, its weight included.
  ///
  /// - Parameters:
  ///   - target: Its class from 0 to below `classes`, or its classes.
  ///   - gradient: Gets the derivative by each logit, times `scale`; nil where nobody wants it.
  func value(
    _ logits: UnsafePointer<Float>, _ target: Target, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    function.value(
      logits, LossTarget(target: target, classes: classes, weights: weights), scale: scale, gradient: gradient
    )
  }
}
