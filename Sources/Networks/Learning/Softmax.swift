internal import Tensors

/// From outputs to probabilities: exp(z) / sum of exp(z), for every network and every loss.
enum Softmax {
  /// The probabilities of the classes; returns the cross-entropy, or nil when the class is unknown (-1).
  static func probabilities(
    logits: UnsafePointer<Float>, classes: Int, label: Int, into result: UnsafeMutablePointer<Float>
  ) -> Double? {
    let (largest, total) = normalizer(logits, classes)
    for index in 0..<classes {
      result[index] = Float(ElementaryFunctions.exp(Double(logits[index]) - largest) / total)
    }
    return label >= 0 ? ElementaryFunctions.log(total) - (Double(logits[label]) - largest) : nil
  }

  /// The largest logit, which is subtracted first so that logits of ±10,000 do no harm, and the sum of the
  /// exponentials.
  static func normalizer(_ logits: UnsafePointer<Float>, _ classes: Int) -> (largest: Double, total: Double) {
    var largest = Double(logits[0])
    for index in 1..<max(classes, 1) where !(Double(logits[index]) <= largest) {
      largest = Double(logits[index])
    }
    var total = 0.0
    for index in 0..<classes { total += ElementaryFunctions.exp(Double(logits[index]) - largest) }
    return (largest, total)
  }
}
