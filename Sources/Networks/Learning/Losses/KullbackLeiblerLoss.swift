internal import Tensors

/// The divergence of the softmax from the target distribution: the sum of t (log t - log p). The target is 1
/// for the class, smoothed as for cross-entropy; without smoothing the two are the same.
///
/// Kullback and Leibler, doi:10.1214/aoms/1177729694.
struct KullbackLeiblerLoss: Loss {
  let classes: Int
  let weights: ClassWeights
  let smoothing: Double

  func value(
    _ logits: UnsafePointer<Float>, label: Int, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let (largest, total) = Softmax.normalizer(logits, classes)
    let logarithm = ElementaryFunctions.log(total)
    let weight = weights[label]
    var loss = 0.0
    for index in 0..<classes {
      let target = (index == label ? 1 - smoothing : 0) + smoothing / Double(classes)
      let distance = Double(logits[index]) - largest
      if target > 0 { loss += target * (ElementaryFunctions.log(target) + logarithm - distance) }
      gradient?[index] = Float((ElementaryFunctions.exp(distance) / total - target) * weight) * scale
    }
    return loss * weight
  }
}
