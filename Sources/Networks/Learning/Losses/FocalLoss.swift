internal import Datasets
public import Declarations
internal import Tensors

/// Focal loss, -(1 - p)^γ log p with the softmax probability p of the class, which reduces the weight of
/// well-classified samples.
///
/// Lin et al., arXiv:1708.02002, over classes instead of one-vs-rest; of label sets one-vs-rest by sigmoids
/// as there. Their α corresponds to the class weights.
public struct FocalLoss: LossFunction {
  /// The focusing exponent γ, from 0.
  public var gamma: Double

  /// Focal loss.
  ///
  /// - Parameter gamma: The focusing exponent γ, from 0.
  public init(gamma: Double = 2) { self.gamma = gamma }

  static let declaration = LossDeclaration(
    name: "focal", summary: "cross-entropy in which well-classified images count little",
    parameters: [
      .option(
        "gamma", .number(.notNegative), default: .number(2),
        "focusing parameter, how little well-classified images count")
    ]
  ) { FocalLoss(gamma: $0.number("gamma")) }

  public var arguments: Arguments { Arguments(["gamma": .number(gamma)]) }

  static var tasks: Set<PredictionTask> { [.classification, .multilabel] }

  func value(
    _ logits: UnsafePointer<Float>, _ target: LossTarget, scale: Float,
    gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    if case .anyOf = target.target { return oneVersusRest(logits, target, scale: scale, gradient: gradient) }
    let (largest, total) = Softmax.normalizer(logits, target.classes)
    let logarithm = (Double(logits[target.label]) - largest) - ElementaryFunctions.log(total)
    // The rest is summed, not 1 - p: near certainty that would lose all digits.
    var rest = 0.0
    for index in 0..<target.classes where index != target.label {
      rest += ElementaryFunctions.exp(Double(logits[index]) - largest) / total
    }
    let weight = target.weights[target.label]
    let damping = Self.power(rest, gamma)
    if let gradient {
      let probability = ElementaryFunctions.exp(logarithm)
      // d loss / d p, times p; at rest = 0 both terms vanish, but for focus 0.
      let slope =
        rest == 0 ? -damping : gamma * probability * (damping / rest) * logarithm - damping
      for index in 0..<target.classes {
        let own = index == target.label
        let other = ElementaryFunctions.exp(Double(logits[index]) - largest) / total
        gradient[index] = Float(slope * (own ? rest : -other) * weight) * scale
      }
    }
    return -damping * logarithm * weight
  }

  /// The mean over the classes of -(1 - p)^γ log p, p the sigmoid's probability of what is true of the
  /// class.
  private func oneVersusRest(
    _ logits: UnsafePointer<Float>, _ target: LossTarget, scale: Float,
    gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let share = target.weight / Double(target.classes)
    var sum = 0.0
    for index in 0..<target.classes {
      // With the sign of what is true, both cases are one.
      let sign: Double = target.target.contains(index) ? 1 : -1
      let output = sign * Double(logits[index])
      let small = ElementaryFunctions.exp(-abs(output))
      let logarithm = min(output, 0) - ElementaryFunctions.log(1 + small)
      let probability = (output >= 0 ? 1 : small) / (1 + small)
      let rest = (output >= 0 ? small : 1) / (1 + small)
      let damping = Self.power(rest, gamma)
      let weight = target.weight(ofOutput: index)
      sum -= damping * logarithm * weight
      let slope = gamma * damping * probability * logarithm - damping * rest
      gradient?[index] = Float(sign * slope * weight * share) * scale
    }
    return sum * share
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    exponent == 0 ? 1 : base == 0 ? 0 : ElementaryFunctions.exp(exponent * ElementaryFunctions.log(base))
  }
}
