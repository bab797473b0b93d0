package import Declarations

/// Standardizes each channel to mean 0 and standard deviation 1 over the training part (z-score).
///
/// `FittedPreparation.scales` holds the statistics.
public struct NormalizeStep: PreparationStep, Hashable {
  /// The standardization, which has no parameters.
  public init() {}

  public var text: String { "normalize" }
}

package struct NormalizeDeclaration: PreparationStepDeclaration {
  public let name = "normalize"
  public let summary =
    "Normalize each channel to mean 0 and standard deviation 1, measured on the training part."
  public let example = "normalize"
  public let parameters: [Parameter] = []

  public func make(_ arguments: Arguments) throws(DataError) -> any PreparationStep { NormalizeStep() }

  public func step(from words: [Substring]) -> (any PreparationStep)? {
    words == ["normalize"] ? NormalizeStep() : nil
  }
}
