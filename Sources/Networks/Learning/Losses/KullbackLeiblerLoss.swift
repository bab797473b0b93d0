public import Declarations
internal import Tensors

/// Kullback-Leibler divergence of the softmax from the target distribution, the sum of t (log t - log p). The
/// target is 1 for the class, smoothed as for cross-entropy; without smoothing the two losses are equal.
///
/// Kullback and Leibler, doi:10.1214/aoms/1177729694.
public struct KullbackLeiblerLoss: LossFunction {
  /// Label smoothing, from 0 to below 1.
  public var smoothing: Double

  /// Kullback-Leibler divergence.
  ///
  /// - Parameter smoothing: Label smoothing, from 0 to below 1.
  public init(smoothing: Double = 0) { self.smoothing = smoothing }

  static let declaration = LossDeclaration(
    name: "kl", summary: "Kullback-Leibler divergence from the smoothed target",
    parameters: [CrossEntropyLoss.smoothingParameter]
  ) { KullbackLeiblerLoss(smoothing: $0.number("label_smoothing")) }

  public var arguments: Arguments { Arguments(["label_smoothing": .number(smoothing)]) }

  func value(
    _ logits: UnsafePointer<Float>, _ target: LossTarget, scale: Float,
    gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let (largest, total) = Softmax.normalizer(logits, target.classes)
    let logarithm = ElementaryFunctions.log(total)
    let weight = target.weights[target.label]
    var loss = 0.0
    for index in 0..<target.classes {
      let goal = (index == target.label ? 1 - smoothing : 0) + smoothing / Double(target.classes)
      let distance = Double(logits[index]) - largest
      if goal > 0 { loss += goal * (ElementaryFunctions.log(goal) + logarithm - distance) }
      gradient?[index] = Float((ElementaryFunctions.exp(distance) / total - goal) * weight) * scale
    }
    return loss * weight
  }
}
