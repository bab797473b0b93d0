internal import Tensors

/// Softmax and cross-entropy in one: the negative logarithm of the probability of the true class.
enum CrossEntropy {
  /// The loss of one sample, and its gradient with respect to the logits, (softmax - one-hot) * scale.
  ///
  /// The largest logit is subtracted first, so that logits of ±10,000 do no harm. The sums are in Float64.
  static func forwardBackward(
    logits: UnsafePointer<Float>, classes: Int, label: Int, scale: Float, gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    let (largest, total) = normalizer(logits, classes)
    for index in 0..<classes {
      let probability = Elementary.exp(Double(logits[index]) - largest) / total
      gradient[index] = Float(probability - (index == label ? 1 : 0)) * scale
    }
    return Elementary.log(total) - (Double(logits[label]) - largest)
  }

  /// The probabilities of the classes; returns the loss, or nil when the class is unknown (-1).
  static func probabilities(
    logits: UnsafePointer<Float>, classes: Int, label: Int, into result: UnsafeMutablePointer<Float>
  ) -> Double? {
    let (largest, total) = normalizer(logits, classes)
    for index in 0..<classes { result[index] = Float(Elementary.exp(Double(logits[index]) - largest) / total) }
    return label >= 0 ? Elementary.log(total) - (Double(logits[label]) - largest) : nil
  }

  private static func normalizer(_ logits: UnsafePointer<Float>, _ classes: Int) -> (largest: Double, total: Double) {
    var largest = Double(logits[0])
    for index in 1..<max(classes, 1) where !(Double(logits[index]) <= largest) { largest = Double(logits[index]) }
    var total = 0.0
    for index in 0..<classes { total += Elementary.exp(Double(logits[index]) - largest) }
    return (largest, total)
  }
}
