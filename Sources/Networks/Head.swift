internal import Datasets
internal import Tensors

/// How outputs (logits) become probabilities.
enum Head: Sendable, Hashable {
  /// Of one of the classes: softmax.
  case softmax
  /// Of each class by itself: sigmoid.
  case sigmoid

  init(_ task: PredictionTask) {
    switch task {
    case .classification: self = .softmax
    case .multilabel: self = .sigmoid
    }
  }

  /// Writes the probabilities of the classes.
  ///
  /// - Returns: The cross-entropy; nil where the class is unknown.
  func probabilities(
    logits: UnsafePointer<Float>, classes: Int, _ target: Target, into result: UnsafeMutablePointer<Float>
  ) -> Double? {
    switch self {
    case .softmax:
      let label: Int = if case .oneOf(let label) = target { label } else { -1 }
      return Softmax.probabilities(logits: logits, classes: classes, label: label, into: result)
    case .sigmoid:
      for index in 0..<classes {
        let output = Double(logits[index])
        let small = ElementaryFunctions.exp(-abs(output))
        result[index] = Float((output >= 0 ? 1 : small) / (1 + small))
      }
      guard case .anyOf = target else { return nil }
      let loss = LossTarget(target: target, classes: classes, weights: .equal)
      return BinaryCrossEntropyLoss().value(logits, loss, scale: 1, gradient: nil)
    }
  }

  /// Whether the most probable answer is the whole truth: the class, or all classes that the sample shows.
  static func isRight(_ logits: UnsafePointer<Float>, classes: Int, _ target: Target) -> Bool {
    switch target {
    case .oneOf(let label):
      var best = 0
      for index in 1..<classes where logits[index] > logits[best] { best = index }
      return best == label
    case .anyOf(let sets, let row):
      return (0..<classes).allSatisfy { (logits[$0] >= 0) == sets.contains($0, at: row) }
    }
  }
}
