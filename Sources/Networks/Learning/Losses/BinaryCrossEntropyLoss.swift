public import Declarations
internal import Tensors

/// One-vs-rest binary cross-entropy: the mean over the classes of the cross-entropy of a sigmoid on logits.
/// The target is 1 for the sample's class, or for each class that it shows, and 0 for all others.
public struct BinaryCrossEntropyLoss: ElementwiseLoss {
  /// Binary cross-entropy.
  public init() {}

  static let declaration = LossDeclaration(
    name: "bce", summary: "one-vs-rest cross-entropy of a sigmoid for each class"
  ) { _ in BinaryCrossEntropyLoss() }

  public var arguments: Arguments { Arguments() }

  func element(_ output: Double, target: Double) -> (loss: Double, derivative: Double) {
    // exp of nothing positive: neither end overflows.
    let small = ElementaryFunctions.exp(-abs(output))
    let sigmoid = (output >= 0 ? 1 : small) / (1 + small)
    return (max(output, 0) - output * target + ElementaryFunctions.log(1 + small), sigmoid - target)
  }
}
