public import Declarations

/// Why predictions can't be evaluated.
@nonexhaustive
public enum EvaluationError: ExplainedError, Hashable {
  /// There are no samples.
  case noSamples
  /// Lists that must have one entry for each sample have these lengths.
  case unequalCounts(Int, Int)
  /// Truth and predictions are of different numbers of classes.
  case unequalClasses(Int, Int)
  /// Models that are compared were evaluated on samples that show different classes.
  case differentTruth
  /// There are no classes.
  case noClasses
  /// Scores that must be one for each sample and class.
  case scoreCount(Int, samples: Int, classes: Int)
  /// The score of a sample for a class is infinite or NaN.
  case notFinite(sample: Int, label: Int)
  /// The threshold of a class is NaN.
  case noThreshold(label: Int)
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
    case .unequalClasses(let one, let other): "truth is of \(one) classes, predictions are of \(other)."
    case .differentTruth: "the models to compare were evaluated on samples of different classes."
    case .noClasses: "there are no classes to evaluate."
    case .scoreCount(let found, let samples, let classes):
      "there are \(found) scores for \(samples) samples of \(classes) classes."
    case .notFinite(let sample, let label):
      "the score of sample \(sample) for class \(label) is no finite number."
    case .noThreshold(let label): "the threshold of class \(label) is no number."
    case .unknownClass(let label, let classes): "\(label) is no class; expected 0 to \(classes - 1)."
    case .invalidCounts: "the counts are negative or don't go together."
    case .noBins: "there are no bins; expected at least one."
    }
  }

  public var hint: String? { nil }
}
