package import Declarations

/// Puts a rectangle of another training image in place of one's own, and mixes the classes by area. The
/// rectangle has the proportions of the image and an area of 1 − λ of it, with λ drawn from Beta(α, α);
/// its center lies anywhere, and what is cut off at the border counts for neither.
///
/// Yun et al., "CutMix: Regularization strategy to train strong classifiers with localizable features",
/// arXiv:1905.04899.
public struct CutMixStep: MixingStep, Hashable {
  /// The parameter of the distribution, above 0.
  public let alpha: Double
  /// How often an image is mixed, 0 to 1.
  public let probability: Double

  /// Rectangles with λ from Beta(`alpha`, `alpha`).
  public init(alpha: Double = 1, probability: Double = 1) {
    self.alpha = alpha
    self.probability = probability
  }

  public var text: String { "cutmix" + MixingOptions.text(alpha, default: 1, probability) }

  public func mixture(_ chance: AugmentationChance, shape: SampleShape) -> Mixture {
    guard chance.uniform(0) < probability else { return .none }
    let side = (1 - chance.beta(alpha)).squareRoot() / 2
    let rows = Self.range(center: chance.uniform(1), half: side, of: shape.height)
    let columns = Self.range(center: chance.uniform(2), half: side, of: shape.width)
    let area = rows.count * columns.count
    guard area > 0 else { return .none }
    // The share is that of the pixels, whatever was drawn.
    let share = 1 - Double(area) / Double(shape.height * shape.width)
    return Mixture(share: share, patch: .init(rows: rows, columns: columns))
  }

  private static func range(center: Double, half: Double, of size: Int) -> Range<Int> {
    let middle = Int(center * Double(size))
    let reach = Int(half * Double(size))
    return max(0, middle - reach)..<min(size, middle + reach)
  }
}

package struct CutMixDeclaration: AugmentationStepDeclaration {
  public let name = "cutmix"
  public let summary =
    "Put a rectangle of another image of the batch into each image, and mix the classes by area."
  public let example = "cutmix"
  public let parameters = MixingOptions.parameters(alpha: 1)

  public func make(_ arguments: Arguments) throws(DataError) -> any AugmentationStep {
    CutMixStep(alpha: arguments.number("alpha"), probability: arguments.number("probability"))
  }
}
