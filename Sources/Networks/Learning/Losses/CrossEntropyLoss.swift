public import Declarations
internal import Tensors

/// Softmax cross-entropy on logits.
///
/// With label smoothing ε the target is (1 - ε) for the class plus ε / classes for each (Szegedy et al.,
/// arXiv:1512.00567); class weights then weight each term by its class, as in PyTorch.
public struct CrossEntropyLoss: LossFunction {
  /// Label smoothing, from 0 to below 1.
  public var smoothing: Double

  /// Cross-entropy.
  ///
  /// - Parameter smoothing: Label smoothing, from 0 to below 1.
  public init(smoothing: Double = 0) { self.smoothing = smoothing }

  static let declaration = LossDeclaration(
    name: "cross_entropy", summary: "the negative logarithm of the probability of the class",
    parameters: [smoothingParameter]
  ) { CrossEntropyLoss(smoothing: $0.number("label_smoothing")) }

  static let smoothingParameter = Parameter.option(
    "label_smoothing", .number(Limits(0, 1, includesUpper: false)), default: .number(0),
    "share of the target spread over all classes")

  public var arguments: Arguments { Arguments(["label_smoothing": .number(smoothing)]) }

  func value(
    _ logits: UnsafePointer<Float>, _ target: LossTarget, scale: Float,
    gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let (largest, total) = Softmax.normalizer(logits, target.classes)
    let logarithm = ElementaryFunctions.log(total)
    let direct = (1 - smoothing) * target.weights[target.label]
    var sum = direct
    var loss = direct * (logarithm - (Double(logits[target.label]) - largest))
    if smoothing > 0 {
      for index in 0..<target.classes {
        let share = smoothing / Double(target.classes) * target.weights[index]
        sum += share
        loss += share * (logarithm - (Double(logits[index]) - largest))
      }
    }
    if let gradient {
      for index in 0..<target.classes {
        let probability = ElementaryFunctions.exp(Double(logits[index]) - largest) / total
        let goal =
          (index == target.label ? direct : 0)
          + (smoothing > 0 ? smoothing / Double(target.classes) * target.weights[index] : 0)
        gradient[index] = Float(probability * sum - goal) * scale
      }
    }
    return loss
  }
}
