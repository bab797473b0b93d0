internal import Tensors

/// The negative logarithm of the probability that the softmax gives to the class.
///
/// With smoothing ε the target is (1 - ε) for the class plus ε / classes for each (Szegedy et al.,
/// arXiv:1512.00567); class weights then weigh each term by its own class, as PyTorch has it.
struct CrossEntropyLoss: Loss {
  let classes: Int
  let weights: ClassWeights
  let smoothing: Double

  func value(
    _ logits: UnsafePointer<Float>, label: Int, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let (largest, total) = Softmax.normalizer(logits, classes)
    let logarithm = ElementaryFunctions.log(total)
    let direct = (1 - smoothing) * weights[label]
    var sum = direct
    var loss = direct * (logarithm - (Double(logits[label]) - largest))
    if smoothing > 0 {
      for index in 0..<classes {
        let share = smoothing / Double(classes) * weights[index]
        sum += share
        loss += share * (logarithm - (Double(logits[index]) - largest))
      }
    }
    if let gradient {
      for index in 0..<classes {
        let probability = ElementaryFunctions.exp(Double(logits[index]) - largest) / total
        let target =
          (index == label ? direct : 0) + (smoothing > 0 ? smoothing / Double(classes) * weights[index] : 0)
        gradient[index] = Float(probability * sum - target) * scale
      }
    }
    return loss
  }
}
