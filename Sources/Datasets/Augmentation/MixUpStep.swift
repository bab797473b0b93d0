package import Declarations

/// Blends pairs of training images and their classes, λ to 1 − λ, with λ drawn from Beta(α, α).
///
/// Zhang et al., "mixup: Beyond empirical risk minimization", arXiv:1710.09412.
public struct MixUpStep: MixingStep, Hashable {
  /// The parameter of the distribution, above 0: near 0 images stay nearly as they are, 1 makes every share
  /// as likely, and larger values halve them.
  public let alpha: Double
  /// How often an image is mixed, 0 to 1.
  public let probability: Double

  /// Blending with λ from Beta(`alpha`, `alpha`).
  public init(alpha: Double = 0.2, probability: Double = 1) {
    self.alpha = alpha
    self.probability = probability
  }

  public var text: String { "mixup" + MixingOptions.text(alpha, default: 0.2, probability) }

  public func mixture(_ chance: AugmentationChance, shape: SampleShape) -> Mixture {
    guard chance.uniform(0) < probability else { return .none }
    return Mixture(share: chance.beta(alpha), patch: nil)
  }
}

package struct MixUpDeclaration: AugmentationStepDeclaration {
  public let name = "mixup"
  public let summary = "Blend each image with another one of its batch, and their classes with them."
  public let example = "mixup 0.2"
  public let parameters = MixingOptions.parameters(alpha: 0.2)

  public func make(_ arguments: Arguments) throws(DataError) -> any AugmentationStep {
    MixUpStep(alpha: arguments.number("alpha"), probability: arguments.number("probability"))
  }
}

/// What the steps that mix images have in common.
enum MixingOptions {
  static func parameters(alpha: Double) -> [Parameter] {
    [
      .optionalPositional(
        "alpha", .number(Limits(0.001, 1000)), default: .number(alpha),
        "parameter of the Beta distribution of shares: small values keep images nearly as they are"),
      .option("probability", .number(.fraction), default: .number(1), "how often an image is mixed"),
    ]
  }

  static func text(_ alpha: Double, default usual: Double, _ probability: Double) -> String {
    (alpha == usual ? "" : " \(alpha.spelled)")
      + (probability == 1 ? "" : " probability=\(probability.spelledAsShare)")
  }
}
