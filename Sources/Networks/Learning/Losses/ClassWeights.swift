/// Sample weights by class.
public enum ClassWeighting: Sendable, Hashable {
  /// 1 for all classes.
  case equal
  /// n / (k n_c) for n training samples, n_c of them of the class, and k nonempty classes: scikit-learn's
  /// `balanced`.
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

  subscript(label: Int) -> Double { values.isEmpty ? 1 : values[label] }
}

/// A loss with the classes of a training and their weights.
struct WeightedLoss: Sendable {
  let function: any LossFunction
  let classes: Int
  let weights: ClassWeights

  /// The loss of one sample, its weight included.
  ///
  /// - Parameters:
  ///   - label: From 0 to below `classes`.
  ///   - gradient: Gets the derivative by each logit, times `scale`; nil where nobody wants it.
  func value(
    _ logits: UnsafePointer<Float>, label: Int, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    function.value(
      logits, LossTarget(label: label, classes: classes, weights: weights), scale: scale, gradient: gradient)
  }
}
