public import Declarations

/// Why predictions can't be evaluated.
@nonexhaustive
public enum EvaluationError: ExplainedError, Hashable {
  /// There are no samples.
  case noSamples
  /// Lists that must have one entry for each sample have these lengths.
  case unequalCounts(Int, Int)
  /// A label or prediction that is no class.
  case unknownClass(Int, classes: Int)
  /// Counts that are negative or no square matrix, or successes that are no part of all.
  case invalidCounts
  /// A calibration needs at least one bin.
  case noBins

  public var message: String {
    switch self {
    case .noSamples: "there are no samples to evaluate."
    case .unequalCounts(let one, let other): "there are \(one) and \(other) entries for the same samples."
    case .unknownClass(let label, let classes): "\(label) is no class; expected 0 to \(classes - 1)."
    case .invalidCounts: "the counts are negative or don't go together."
    case .noBins: "there are no bins; expected at least one."
    }
  }

  public var hint: String? { nil }
}
