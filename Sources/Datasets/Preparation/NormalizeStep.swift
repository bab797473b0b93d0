public import Declarations

/// Brings every channel to mean 0 and standard deviation 1 over the training part (z-score).
///
/// What it learns is kept in `FittedPreparation.scales`.
public struct NormalizeStep: PreparationStep, Hashable {
  public init() {}

  public var text: String { "normalize" }
}

public struct NormalizeDeclaration: PreparationStepDeclaration {
  public let name = "normalize"
  public let summary = "brings each channel to mean 0 and deviation 1, as measured on the training part"
  public let example = "normalize"
  public let parameters: [Parameter] = []

  public func make(_ arguments: Arguments) throws(DataError) -> any PreparationStep { NormalizeStep() }

  public func step(from words: [Substring]) -> (any PreparationStep)? {
    words == ["normalize"] ? NormalizeStep() : nil
  }
}
